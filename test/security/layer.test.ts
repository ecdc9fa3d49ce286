import { Construct } from 'constructs';
import { SecurityLayer } from '../../lib/security';

const root = (): Construct => new Construct(undefined as never, '');

test('has both by default, with an eye on its own namespaces', () => {
  const { falco, externalSecrets } = new SecurityLayer(root(), 'security');
  expect(externalSecrets?.namespace).toBe('external-secrets');
  expect(falco?.rules.items).toContainEqual({
    list: 'platform_namespaces',
    items: ['external-secrets', 'falco'],
  });
});

test('passes settings on, and leaves out what is not wanted', () => {
  const { falco, externalSecrets } = new SecurityLayer(root(), 'security', {
    secrets: 'none',
    falco: { namespace: 'runtime-security', rulePacks: [] },
  });
  expect(externalSecrets).toBeUndefined();
  expect(falco?.namespace).toBe('runtime-security');
  expect(falco?.rules.items).toStrictEqual([]);
  expect(new SecurityLayer(root(), 'security', { runtime: 'none' }).falco).toBeUndefined();
});
