/** Where a machine remembers what was placed on it. */
export const PLACED_LIST = '/var/lib/kubestrata/files';

/**
 * Shell that keeps the list of what was placed, and removes what is on it and wanted no more. It
 * reads `list` (what is wanted), `root`, `name` and `record`, and adds to `restarts` and `reloads`.
 */
export const PLACED_LIST_FUNCTIONS = String.raw`
# The list is of one machine: with the files of another, all of its own would be removed.
own_list() {
  [ -e "$record" ] || return 0
  if [ ! -r "$record" ]; then
    echo "install.sh: $record is for root to read; run this as root" >&2
    return 2
  fi
  whose=$(sed -n 's/^# Machine: //p' "$record")
  if [ -z "$whose" ] || [ "$whose" = "$name" ]; then return; fi
  echo "install.sh: this machine was set up as '$whose', not as '$name'; if it has a new name, delete $record (what was placed then stays)" >&2
  return 2
}

sum() {
  sha256sum <"$1" | cut -d ' ' -f 1
}

# What was placed and is not among the files, as: sum, path, units to restart, units to reload.
# Lines that nobody here can have written are passed over.
stale() {
  [ -f "$record" ] || return 0
  printf '%s\n' "$list" | awk '
    NR == FNR { wanted[$3] = 1; next }
    NF == 4 && $1 ~ /^[0-9a-f]+$/ && length($1) == 64 &&
      $2 ~ /^(\/[A-Za-z0-9@._+:-]+)+$/ && $2 !~ /\/\.\.?(\/|$)/ &&
      $3 ~ /^[A-Za-z0-9:_.@,-]+$/ && $4 ~ /^[A-Za-z0-9:_.@,-]+$/ && !($2 in wanted)' - "$record"
}

# Whether a file is still what was placed: as SUM PATH.
untouched() {
  [ -f "$root$2" ] && [ ! -L "$root$2" ] && [ "$(sum "$root$2")" = "$1" ]
}

# The unit that a path is the file of, if any.
unit_of() {
  case $1 in
    /etc/systemd/system/*/*) ;;
    /etc/systemd/system/*.*) echo "${'${1##*/}'}" ;;
  esac
}

# Whether a kubelet or one of its static Pods still goes by a file: that ends with a step of a runbook.
in_use() {
  case $1 in /etc/kubernetes/manifests/*) return 0 ;; esac
  grep -qsF -- "$1" "$root"/etc/kubernetes/manifests/*.yaml
}

# The program that runs and would lose its unit, if any: what is left is then left for its sake.
needed() {
  while read -r _ path _; do
    unit=$(unit_of "$path")
    case $unit in '' | kubestrata-*) continue ;; esac
    if [ -e "$root$path" ] && systemctl is-active --quiet "$unit"; then
      echo "$unit"
      return
    fi
  done <<END
$1
END
}

# One unit after another, what starts others first; says those that do not stop.
stop_units() {
  { echo "$1" | grep -v '[.]service$' || true; echo "$1" | grep '[.]service$' || true; } |
    while read -r unit; do
      [ -z "$unit" ] && continue
      systemctl disable --now --quiet "$unit" </dev/null || echo "$unit"
    done
}

# drop look | remove: what is stale. What stays on the list comes to be in 'kept'.
drop() {
  kept=
  gone=
  units=
  lines=$(stale)
  unit=$(needed "$lines")
  if [ -n "$unit" ]; then
    kept=$lines
    echo "left, as $unit runs, which is no longer in the definition:"
    echo "$lines" | while read -r _ path _; do echo "  $path"; done
    echo "  (stop it when nothing needs it: systemctl disable --now $unit)"
    return
  fi
  while read -r sum path restart reload; do
    if [ -z "$path" ] || { [ ! -e "$root$path" ] && [ ! -L "$root$path" ]; }; then
      continue
    elif in_use "$path"; then
      kept="$kept$sum $path $restart $reload
"
      echo "left, as a static Pod goes by it: $path"
    elif untouched "$sum" "$path"; then
      gone="$gone$sum $path $restart $reload
"
      units="$units$(unit_of "$path")
"
    else
      kept="$kept$sum $path $restart $reload
"
      echo "left, as it was changed by hand: $path (delete it, or its line in $record)"
    fi
  done <<END
$lines
END
  stuck=
  if [ "$1" = remove ]; then stuck=$(stop_units "$units"); fi
  while read -r sum path restart reload; do
    [ -n "$path" ] || continue
    unit=$(unit_of "$path")
    if [ "$1" = look ]; then
      echo "to be removed: $path"
      continue
    elif [ -n "$unit" ] && echo "$stuck" | grep -qxF -- "$unit"; then
      kept="$kept$sum $path $restart $reload
"
      echo "left, as $unit does not stop: $path"
      continue
    fi
    rm -f -- "$root$path"
    echo "removed: $path"
    folder=${'${path%/*}'}
    if [ -z "$(ls -A -- "$root$folder")" ]; then echo "empty now: $folder"; fi
    case $path in /etc/systemd/*) daemon=yes ;; esac
    later "$restart" "$reload"
  done <<END
$gone
END
}

# remember: what is in place now, with what is kept, is the list.
remember() {
  mkdir -p -- "$(dirname -- "$record")"
  (
    umask 077
    {
      echo '# What kubestrata placed here: checksum, file, units to restart with it, units to reload.'
      echo "# Machine: $name"
      {
        echo "$kept"
        echo "$list" | while read -r _ _ path restart reload; do
          [ -f "$root$path" ] || continue
          echo "$(sum "$root$path") $path $restart $reload"
        done
      } | sed '/^$/d' | sort -u -k 2,2
    } >"$record.new"
  )
  if cmp -s -- "$record.new" "$record"; then rm -- "$record.new"; else mv -- "$record.new" "$record"; fi
}
`;
