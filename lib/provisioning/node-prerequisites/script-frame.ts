/** What runs the points, and says what came of them. */
export const FRAME = String.raw`
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export PATH LC_ALL=C
WRONG=0
CHANGED=0

usage() {
  cat <<EOF
Usage: kubestrata-prepare check | apply

check  changes nothing; says of each point whether it is right, and what to do where it is not.
       Exits with 1 if something is wrong.
apply  puts right what can be put right, and says what it changed. Run it as often as you like.
       Exits with 1 if something is still wrong.
EOF
}

has() {
  command -v "$1" >/dev/null 2>&1
}

# say WORD TITLE LINES: one line of the report for each line.
say() {
  if [ -z "$3" ]; then
    printf '%-8s %s\n' "$1" "$2"
  else
    printf '%s\n' "$3" | while IFS= read -r line; do printf '%-8s %s: %s\n' "$1" "$2" "$line"; done
  fi
}

# point TITLE FIND [FIX]: FIND prints what is wrong, a line each; FIX is to put that right.
point() {
  found=$("$2")
  if [ -n "$found" ] && [ "$MODE" = apply ] && [ $# -gt 2 ]; then
    "$3" >&2 || true
    left=$("$2")
    if [ -z "$left" ]; then
      CHANGED=$((CHANGED + 1))
      say changed "$1" "$found"
      return
    fi
    found=$left
  fi
  if [ -z "$found" ]; then
    say ok "$1" ''
  else
    WRONG=$((WRONG + 1))
    say wrong "$1" "$found"
  fi
}

active() {
  systemctl is-active --quiet "$1" 2>/dev/null
}

enabled() {
  case $(systemctl is-enabled "$1" 2>/dev/null || true) in
    enabled | enabled-runtime | alias | static | indirect | generated) return 0 ;;
    *) return 1 ;;
  esac
}
`;

/** The points in order: what others build on comes first. */
export const MAIN = String.raw`
if [ $# -ne 1 ]; then
  usage >&2
  exit 2
fi
case $1 in
  check | apply) MODE=$1 ;;
  help | -h | --help)
    usage
    exit 0
    ;;
  *)
    usage >&2
    exit 2
    ;;
esac
if [ "$(id -u)" -ne 0 ]; then
  echo 'kubestrata-prepare: only root sees and changes all of this; run it as root' >&2
  exit 2
fi

echo "This machine as one of the group '$ROLE':"
notes
point 'files of this group' find_files
point 'kernel' find_kernel
if [ "$NODE" = yes ]; then point 'cgroup v2' find_cgroups; fi
point 'name and address' find_name
point 'identity' find_identity
if [ -n "$HOSTS" ]; then point '/etc/hosts' find_hosts fix_hosts; fi
point 'packages' find_packages fix_packages
if [ "$SWAP" = off ]; then point 'swap' find_swap fix_swap; fi
point 'kernel modules' find_modules fix_modules
point 'kernel settings' find_settings fix_settings
if [ "$TIME" = chrony ]; then
  point 'time service' find_time fix_time
  point 'clock' find_clock fix_clock
fi
point 'services that run' find_services fix_services
point 'services that do not run' find_disabled fix_disabled
if [ -n "$FIREWALL_CHAIN" ]; then point 'firewall' find_firewall fix_firewall; fi
if [ "$MODE" = apply ] && active NetworkManager; then
  systemctl reload NetworkManager || true
fi

if [ "$MODE" = apply ]; then echo "Changed: $CHANGED. Still wrong: $WRONG."; else echo "Wrong: $WRONG."; fi
[ "$WRONG" -eq 0 ]
`;
