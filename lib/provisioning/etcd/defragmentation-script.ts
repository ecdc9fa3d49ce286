import type { Host } from '../../index';
import { firstThatAnswers } from './backup-script';
import type { EtcdDefragmentation } from './words';

/** Once a week, when little happens. */
export const DEFRAGMENTATION_SCHEDULE = 'Sun *-*-* 03:10:00';

/** `/usr/local/sbin/kubestrata-etcd-defragment`. */
export function defragmentationScript(
  members: readonly Host[],
  { freePercent = 40, minimumMebibytes = 512 }: EtcdDefragmentation,
): string {
  return `#!/bin/sh
# Defragments members whose file has much free space: one after another, the leader last, and only
# while all are healthy. Run by kubestrata-etcd-defragment.timer on every member; the first that
# answers does it for all. With --all it does so here and now, whatever the free space.
set -eu

FREE_PERCENT=${freePercent}
MINIMUM_BYTES=${minimumMebibytes * 2 ** 20}

die() {
  echo "kubestrata-etcd-defragment: $*" >&2
  exit 1
}

case \${1:-} in
  '' | --all) ;;
  *) die "unknown argument '$1'; the only one is --all" ;;
esac

${firstThatAnswers(members, '--all')}

ALL=$(echo "$MEMBERS" | tr ' ' ',')

# field STATUS NAME: a number of \`endpoint status --write-out=fields\`.
field() {
  printf '%s\\n' "$1" | sed -n "s/^\\"$2\\" : //p" | head -n 1
}

wait_for_all() {
  tries=0
  until ctl "$ALL" endpoint health >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -lt 30 ] || die "not all members are healthy; see: kubestrata-etcdctl endpoint health"
    sleep 2
  done
}

defragment() {
  member=$1
  status=$(ctl "$member" endpoint status --write-out=fields)
  size=$(field "$status" DBSize) used=$(field "$status" DBSizeInUse)
  free=$(((size - used) * 100 / size))
  if [ "$2" != --all ] && { [ "$size" -lt "$MINIMUM_BYTES" ] || [ "$free" -lt "$FREE_PERCENT" ]; }; then
    echo "$member: $size bytes, $free % free: left alone"
    return 0
  fi
  wait_for_all
  # The member answers nobody meanwhile.
  ctl "$member" --command-timeout=10m defrag
  wait_for_all
  status=$(ctl "$member" endpoint status --write-out=fields)
  echo "$member: $size bytes before, $(field "$status" DBSize) after"
}

wait_for_all
leader=''
for member in $MEMBERS; do
  status=$(ctl "$member" endpoint status --write-out=fields)
  if [ "$(field "$status" MemberID)" = "$(field "$status" Leader)" ]; then
    leader=$member
  else
    defragment "$member" "\${1:-}"
  fi
done
[ -n "$leader" ] || die 'the leader has changed meanwhile; the next run goes on'
defragment "$leader" "\${1:-}"
`;
}
