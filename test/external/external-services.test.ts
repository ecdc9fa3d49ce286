import { ImageRegistry } from '../../lib/contracts/image-registry';
import { Logs } from '../../lib/contracts/logs';
import { ExternalLogs, ExternalRegistry } from '../../lib/external';
import { freeRoot, Sample } from '../harness/sample';

const mirrors = [{ upstream: 'docker.io', mirror: 'registry.example.com:5000/dockerhub' }];

test('a place in the registry has a prefix and an account', () => {
  const root = freeRoot();
  const props = { host: 'registry.example.com:5000', path: 'platform', mirrors };
  const registry = new ExternalRegistry(root, 'registry', props);
  const place = ImageRegistry.find(root)?.repository(new Sample(root, 'app'), {
    project: 'shop',
    namespace: 'app',
    access: 'push',
  });
  expect(place).toStrictEqual({
    prefix: 'registry.example.com:5000/platform/shop',
    credentials: { name: 'registry-shop', key: '.dockerconfigjson' },
  });
  expect(registry.destination).toStrictEqual({ host: 'registry.example.com', port: 5000 });
  expect(registry.requests.map((r) => r.project)).toStrictEqual(['shop']);
});

test.each([
  ['an address', { host: 'https://r.example.com' }, "host 'https://r.example.com' is no host"],
  ['a port that is none', { host: 'r.example.com:99999' }, "port '99999' is no port"],
  [
    'a mirror with a scheme',
    {
      host: 'r.example.com',
      mirrors: [{ upstream: 'docker.io', mirror: 'https://r.example.com' }],
    },
    "mirror 'https://r.example.com' is no registry",
  ],
  [
    'two mirrors',
    { host: 'r.example.com', mirrors: [...mirrors, ...mirrors] },
    "'docker.io' has two mirrors",
  ],
])('fails for %s', (_, props, message) => {
  expect(() => new ExternalRegistry(freeRoot(), 'registry', props)).toThrow(message);
});

test('events go where their tag says, be it in the path or the query', () => {
  const root = freeRoot();
  new ExternalLogs(root, 'logs', { url: 'https://logs.example.com/in?tag={tag}' });
  expect(Logs.find(root)?.eventsUrl('a b')).toBe('https://logs.example.com/in?tag=a%20b');
  expect(Logs.find(root)?.destination).toStrictEqual({ host: 'logs.example.com', port: 443 });
});

test('fails for a pipeline that cannot tell events apart', () => {
  expect(
    () => new ExternalLogs(freeRoot(), 'logs', { url: 'https://logs.example.com/in' }),
  ).toThrow("[logs] url 'https://logs.example.com/in' has no `{tag}` to tell events apart");
});
