import type { Host } from '../../index';
import { clientUrl } from './members';
import type { EtcdBackup, EtcdUpload } from './words';

/** Metric that the script writes for node exporter. */
export const BACKUP_METRIC = 'kubestrata_etcd_backup_success_timestamp_seconds';

/** Every six hours. */
export const BACKUP_SCHEDULE = '*-*-* 00/6:20:00';

/** Where snapshots are kept, unless told otherwise. */
export const BACKUP_DIRECTORY = '/var/backups/etcd';

/**
 * Shell lines that end the script where it is another member's turn: the first one, in order of
 * the definition, that answers has it.
 */
export const firstThatAnswers = (members: readonly Host[], force: string): string => `\
MEMBERS='${members.map(clientUrl).join(' ')}'
SELF=$(sed -n 's/^advertise-client-urls: *//p' /etc/etcd/etcd.conf.yml | tr -d "'\\"")
[ -n "$SELF" ] || die "/etc/etcd/etcd.conf.yml does not say advertise-client-urls"

ctl() { # ctl ENDPOINTS ARGUMENTS...
  ENDPOINTS=$1
  export ENDPOINTS
  shift
  /usr/local/sbin/kubestrata-etcdctl "$@"
}

if [ "\${1:-}" != ${force} ]; then
  for member in $MEMBERS; do
    [ "$member" != "$SELF" ] || break
    if ctl "$member" endpoint health >/dev/null 2>&1; then
      echo "$member does it"
      exit 0
    fi
  done
fi`;

/** `/usr/local/sbin/kubestrata-etcd-backup`. */
export function backupScript(members: readonly Host[], backup: EtcdBackup): string {
  const { keep = 28, directory = BACKUP_DIRECTORY, recipientsFile, upload } = backup;
  return `#!/bin/sh
# Takes a snapshot of etcd, verifies it and keeps the newest ${keep}. Run by kubestrata-etcd-backup.timer
# on every member; the first that answers does it. With --force this one does it.
set -eu

DIRECTORY='${directory}'
KEEP=${keep}

die() {
  echo "kubestrata-etcd-backup: $*" >&2
  exit 1
}

case \${1:-} in
  '' | --force) ;;
  *) die "unknown argument '$1'; the only one is --force" ;;
esac

${firstThatAnswers(members, '--force')}

umask 077
mkdir -p "$DIRECTORY"
work=$(mktemp -d "$DIRECTORY/.work-XXXXXX")
trap 'rm -rf "$work"' EXIT
name=etcd-$(date -u +%Y%m%dT%H%M%SZ).db
ctl "$SELF" --command-timeout=10m snapshot save "$work/$name"
/usr/local/bin/etcdutl snapshot status "$work/$name" --write-out=table
gzip "$work/$name"
name=$name.gz
${encryption(recipientsFile)}# What is in place is whole, and stays where a copy fails; old ones go once the new one is everywhere.
mv "$work/$name" "$DIRECTORY/$name"
${copy(upload)}find "$DIRECTORY" -maxdepth 1 -type f -name 'etcd-*.db.gz*' | sort -r | tail -n "+$((KEEP + 1))" |
  while read -r old; do rm -f -- "$old"; done
${metric(backup)}echo "took $DIRECTORY/$name"
`;
}

const encryption = (file: string | undefined): string =>
  file === undefined
    ? ''
    : `[ -s '${file}' ] || die "there is no ${file}; put age's public keys there, one a line"
age --encrypt --recipients-file '${file}' --output "$work/$name.age" "$work/$name"
name=$name.age
`;

function copy(upload: EtcdUpload | undefined): string {
  if (upload === undefined) return '';
  if ('command' in upload) return `'${upload.command}' "$DIRECTORY/$name"\n`;
  return `rclone --config '${upload.configFile}' copyto "$DIRECTORY/$name" '${upload.rclone.replace(/\/$/, '')}/'"$name"\n`;
}

const metric = ({ textfileDirectory: folder }: EtcdBackup): string =>
  folder === undefined
    ? ''
    : `printf '# TYPE ${BACKUP_METRIC} gauge\\n${BACKUP_METRIC} %s\\n' "$(date +%s)" >"$work/metric"
chmod 0644 "$work/metric"
cp -p "$work/metric" '${folder}/.kubestrata-etcd-backup'
mv '${folder}/.kubestrata-etcd-backup' '${folder}/kubestrata-etcd-backup.prom'
`;
