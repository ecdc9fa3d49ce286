import { sizesOf } from './docker';
import type { BuildRegistries } from './registries';
import type { BuildCache, BuildKitListener } from './words';

/** Authorities of the organization, where BuildKit reads them. */
export const BUILDKIT_CA = '/etc/buildkit/ca.crt';

/** What BuildKit's configuration is made from. */
export interface BuildKitOptions {
  readonly rootless: boolean;
  readonly dataRoot: string;
  readonly cache: BuildCache;
  readonly listener: BuildKitListener | undefined;
  readonly metricsPort: number | undefined;
  readonly parallelism: number | undefined;
}

/** The listener with its defaults. */
export const listenerOf = (listener: BuildKitListener) => ({
  port: 1234,
  certFile: '/etc/buildkit/tls/cert.pem',
  keyFile: '/etc/buildkit/tls/key.pem',
  caFile: '/etc/buildkit/tls/ca.pem',
  ...listener,
});

/** `/etc/buildkit/buildkitd.toml`. */
export function buildkitdToml(options: BuildKitOptions, registries: BuildRegistries): object {
  const { rootless, dataRoot, cache, metricsPort, parallelism } = options;
  const listener = options.listener && listenerOf(options.listener);
  const { reserved, most, free } = sizesOf(cache);
  const ca = registries.caCertificates === undefined ? undefined : [BUILDKIT_CA];
  return {
    root: dataRoot,
    log: { format: 'text', level: 'info' },
    grpc: {
      address: [
        'unix:///run/buildkit/buildkitd.sock',
        ...(listener ? [`tcp://0.0.0.0:${listener.port}`] : []),
      ],
      // Serves metrics, and profiles to whoever reaches it: on loopback only.
      debugAddress: metricsPort === undefined ? undefined : `127.0.0.1:${metricsPort}`,
      tls: listener && { cert: listener.certFile, key: listener.keyFile, ca: listener.caFile },
    },
    history: { maxAge: 172_800, maxEntries: 200 },
    worker: {
      oci: {
        enabled: true,
        rootless,
        gc: true,
        reservedSpace: reserved,
        maxUsedSpace: most,
        minFreeSpace: free,
        'max-parallelism': parallelism,
        // Sources and caches of single builds go first, all else when they were not enough.
        gcpolicy: [
          {
            keepDuration: '48h',
            maxUsedSpace: '10GB',
            filters: ['type==source.local', 'type==exec.cachemount', 'type==source.git.checkout'],
          },
          {
            keepDuration: '1440h',
            reservedSpace: reserved,
            maxUsedSpace: most,
            minFreeSpace: free,
          },
          { all: true, reservedSpace: reserved, maxUsedSpace: most, minFreeSpace: free },
        ],
      },
      containerd: { enabled: false },
    },
    registry: {
      ...Object.fromEntries(
        registries.mirrored.map(({ upstream, mirrors }) => [upstream, { mirrors: [...mirrors] }]),
      ),
      ...Object.fromEntries(registries.ownHosts.flatMap((host) => (ca ? [[host, { ca }]] : []))),
    },
  };
}

/** `/etc/systemd/system/buildkit.service`. */
export function buildkitUnit(options: BuildKitOptions, user: string): string {
  const command = '/usr/local/bin/buildkitd --config /etc/buildkit/buildkitd.toml';
  const service = options.rootless
    ? `User=${user}
Group=${user}
# Namespaces of its own: what a build breaks out to is this user, not the machine.
ExecStart=rootlesskit ${rootlessArguments(options).join(' ')} ${command}
Environment=XDG_RUNTIME_DIR=/run/buildkit
Environment=HOME=${options.dataRoot}`
    : `ExecStart=${command}`;
  return `[Unit]
Description=BuildKit${options.rootless ? ', rootless' : ''}
Documentation=https://github.com/moby/buildkit
After=network-online.target
Wants=network-online.target

[Service]
Type=notify
NotifyAccess=all
${service}
Delegate=yes
RuntimeDirectory=buildkit
RuntimeDirectoryMode=0750
Restart=on-failure
RestartSec=5s
LimitNOFILE=1048576
TasksMax=infinity

[Install]
WantedBy=multi-user.target
`;
}

/** Ports of the daemon are in its own network, and have to be published. */
function rootlessArguments({ listener, metricsPort }: BuildKitOptions): string[] {
  const published = [
    listener ? `0.0.0.0:${listenerOf(listener).port}:${listenerOf(listener).port}/tcp` : [],
    metricsPort === undefined ? [] : `127.0.0.1:${metricsPort}:${metricsPort}/tcp`,
  ].flat();
  return [
    '--net=slirp4netns',
    '--copy-up=/etc',
    '--disable-host-loopback',
    ...(published.length > 0 ? ['--port-driver=builtin'] : []),
    ...published.map((port) => `--publish=${port}`),
  ];
}
