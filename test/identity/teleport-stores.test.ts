import { Testing } from 'cdk8s';
import { Platform, Registry, type PlatformProps } from '../../lib';
import { Backups } from '../../lib/contracts/backups';
import { Certificates, type CertificateRequest } from '../../lib/contracts/certificates';
import { Databases } from '../../lib/contracts/databases';
import { ObjectStorage } from '../../lib/contracts/object-storage';
import { Teleport, type TeleportProps } from '../../lib/identity/teleport';
import { backupKeeper, databaseServer, objectStore } from '../harness/services';

function setUp(props: TeleportProps = {}, platformProps: PlatformProps = {}) {
  const platform = new Platform(Testing.chart(), 'prod', {
    domain: 'example.com',
    ...platformProps,
  });
  const asked: CertificateRequest[] = [];
  const issuer = { request: (_: unknown, request: CertificateRequest) => void asked.push(request) };
  const teleport = new Teleport(platform, 'teleport', {
    ...props,
    wiring: [Certificates.with(issuer), ...(props.wiring ?? [])],
  });
  return { platform, teleport, certificates: asked };
}

/** `teleport.storage` of the auth service. */
function storageOf(teleport: Teleport): unknown {
  const { teleportConfig } = teleport.release.values['auth'] as {
    teleportConfig: { teleport: { storage: unknown } };
  };
  return teleportConfig.teleport.storage;
}

const auth = (teleport: Teleport) =>
  teleport.release.values['auth'] as Readonly<Record<string, unknown>>;

/** Egress of the auth service that a name stands for. */
const policy = (platform: Platform, name: string): unknown =>
  Registry.of(platform).objects.find(
    (o) => o.kind.kind === 'NetworkPolicy' && o.name === name && o.namespace === 'teleport',
  )?.manifest['spec'];

const withDatabases = () => {
  const [databases, objects] = [databaseServer(), objectStore()];
  const props: TeleportProps = {
    state: 'database',
    wiring: [Databases.with(databases), ObjectStorage.with(objects)],
  };
  return { databases, objects, props };
};

test('keeps state and events on a volume, and writes events to its output', () => {
  const { teleport } = setUp();
  expect(storageOf(teleport)).toStrictEqual({
    audit_events_uri: ['file:///var/lib/teleport/log', 'stdout://'],
  });
  expect(teleport.release.values['persistence']).toStrictEqual({
    enabled: true,
    volumeSize: '20Gi',
  });
});

test('keeps everything in databases and the object store, with two auth services', () => {
  const { props } = withDatabases();
  const { teleport } = setUp({ ...props, eventRetention: '720h' });
  const query = 'sslmode=require&sslrootcert=/etc/teleport-postgres-ca';
  const passwords = 'passfile=/etc/teleport-postgres/pgpass';
  expect(storageOf(teleport)).toStrictEqual({
    type: 'postgresql',
    conn_string: `postgresql://teleport@teleport-db-rw.teleport.svc:5432/teleport_backend?${query}/state/ca.crt&${passwords}&pool_max_conns=20`,
    audit_events_uri: [
      `postgresql://teleport@teleport-events-rw.teleport.svc:5432/teleport_audit?${query}/events/ca.crt&${passwords}#retention_period=720h`,
      'stdout://',
    ],
    audit_sessions_uri:
      's3://teleport-recordings/recordings?region=us-east-1&endpoint=objects.storage.svc&insecure=true&disablesse=true',
  });
  expect(teleport.release.values).toMatchObject({
    highAvailability: { replicaCount: 2, podDisruptionBudget: { enabled: true } },
    persistence: { enabled: false },
  });
});

test('asks for a database whose changes can be read as a stream', () => {
  const { props, databases } = withDatabases();
  setUp(props);
  expect(databases.asked).toStrictEqual([
    {
      name: 'teleport-db',
      namespace: 'teleport',
      database: 'teleport_backend',
      owner: 'teleport',
      parameters: { wal_level: 'logical', max_replication_slots: '32' },
    },
    {
      name: 'teleport-events',
      namespace: 'teleport',
      database: 'teleport_audit',
      owner: 'teleport',
      size: '20Gi',
    },
  ]);
});

test('says what no request for a database can ask for', () => {
  const { platform } = setUp(withDatabases().props);
  const said = Registry.of(platform).warnings.map(({ text }) => text() ?? '');
  expect(said.filter((text) => text.includes('wal2json'))).toHaveLength(1);
});

