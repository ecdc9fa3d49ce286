import type { PlacedFile } from './placed-files';

/** The script that puts the files of one machine in place, run on that machine. */
export function installScript(machines: readonly (readonly [string, readonly PlacedFile[]])[]) {
  return `#!/bin/sh
# Puts the files of this machine in place.
set -eu
# Folders that are made on the way are for everybody to read, whatever the login says.
umask 022

usage() {
  cat <<'END'
usage: install.sh [-n NAME] check | apply | restart | prune
  check    changes nothing; says what differs, and fails if anything does
  apply    puts the files in place, and says which units have to read them
  restart  applies, and restarts or reloads those of the units that run
  prune    removes files that an earlier run put there and that are no longer wanted
  -n NAME  the machine; without it the one with this host name
END
}

name=$(uname -n)
while getopts n: option; do
  case $option in
    n) name=$OPTARG ;;
    *) usage >&2; exit 2 ;;
  esac
done
shift $((OPTIND - 1))
action=\${1:-}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# Only tests set it: the folder that stands for the root of the machine.
root=\${KUBESTRATA_ROOT:-}
record=$root/var/lib/kubestrata/files

# Lines of: mode, file below this folder, path on the machine, units to restart, units to reload (- for none).
files() {
  case $name in
${machines.map(([name, files]) => branch(name, files)).join('\n')}
    *)
      echo "install.sh: there is no machine '$name' in this platform; name one with -n: ${machines.map(([name]) => name).join(', ')}" >&2
      return 2
      ;;
  esac
}

same() { # same SOURCE PATH MODE
  [ -f "$2" ] && cmp -s -- "$1" "$2" && [ "0$(stat -c %a -- "$2")" = "$3" ]
}

tell() { # tell restart|reload UNIT,UNIT,…
  printf '%s' "$2" | tr , '\\n' | sort -u | while read -r unit; do
    if [ "$action" != restart ]; then
      echo "to be $1ed: $unit"
    elif systemctl is-active --quiet "$unit"; then
      echo "$1: $unit"
      systemctl "$1" "$unit"
    fi
  done
}

list=$(files)
if [ -z "$list" ] && [ "$action" != prune ]; then
  echo "no file is for '$name'"
  exit 0
fi

case $action in
  check)
    differ=0
    while read -r mode source path _; do
      same "$here/$source" "$root$path" "$mode" && continue
      differ=1
      if [ -f "$root$path" ]; then
        echo "differs: $path"
        diff -u -- "$root$path" "$here/$source" || true
      else
        echo "missing: $path"
      fi
    done <<END
$list
END
    exit $differ
    ;;
  apply | restart)
    restarts=
    reloads=
    daemon=
    while read -r mode source path restart reload; do
      same "$here/$source" "$root$path" "$mode" && continue
      # Written beside and moved, so that nobody reads half a file.
      mkdir -p -- "$(dirname -- "$root$path")"
      install -m "$mode" -- "$here/$source" "$root$path.kubestrata-new"
      mv -- "$root$path.kubestrata-new" "$root$path"
      echo "written: $path"
      case $path in /etc/systemd/*) daemon=yes ;; esac
      [ "$restart" = - ] || restarts="$restarts$restart,"
      [ "$reload" = - ] || reloads="$reloads$reload,"
    done <<END
$list
END
    mkdir -p -- "$(dirname -- "$record")"
    touch -- "$record"
    echo "$list" | while read -r _ _ path _; do echo "$path"; done | sort -u - "$record" > "$record.new"
    mv -- "$record.new" "$record"
    [ -z "$daemon" ] || systemctl daemon-reload
    tell restart "$restarts"
    tell reload "$reloads"
    ;;
  prune)
    [ -f "$record" ] || exit 0
    echo "$list" | while read -r _ _ path _; do echo "$path"; done | sort > "$record.wanted"
    sort "$record" | comm -23 - "$record.wanted" | while read -r path; do
      rm -f -- "$root$path"
      echo "removed: $path"
    done
    mv -- "$record.wanted" "$record"
    ;;
  *)
    usage >&2
    exit 2
    ;;
esac
`;
}

function branch(name: string, files: readonly PlacedFile[]): string {
  const lines = files.map(
    ({ mode, source, path, restarts, reloads }) =>
      `${mode} ${source} ${path} ${restarts.join(',') || '-'} ${reloads.join(',') || '-'}`,
  );
  return `    ${name}) cat <<'FILES'\n${lines.join('\n')}\nFILES\n      ;;`;
}
