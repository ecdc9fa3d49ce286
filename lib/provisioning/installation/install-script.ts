import type { PlacedFile } from './placed-files';
import { PLACED_LIST, PLACED_LIST_FUNCTIONS } from './placed-list';

/** The script that puts the files of one machine in place, run on that machine. */
export function installScript(machines: readonly (readonly [string, readonly PlacedFile[]])[]) {
  return `#!/bin/sh
# Puts the files of this machine in place, and removes what an earlier run placed and nobody wants any more.
set -eu
# Folders that are made on the way are for everybody to read, whatever the login says.
umask 022
LC_ALL=C
export LC_ALL

usage() {
  cat <<'END'
usage: install.sh [-n NAME] check | apply | restart
  check    changes nothing; says what differs and what would be removed, and fails if anything does
  apply    puts the files in place, removes those of an earlier run that are not among them and
           that nobody changed, and says which units have to read what changed
  restart  applies, and restarts or reloads those of the units that run
  -n NAME  the machine; without it the one with this host name

What was placed stands in ${PLACED_LIST}. Units that are removed are stopped first.
ansible/files.yml runs this too, as \`stale\` (what would be removed) and \`placed\` (the files are
in place already: removes the others).
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
record=$root${PLACED_LIST}
restarts=
reloads=
daemon=

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

later() { # later UNITS-TO-RESTART UNITS-TO-RELOAD
  [ "$1" = - ] || restarts="$restarts$1,"
  [ "$2" = - ] || reloads="$reloads$2,"
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
${PLACED_LIST_FUNCTIONS}
look() {
  differ=0
  while read -r mode source path _; do
    [ -n "$path" ] || continue
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
  said=$(drop look)
  [ -z "$said" ] || { differ=1; echo "$said"; }
  return $differ
}

place() {
  while read -r mode source path restart reload; do
    [ -n "$path" ] || continue
    same "$here/$source" "$root$path" "$mode" && continue
    # Written beside and moved, so that nobody reads half a file.
    mkdir -p -- "$(dirname -- "$root$path")"
    install -m "$mode" -- "$here/$source" "$root$path.kubestrata-new"
    mv -- "$root$path.kubestrata-new" "$root$path"
    echo "written: $path"
    case $path in /etc/systemd/*) daemon=yes ;; esac
    later "$restart" "$reload"
  done <<END
$list
END
}

case $action in
  check | apply | restart | stale | placed) ;;
  *)
    usage >&2
    exit 2
    ;;
esac
list=$(files)
own_list
if [ -z "$list" ] && [ ! -e "$record" ]; then
  echo "no file is for '$name'"
  exit 0
fi
case $action in
  check) look ;;
  stale) drop look ;;
  *)
    [ "$action" = placed ] || place
    drop remove
    remember
    [ -z "$daemon" ] || systemctl daemon-reload
    tell restart "$restarts"
    tell reload "$reloads"
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