test('takes a database that was made elsewhere', () => {
  const server = databaseServer();
  const platform = new Platform(Testing.chart(), 'elsewhere');
  const database = server.postgres(platform, { name: 'pg', namespace: 'data', owner: 'tp' });
  const { teleport } = setUp({ events: { ...database, caSecret: undefined } });
  expect(storageOf(teleport)).toStrictEqual({
    audit_events_uri: [
      'postgresql://tp@pg-rw.data.svc:5432/tp?sslmode=require&passfile=/etc/teleport-postgres/pgpass#retention_period=8766h',
      'stdout://',
    ],
  });
});

test('writes the passwords of both databases into one file in memory', () => {
  const { teleport } = setUp(withDatabases().props);
  const { initContainers, extraVolumes } = auth(teleport);
  expect(initContainers).toMatchObject([
    {
      name: 'database-passwords',
      image: 'public.ecr.aws/gravitational/teleport-distroless-debug:18.3.0',
      env: [
        {
          name: 'STATE_PASSWORD',
          valueFrom: { secretKeyRef: { name: 'teleport-db-app', key: 'password' } },
        },
        {
          name: 'EVENTS_PASSWORD',
          valueFrom: { secretKeyRef: { name: 'teleport-events-app', key: 'password' } },
        },
      ],
    },
  ]);
  expect(extraVolumes).toContainEqual({
    name: 'postgres',
    emptyDir: { medium: 'Memory', sizeLimit: '1Mi' },
  });
});

test('takes the keys of the bucket from its Secret, and checksums that other stores know', () => {
  const { teleport } = setUp({ wiring: [ObjectStorage.with(objectStore())] });
  expect(auth(teleport)['extraEnv']).toStrictEqual([
    {
      name: 'AWS_ACCESS_KEY_ID',
      valueFrom: { secretKeyRef: { name: 'teleport-recordings', key: 'AWS_ACCESS_KEY_ID' } },
    },
    {
      name: 'AWS_SECRET_ACCESS_KEY',
      valueFrom: { secretKeyRef: { name: 'teleport-recordings', key: 'AWS_SECRET_ACCESS_KEY' } },
    },
    { name: 'AWS_REQUEST_CHECKSUM_CALCULATION', value: 'WHEN_REQUIRED' },
    { name: 'AWS_RESPONSE_CHECKSUM_VALIDATION', value: 'WHEN_REQUIRED' },
  ]);
});

test('lets the auth service alone reach the object store', () => {
  const { platform } = setUp({ wiring: [ObjectStorage.with(objectStore())] });
  expect(policy(platform, 'teleport-to-recordings')).toMatchObject({
    podSelector: { matchLabels: { 'app.kubernetes.io/component': 'auth' } },
    policyTypes: ['Egress'],
    egress: [{ ports: [{ port: 8080, protocol: 'TCP' }] }],
  });
});

test('has its volume backed up, and databases by themselves', () => {
  const [keeper, other] = [backupKeeper(), backupKeeper()];
  setUp({ wiring: [Backups.with(keeper)] });
  const { props } = withDatabases();
  setUp({ ...props, wiring: [...(props.wiring ?? []), Backups.with(other)] });
  expect([keeper, other].map(({ asked }) => asked[0]?.method)).toStrictEqual([
    'volumes',
    { own: 'state and audit log are in PostgreSQL, recordings in the object store' },
  ]);
});

test('fails for copies of the auth service that share a volume', () => {
  const { teleport } = setUp({ authReplicas: 2 });
  expect(teleport.node.validate()).toStrictEqual([
    "has '2' copies of its auth service and keeps its state, events, recordings on a volume, which one opens at a time; use databases and an object store, or set `authReplicas` to 1",
  ]);
});

test('fails for state and events in one database', () => {
  const database = databaseServer().postgres(new Platform(Testing.chart(), 'x'), {
    name: 'pg',
    namespace: 'data',
  });
  const wiring = [ObjectStorage.with(objectStore())];
  const { teleport } = setUp({ state: database, events: database, wiring });
  expect(teleport.node.validate()).toStrictEqual([
    "has its state and its audit log in one database 'pg-rw.data.svc:5432/app'; give each its own",
  ]);
});

test('fails with state in a database and no store for recordings', () => {
  const { teleport } = setUp({ state: 'database', wiring: [Databases.with(databaseServer())] });
  expect(teleport.node.validate()).toStrictEqual([
    'needs an object store to keep recordings of sessions, and nothing in this platform provides one; add a component that does, or pass `wiring`',
  ]);
});
