import { Construct } from 'constructs';
import { Registry } from '../../lib';
import { ObjectStorage } from '../../lib/contracts/object-storage';
import { Secrets } from '../../lib/contracts/secrets';
import { ExternalObjectStore, type ExternalObjectStoreProps } from '../../lib/external';
import { freeRoot, Sample } from '../harness/sample';
import { secretSource } from '../harness/services';

const endpoint = 'https://s3.example.com:9000/';

const storeOf = (props: Partial<ExternalObjectStoreProps> = {}) => {
  const root = freeRoot();
  const store = new ExternalObjectStore(root, 's3', { endpoint, ...props });
  return { root, store, asker: new Sample(root, 'app') };
};

test('a bucket has the coordinates of the store and a Secret of its own name', () => {
  const { root, store, asker } = storeOf({ region: 'eu-1', bucketPrefix: 'prod-' });
  expect(ObjectStorage.find(root)).toBe(store);
  expect(store.bucket(asker, { name: 'images', namespace: 'app' })).toStrictEqual({
    name: 'prod-images',
    endpoint: 'https://s3.example.com:9000',
    host: 's3.example.com',
    port: 9000,
    secure: true,
    region: 'eu-1',
    pathStyle: true,
    secretName: 'images',
    accessKey: { name: 'images', key: 'AWS_ACCESS_KEY_ID' },
    secretKey: { name: 'images', key: 'AWS_SECRET_ACCESS_KEY' },
    destination: { host: 's3.example.com', port: 9000 },
  });
});

test('lists the buckets to be made', () => {
  const { store, asker } = storeOf();
  store.bucket(asker, { name: 'images', namespace: 'app' });
  expect(store.buckets.map((b) => b.name)).toStrictEqual(['images']);
});

test('a store within the cluster is reached in its namespace', () => {
  const { store, asker } = storeOf({ endpoint: 'http://minio.storage.svc:9000' });
  const { destination, secure } = store.bucket(asker, { name: 'images', namespace: 'app' });
  expect({ destination, secure }).toStrictEqual({
    destination: { namespace: 'storage', ports: [9000] },
    secure: false,
  });
});

test('fetches the account of a bucket once, whoever asks first', () => {
  const { root, store, asker } = storeOf({
    bucketPrefix: 'prod-',
    credentials: {
      path: 's3/{namespace}/{name}',
      store: 'vault',
      properties: { AWS_ACCESS_KEY_ID: 'id' },
    },
  });
  const request = { name: 'images', namespace: 'app', secretName: 'images-s3' };
  store.bucket(asker, request);
  store.bucket(asker, request);
  const source = secretSource();
  Secrets.provide(new Construct(root, 'secrets'), source);
  expect(source.asked).toStrictEqual([
    {
      name: 'images-s3',
      namespace: 'app',
      store: 'vault',
      data: {
        AWS_ACCESS_KEY_ID: { path: 's3/app/prod-images', property: 'id' },
        AWS_SECRET_ACCESS_KEY: { path: 's3/app/prod-images', property: 'AWS_SECRET_ACCESS_KEY' },
      },
    },
  ]);
});

test('warns of limits that nobody here enforces', () => {
  const { root, store, asker } = storeOf();
  store.bucket(asker, { name: 'images', namespace: 'app', maxSize: '5Gi', maxObjects: 7 });
  expect(Registry.of(root).warnings.map(({ text }) => text())).toStrictEqual([
    "bucket 'images' is to hold at most 5Gi, 7 objects, which only the store itself can enforce; set a quota there",
  ]);
});

test('fails where the account is to be fetched and there is no secret store', () => {
  const { store, asker } = storeOf({ credentials: { path: 's3/{name}' } });
  store.bucket(asker, { name: 'images', namespace: 'app' });
  expect(asker.node.validate()).toStrictEqual([
    "needs a source of secrets to fetch the account of bucket 'images', and nothing in this platform provides one; add a component that does, or pass `wiring`",
  ]);
});

test('fails for one bucket of two components', () => {
  const { store, asker } = storeOf();
  store.bucket(asker, { name: 'backups', namespace: 'app' });
  expect(() => store.bucket(asker, { name: 'backups', namespace: 'other' })).toThrow(
    "[app] bucket 'backups' is that of Secret 'app/backups', and 'other/backups' would write into it too; name one of them otherwise",
  );
});

test('fails for a name that no bucket can have', () => {
  const { store, asker } = storeOf({ bucketPrefix: 'Prod-' });
  expect(() => store.bucket(asker, { name: 'images', namespace: 'app' })).toThrow(
    "[app] 'Prod-images' is no name of a bucket: 3 to 63 of `a-z0-9-`; change the name or `bucketPrefix`",
  );
});

test.each<[string, Partial<ExternalObjectStoreProps>, string]>([
  ['without a scheme', { endpoint: 's3.example.com' }, "endpoint 's3.example.com' is no address"],
  [
    'with a password',
    { endpoint: 'https://a:b@s3.example.com' },
    "endpoint of 's3.example.com' holds a user",
  ],
  ['with a bucket', { endpoint: 'https://s3.example.com/images' }, 'has a path; leave it out'],
  [
    'with a query',
    { endpoint: 'https://s3.example.com?x=1' },
    "'https://s3.example.com?x=1' has a query",
  ],
  ['with text for a certificate', { caCertificates: 'x' }, 'caCertificates hold no certificate'],
  [
    'with a key',
    { caCertificates: '-----BEGIN PRIVATE KEY-----' },
    'caCertificates hold a private key',
  ],
  ['with an unknown word', { credentials: { path: 's3/{bucket}' } }, "has an unknown '{bucket}'"],
  ['without a path', { credentials: { path: ' ' } }, 'the path of the credentials is empty'],
])('fails %s', (_, props, message) => {
  expect(() => storeOf(props)).toThrow(message);
});
