import { App } from 'cdk8s';
import { Construct } from 'constructs';
import { kindId, KubeObject, Order, Platform } from '../../lib';
import { GatewayApi, HTTPRoute, ReferenceGrant } from '../../lib/network/gateway-api';

const root = () => new Construct(undefined as never, '');

test('pins the standard channel at one release', () => {
  const { crds } = new GatewayApi(root(), 'gateway-api');
  expect([crds.url, crds.revision]).toStrictEqual([
    'https://github.com/kubernetes-sigs/gateway-api/releases/download/v1.6.1/standard-install.yaml',
    'v1.6.1',
  ]);
});

test('takes another release from a mirror', () => {
  const { crds } = new GatewayApi(root(), 'gateway-api', {
    version: '1.6.2',
    mirrorUrl: 'https://files.example.com/gateway-api-{version}.yaml',
    sha256: 'abc',
  });
  expect([crds.url, crds.revision, crds.sha256]).toStrictEqual([
    'https://files.example.com/gateway-api-1.6.2.yaml',
    'v1.6.2',
    'abc',
  ]);
});

test('brings every kind of the channel before its objects', () => {
  const platform = new Platform(new App(), 'prod');
  const { crds } = new GatewayApi(platform, 'gateway-api');
  expect(crds.brings).toEqual(expect.arrayContaining([kindId(HTTPRoute), kindId(ReferenceGrant)]));
  new KubeObject(platform, 'route', HTTPRoute, {
    name: 'app',
    namespace: 'default',
    body: { spec: {} },
  });
  expect(platform.node.validate()).toStrictEqual([]);
  const ids = Order.of(platform).units.map((unit) => unit.id);
  expect(ids).toStrictEqual(['prod/gateway-api/crds', 'prod/objects']);
});

test('creates no namespace', () => {
  const platform = new Platform(new App(), 'prod');
  new GatewayApi(platform, 'gateway-api');
  expect(Order.of(platform).units.map((unit) => unit.type)).toStrictEqual(['bundle']);
});

test('fails for what is no release', () => {
  expect(() => new GatewayApi(root(), 'gateway-api', { version: 'v1.6.1' })).toThrow(
    "[gateway-api] version 'v1.6.1' is not a release of the API; write it as '1.6.1'",
  );
});
