import type { Bucket } from '../../contracts/object-storage';
import type { RunbookStep } from '../../index';
import { settings, type SnapshotPlace } from './rclone';

/** Where snapshots are, for whoever needs one. */
export interface FetchOptions extends SnapshotPlace {
  /** Where the Secrets are. */
  readonly namespace: string;
}

/** What to keep, and how a snapshot comes back from the object store, when there is no API server to ask. */
export const fetchSteps = (options: FetchOptions): readonly RunbookStep[] => [
  keepCredentials(options),
  fetch(options),
];

function keepCredentials({ bucket, namespace, encryptionPassword }: FetchOptions): RunbookStep {
  const secrets = [bucket.secretName, encryptionPassword?.name].filter(
    (name) => name !== undefined,
  );
  return {
    runbook: 'install',
    stage: 'afterwards',
    title: 'Keep what leads to the snapshots of etcd',
    text: `Whoever needs them has no cluster to ask: keep what these Secrets hold in a safe.${encryptionPassword ? ' Without the password no snapshot can be read.' : ''}`,
    commands: secrets.map(
      (name) => `kubectl --namespace ${namespace} get secret ${name} --output yaml`,
    ),
  };
}

function fetch(options: FetchOptions): RunbookStep {
  const { bucket, prefix, encryptionPassword } = options;
  const place = encryptionPassword ? 'sealed:' : `store:${bucket.name}/${prefix}`;
  const file = encryptionPassword ? 'sealed:NAME' : `${place}/NAME`;
  return {
    runbook: 'recovery',
    stage: 'preparation',
    title: 'The data of etcd is lost or wrong: fetch a snapshot',
    text: [
      `Only then; the steps of etcd say what to do with \`restore.db\`. Snapshots are in the bucket \`${bucket.name}\`, below \`${prefix}\`; names are their times, in UTC. \`rclone\` asks for the credentials that were kept from the Secret \`${bucket.secretName}\`.`,
      ...(inCluster(bucket) ? [fromInside(bucket)] : []),
    ].join('\n\n'),
    commands: [
      ...settings(options).map(([name, value]) => `export ${name}='${value}'`),
      ...authority(bucket),
      'read -r RCLONE_CONFIG_STORE_ACCESS_KEY_ID',
      'read -r RCLONE_CONFIG_STORE_SECRET_ACCESS_KEY',
      'export RCLONE_CONFIG_STORE_ACCESS_KEY_ID RCLONE_CONFIG_STORE_SECRET_ACCESS_KEY',
      ...(encryptionPassword
        ? [
            'read -r password',
            'export RCLONE_CONFIG_SEALED_PASSWORD="$(printf %s "$password" | rclone obscure -)"',
          ]
        : []),
      `rclone lsl ${place}`,
      `(umask 077 && rclone copyto ${file} restore.db)`,
    ],
    verify: ['test -s restore.db'],
  };
}

const authority = ({ caCertificates }: Bucket): string[] =>
  caCertificates === undefined
    ? []
    : [
        "cat > ~/object-store-ca.crt <<'EOF'",
        caCertificates.trimEnd(),
        'EOF',
        'export RCLONE_CA_CERT=~/object-store-ca.crt',
      ];

/** Whether the address is one of a Service. */
const inCluster = ({ host }: Bucket): boolean => /\.svc(\.|$)/.test(host);

const fromInside = ({ host }: Bucket): string =>
  `**This object store runs in the cluster.** While its Pods run on without API servers, it is reached from a node: ask the cluster's DNS for \`${host}\` there, put the answer into \`/etc/hosts\`, and run the commands there. When it is gone as well, so are the snapshots: have the bucket copied elsewhere.`;
