import { CloudNativePg, type ClusterOptions } from '../../lib/data/cloudnative-pg';
import { freeRoot } from '../harness/sample';

const request: ClusterOptions = { name: 'shop-db', namespace: 'shop', owner: 'shop' };

test.each<[string, Partial<ClusterOptions>, string]>([
  ['a name that starts with a digit', { name: '1db' }, "'1db' is no name of a database cluster"],
  [
    'an owner of its own',
    { owner: 'postgres' },
    "the owner 'postgres' of database 'shop-db' cannot be",
  ],
  [
    'a database of its own',
    { database: 'template1' },
    "the name 'template1' for database 'shop-db' cannot be",
  ],
  ['a size that is none', { size: '10 GB' }, "'10 GB' of database 'shop-db' is no quantity"],
  ['no size', { size: '0Gi' }, "'0Gi' of database 'shop-db' is no quantity"],
  [
    'an amount of CPU that is none',
    { resources: { cpu: 'two', memory: '1Gi' } },
    "'two' of database 'shop-db' is no amount of CPU",
  ],
  [
    'an extension twice',
    { extensions: ['vector', 'vector'] },
    "extension 'vector' of database 'shop-db' is there twice",
  ],
  ['no instance', { instances: 0 }, "database 'shop-db' has '0' instances"],
  [
    'a setting of the operator',
    { parameters: { ssl_ca_file: 'x' } },
    "parameter 'ssl_ca_file' is the operator's own",
  ],
  [
    'five fields of cron',
    { backups: { schedule: '0 2 * * *' } },
    "schedule '0 2 * * *' does not have the six fields",
  ],
  [
    'a bucket too long',
    { name: 'd'.repeat(50), namespace: 'n'.repeat(20) },
    'is no name of a bucket',
  ],
  [
    'an archive that is in use',
    { bootstrap: { recovery: { from: 'old', archiveAs: 'old' } } },
    "database 'shop-db' would archive as 'old', where older backups are or were",
  ],
  [
    'a moment without time zone',
    { bootstrap: { recovery: { from: 'old', archiveAs: 'new', targetTime: '2026-03-01 08:30' } } },
    "the moment '2026-03-01 08:30' of database 'shop-db'",
  ],
  [
    'a server without credentials',
    { bootstrap: { copy: { host: 'pg.example.com', user: 'a' } } },
    "database 'shop-db' has no credentials for 'pg.example.com'",
  ],
])('fails for %s', (_, over, message) => {
  const databases = new CloudNativePg(freeRoot(), 'databases');
  expect(() => databases.addCluster({ ...request, ...over })).toThrow(message);
});

test('fails for a second database of one name', () => {
  const databases = new CloudNativePg(freeRoot(), 'databases');
  databases.addCluster(request);
  expect(() => databases.addCluster(request)).toThrow("there is already a database 'shop/shop-db'");
});

test('fails for no instance of any database', () => {
  expect(() => new CloudNativePg(freeRoot(), 'databases', { instances: 0 })).toThrow(
    "each database has '0' instances; take 1 or more",
  );
});
