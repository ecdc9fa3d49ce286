import { Construct } from 'constructs';
import { Registry } from '../../lib';
import { ExternalRegistry } from '../../lib/external';
import { Kyverno } from '../../lib/policy/kyverno';

const root = (): Construct => new Construct(undefined as never, '');

const manifestOf = (scope: Construct, kind: string, name: string) =>
  Registry.of(scope).objects.find((o) => o.kind.kind === kind && o.name === name)?.manifest;

const publicKey = '-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----\n';
const attestors = [{ name: 'ci', publicKey }];
const pem = (text: string) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----`;

test('verifies what is in the registry of the platform, and reaches, trusts and reads it', () => {
  const scope = root();
  const kyverno = new Kyverno(scope, 'kyverno', {
    registryProjects: ['shop'],
    registrySecrets: ['other'],
    caCertificates: pem('own'),
    imagePolicies: [{ name: 'signed', attestors: attestors }],
  });
  new ExternalRegistry(scope, 'registry', {
    host: 'harbor.example.com',
    caCertificates: pem('registry'),
    destination: { namespace: 'envoy-gateway', ports: [10443] },
  });
  expect(manifestOf(scope, 'ImageValidatingPolicy', 'signed')?.['spec']).toMatchObject({
    matchImageReferences: [{ glob: 'harbor.example.com/*' }],
  });
  expect(manifestOf(scope, 'ConfigMap', 'kyverno-trust')?.['data']).toStrictEqual({
    'ca.crt': `${pem('own')}\n${pem('registry')}\n`,
  });
  const { values } = kyverno.release;
  expect(values['existingImagePullSecrets']).toStrictEqual(['other', 'registry-shop']);
  for (const controller of ['admission', 'background', 'reports']) {
    expect(values[`${controller}Controller`]).toMatchObject({
      extraVolumeMounts: [{ mountPath: '/etc/ssl/certs/platform-ca.crt', subPath: 'ca.crt' }],
    });
  }
  expect(manifestOf(scope, 'NetworkPolicy', 'kyverno-to-registry')?.['spec']).toMatchObject({
    egress: [
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'envoy-gateway' } },
          },
        ],
        ports: [{ port: 10443 }],
      },
    ],
  });
});

test('fails for the images of a registry that is not there, and for certificates that are none', () => {
  const kyverno = new Kyverno(root(), 'kyverno');
  kyverno.addImagePolicy({ name: 'signed', attestors: attestors });
  expect(kyverno.node.validate()).toStrictEqual([
    expect.stringContaining("whose images policy 'signed' is about; or pass its `images`"),
  ]);
  expect(() => new Kyverno(root(), 'kyverno', { caCertificates: 'ca' })).toThrow(
    "[kyverno] has 'ca' as caCertificates, which is no certificate; give PEM text",
  );
});
