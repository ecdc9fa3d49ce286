import type { Database } from '../../contracts/databases';
import type { Bucket } from '../../contracts/object-storage';
import type { SecretRef, Value, Values } from '../../index';

/** Where Teleport keeps what; what is `undefined` is on the volume. */
export interface Stores {
  readonly state: Database | undefined;
  readonly events: Database | undefined;
  readonly recordings: Bucket | undefined;
  /** How long events stay in the database, as a duration of Go. */
  readonly retention: string;
}

/** Folder with the passwords of databases, which a file holds in PostgreSQL's own form. */
const PASSWORDS = '/etc/teleport-postgres';
/** Folder with the authorities that signed the databases' certificates. */
const AUTHORITIES = '/etc/teleport-postgres-ca';
/** It has a shell, which the image of Teleport has not. */
export const SHELL_IMAGE = 'public.ecr.aws/gravitational/teleport-distroless-debug:18.3.0';

interface Used {
  readonly name: 'state' | 'events';
  readonly database: Database;
}

const databasesOf = ({ state, events }: Stores): Used[] => [
  ...(state ? [{ name: 'state', database: state } as const] : []),
  ...(events ? [{ name: 'events', database: events } as const] : []),
];

/** Whether something is left for the volume. */
export const needsVolume = ({ state, events, recordings }: Stores): boolean =>
  !state || !events || !recordings;

/** `teleport.storage` of the auth service. Events also go to the output, where log pipelines find them. */
export function storageConfig({ state, events, recordings, retention }: Stores): Values {
  const retained = `#retention_period=${retention}`;
  return {
    ...(state && {
      type: 'postgresql',
      conn_string: `${address('state', state)}&pool_max_conns=20`,
    }),
    // The first is what people search in.
    audit_events_uri: [
      events ? `${address('events', events)}${retained}` : 'file:///var/lib/teleport/log',
      'stdout://',
    ],
    ...(recordings && { audit_sessions_uri: recordingsUri(recordings) }),
  };
}

/** Address of a database without its password. */
function address(name: Used['name'], database: Database): string {
  const { host, port, user, sslMode, caSecret } = database;
  const query = [
    `sslmode=${sslMode}`,
    ...(caSecret && sslMode !== 'disable' ? [`sslrootcert=${AUTHORITIES}/${name}/ca.crt`] : []),
    `passfile=${PASSWORDS}/pgpass`,
  ];
  const path = encodeURIComponent(database.database);
  return `postgresql://${encodeURIComponent(user)}@${host}:${port}/${path}?${query.join('&')}`;
}

/** Address of the recordings; an endpoint without scheme is http where it is `insecure`. */
function recordingsUri({ name, host, port, region, secure, pathStyle }: Bucket): string {
  // The port is part of what is signed, and clients leave out the usual one.
  const place = port === (secure ? 443 : 80) ? host : `${host}:${port}`;
  const query = [
    `region=${region}`,
    `endpoint=${place}`,
    ...(secure ? [] : ['insecure=true']),
    // Only Amazon's own store has the key that Teleport would ask for.
    'disablesse=true',
    ...(pathStyle ? [] : ['use_s3_virtual_style_addressing=true']),
  ];
  return `s3://${name}/recordings?${query.join('&')}`;
}

/** Environment, volumes and start of the auth service's Pods that the stores need. */
export function storagePod(stores: Stores, image: string, securityContext: Values) {
  const databases = databasesOf(stores);
  const { recordings } = stores;
  return {
    environment: recordings ? bucketVariables(recordings) : [],
    volumes: [
      ...(databases.length > 0 ? [memory('postgres')] : []),
      ...databases.flatMap(({ name, database: { caSecret } }) =>
        caSecret ? [authority(name, caSecret)] : [],
      ),
    ],
    mounts: [
      ...(databases.length > 0 ? [{ name: 'postgres', mountPath: PASSWORDS }] : []),
      ...databases.flatMap(({ name, database }) =>
        database.caSecret
          ? [{ name: `${name}-ca`, mountPath: `${AUTHORITIES}/${name}`, readOnly: true }]
          : [],
      ),
    ],
    initContainers: databases.length > 0 ? [passwordFile(databases, image, securityContext)] : [],
  };
}

function bucketVariables({ accessKey, secretKey }: Bucket): Values[] {
  return [
    fromSecret('AWS_ACCESS_KEY_ID', accessKey),
    fromSecret('AWS_SECRET_ACCESS_KEY', secretKey),
    // Stores other than Amazon's do not know the newer checksums.
    { name: 'AWS_REQUEST_CHECKSUM_CALCULATION', value: 'WHEN_REQUIRED' },
    { name: 'AWS_RESPONSE_CHECKSUM_VALIDATION', value: 'WHEN_REQUIRED' },
  ];
}

/**
 * Writes the passwords into a file in memory: Teleport's configuration takes no variables, and one
 * variable of PostgreSQL cannot hold the passwords of two databases.
 */
function passwordFile(databases: readonly Used[], image: string, securityContext: Values): Values {
  const lines = databases.map(({ name, database: { host, port, user, database } }) => {
    const place = [host, port, database, user].map(escaped).join(':');
    const password = `"$(printf %s "$${variable(name)}" | sed 's/[\\\\:]/\\\\&/g')"`;
    return `printf '%s:%s\\n' '${place}' ${password}`;
  });
  return {
    name: 'database-passwords',
    image,
    command: ['/busybox/sh', '-ec'],
    args: [`umask 077\n{\n${lines.join('\n')}\n} > ${PASSWORDS}/pgpass\n`],
    env: databases.map(({ name, database }) => fromSecret(variable(name), database.passwordSecret)),
    resources: {
      requests: { cpu: '10m', memory: '16Mi' },
      limits: { memory: '32Mi' },
    },
    securityContext,
  };
}

const variable = (name: Used['name']): string => `${name.toUpperCase()}_PASSWORD`;

/** In the file a colon and a backslash have a backslash before them. */
const escaped = (text: string | number): string => String(text).replace(/[\\:]/g, '\\$&');

const memory = (name: string): Values => ({
  name,
  emptyDir: { medium: 'Memory', sizeLimit: '1Mi' },
});

const authority = (name: Used['name'], { name: secretName, key }: SecretRef): Values => ({
  name: `${name}-ca`,
  secret: { secretName, items: [{ key, path: 'ca.crt' }] },
});

/** A variable of a container whose value is in a Secret. */
export const fromSecret = (name: string, ref: SecretRef): { readonly [key: string]: Value } => ({
  name,
  valueFrom: { secretKeyRef: { name: ref.name, key: ref.key } },
});
