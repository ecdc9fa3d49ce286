import { DefinitionError, type SecretRef, type Values } from '../../index';
import type { IConstruct } from 'constructs';
import type { DnsProvider, WebhookDns } from './words';

/** What a provider adds to the chart's values, and where it connects to. */
export interface ProviderSettings {
  readonly values: Values;
  /** Ports, TCP; `/UDP` where it is not. */
  readonly ports: readonly (number | string)[];
}

/** Settings of a provider; `zones` are those of the domain filters. */
export function providerSettings(
  scope: IConstruct,
  provider: DnsProvider,
  zones: readonly string[],
  image: (reference: string) => string,
): ProviderSettings {
  switch (provider.name) {
    case 'rfc2136': {
      const { host, port = 53, tsig, axfr = true } = provider;
      return settings([port, `${port}/UDP`], {
        extraArgs: {
          'rfc2136-host': host,
          'rfc2136-port': port,
          'rfc2136-zone': provider.zones ?? zones,
          'rfc2136-tsig-axfr': axfr,
          ...(tsig
            ? {
                'rfc2136-tsig-keyname': tsig.keyName,
                'rfc2136-tsig-secret-alg': tsig.algorithm ?? 'hmac-sha256',
              }
            : { 'rfc2136-insecure': true }),
        },
        env: tsig ? [fromSecret('EXTERNAL_DNS_RFC2136_TSIG_SECRET', tsig.secret)] : [],
      });
    }
    case 'pdns': {
      const { server, serverId, apiKey } = provider;
      return settings([portOf(scope, server)], {
        extraArgs: { 'pdns-server': server, 'pdns-server-id': serverId },
        env: [fromSecret('EXTERNAL_DNS_PDNS_API_KEY', apiKey)],
      });
    }
    case 'cloudflare':
      return settings([443], {
        extraArgs: { 'cloudflare-proxied': provider.proxied ?? false },
        env: [fromSecret('CF_API_TOKEN', provider.apiToken)],
      });
    case 'aws': {
      const { region, zoneType, accessKey } = provider;
      return settings([443], {
        extraArgs: { 'aws-zone-type': zoneType },
        env: [
          { name: 'AWS_DEFAULT_REGION', value: region },
          ...(accessKey
            ? [
                fromSecret('AWS_ACCESS_KEY_ID', accessKey.id),
                fromSecret('AWS_SECRET_ACCESS_KEY', accessKey.secret),
              ]
            : []),
        ],
      });
    }
    case 'azure':
    case 'azure-private-dns':
      return settings([443], mounted(provider.configSecretName, '/etc/kubernetes'));
    case 'google': {
      const { project, serviceAccountKey, zoneVisibility } = provider;
      const key = serviceAccountKey && {
        env: [
          {
            name: 'GOOGLE_APPLICATION_CREDENTIALS',
            value: `/etc/secrets/google/${serviceAccountKey.key}`,
          },
        ],
        ...mounted(serviceAccountKey.name, '/etc/secrets/google'),
      };
      return settings([443], {
        extraArgs: { 'google-project': project, 'google-zone-visibility': zoneVisibility },
        ...key,
      });
    }
    case 'coredns': {
      const { etcdUrls, prefix } = provider;
      return settings(
        etcdUrls.map((url) => portOf(scope, url)),
        {
          extraArgs: { 'coredns-prefix': prefix },
          env: [{ name: 'ETCD_URLS', value: etcdUrls.join(',') }],
        },
      );
    }
    case 'webhook':
      return settings(provider.ports ?? [443], { provider: { webhook: webhook(provider, image) } });
  }
}

const settings = (ports: readonly (number | string)[], values: Values): ProviderSettings => ({
  ports,
  values,
});

const webhook = (
  { image: repository, tag, args, env = {}, secretEnv = {} }: WebhookDns,
  mirrored: (reference: string) => string,
): Values => ({
  image: { repository: mirrored(`${repository}:${tag}`).slice(0, -tag.length - 1), tag },
  args,
  env: [
    ...Object.entries(env).map(([name, value]) => ({ name, value })),
    ...Object.entries(secretEnv).map(([name, ref]) => fromSecret(name, ref)),
  ],
  resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    capabilities: { drop: ['ALL'] },
  },
});

const fromSecret = (name: string, { name: secret, key }: SecretRef): Values => ({
  name,
  valueFrom: { secretKeyRef: { name: secret, key } },
});

const mounted = (secretName: string, mountPath: string): Values => ({
  extraVolumes: [{ name: 'credentials', secret: { secretName } }],
  extraVolumeMounts: [{ name: 'credentials', mountPath, readOnly: true }],
});

function portOf(scope: IConstruct, address: string): number {
  const [, scheme, port] = /^(https?):\/\/[^/:]+(?::(\d+))?(?:\/|$)/.exec(address) ?? [];
  if (scheme === undefined) {
    throw new DefinitionError(
      scope,
      `'${address}' is not an address such as 'https://dns.example.com:8081'; correct it`,
    );
  }
  return Number(port ?? (scheme === 'https' ? 443 : 80));
}
