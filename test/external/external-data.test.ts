import { Construct } from 'constructs';
import { Registry } from '../../lib';
import { Caches } from '../../lib/contracts/caches';
import { Databases } from '../../lib/contracts/databases';
import { Secrets } from '../../lib/contracts/secrets';
import { ExternalCaches, ExternalDatabases } from '../../lib/external';
import { freeRoot, Sample } from '../harness/sample';
import { secretSource } from '../harness/services';

const host = 'postgres.example.com';
const request = { name: 'shop-db', namespace: 'app', owner: 'shop' };

test('a database has the coordinates of the server, and its account in a Secret by convention', () => {
  const root = freeRoot();
  const databases = new ExternalDatabases(root, 'postgres', { host });
  expect(Databases.find(root)?.postgres(new Sample(root, 'app'), request)).toStrictEqual({
    host,
    port: 5432,
    database: 'shop',
    user: 'shop',
    userSecret: { name: 'shop-db-app', key: 'username' },
    passwordSecret: { name: 'shop-db-app', key: 'password' },
    uriSecret: undefined,
    caSecret: undefined,
    sslMode: 'require',
    destination: { host, port: 5432 },
  });
  expect(databases.requests).toStrictEqual([request]);
});

test('one database may be elsewhere, under another name', () => {
  const root = freeRoot();
  const other = { host: 'other.data.svc', port: 6432, database: 'shop_prod', user: 'shop_rw' };
  const databases = new ExternalDatabases(root, 'pg', { host, databases: { 'shop-db': other } });
  const database = databases.postgres(new Sample(root, 'app'), request);
  expect(database).toMatchObject({
    ...other,
    destination: { namespace: 'data', ports: [6432] },
  });
});

test('fetches account and authority, and then verifies the server', () => {
  const root = freeRoot();
  const source = secretSource();
  Secrets.provide(new Construct(root, 'secrets'), source);
  const databases = new ExternalDatabases(root, 'pg', {
    host,
    credentials: { path: 'postgres/{name}' },
    authority: { path: 'pki/postgres', properties: { 'ca.crt': 'bundle' } },
  });
  const database = databases.postgres(new Sample(root, 'app'), request);
  expect(source.asked.map(({ name }) => name)).toStrictEqual(['shop-db-app', 'shop-db-ca']);
  expect(source.asked[1]).toMatchObject({
    data: { 'ca.crt': { path: 'pki/postgres', property: 'bundle' } },
  });
  expect([database.sslMode, database.caSecret]).toStrictEqual([
    'verify-full',
    { name: 'shop-db-ca', key: 'ca.crt' },
  ]);
});

test.each([
  ['an address', { host: 'https://pg.example.com' }, "host 'https://pg.example.com' is no host"],
  ['a port in the host', { host: 'pg.example.com:5432' }, "host 'pg.example.com:5432' is no host"],
  ['a port that is none', { host, port: 70000 }, "port '70000' is no port; take 1 to 65535"],
  [
    'a port of one database that is none',
    { host, databases: { a: { port: 0 } } },
    "port '0' is no port",
  ],
  [
    'nothing to verify by',
    { host, sslMode: 'verify-ca' as const },
    "'verify-ca' needs the authority",
  ],
])('fails for %s', (_, props, message) => {
  expect(() => new ExternalDatabases(freeRoot(), 'pg', props)).toThrow(message);
});

test('warns of a choice for a database that nobody asks for, and fails for a shared one', () => {
  const root = freeRoot();
  const asker = new Sample(root, 'app');
  const databases = new ExternalDatabases(root, 'pg', {
    host,
    databases: { 'shop-bd': { host: 'shop.example.com' } },
  });
  databases.postgres(asker, request);
  expect(Registry.of(root).warnings.flatMap(({ text }) => text() ?? [])).toStrictEqual([
    "`databases` names 'shop-bd', which nobody asks for; asked for are 'shop-db'",
  ]);
  expect(() => databases.postgres(asker, { ...request, name: 'copy' })).toThrow(
    "[app] databases 'app/shop-db' and 'app/copy' would share 'postgres.example.com:5432/shop' and overwrite each other; give one of them its own with `databases`",
  );
});

test.each([['10.0.0.7'], ['2001:db8::7'], ['[2001:db8::7]'], ['db']])(
  'takes host %s',
  (address) => {
    expect(() => new ExternalDatabases(freeRoot(), 'pg', { host: address })).not.toThrow();
  },
);

test('a cache has the coordinates of the server, and its password in a Secret by convention', () => {
  const root = freeRoot();
  new ExternalCaches(root, 'redis', { host: 'cache.example.com', secure: false });
  const cache = Caches.find(root)?.cache(new Sample(root, 'app'), { name: 'c', namespace: 'app' });
  expect(cache).toStrictEqual({
    host: 'cache.example.com',
    port: 6379,
    passwordSecret: { name: 'c-auth', key: 'password' },
    secure: false,
    destination: { host: 'cache.example.com', port: 6379 },
  });
});

test('fails where two caches would share one place, unless one has its own', () => {
  const root = freeRoot();
  const asker = new Sample(root, 'app');
  const own = { b: { host: 'b.example.com', port: 6380 } };
  const caches = new ExternalCaches(root, 'redis', { host: 'cache.example.com', caches: own });
  caches.cache(asker, { name: 'a', namespace: 'app' });
  expect(caches.cache(asker, { name: 'b', namespace: 'app' }).port).toBe(6380);
  expect(() => caches.cache(asker, { name: 'c', namespace: 'app' })).toThrow(
    "[app] caches 'app/a' and 'app/c' would share 'cache.example.com:6379' and overwrite each other; give one of them its own place with `caches`",
  );
});
