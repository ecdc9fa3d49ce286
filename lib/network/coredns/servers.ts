import type { DnsOptions, Rewrite, StubDomain } from './words';

/** One plugin of a server block, as the chart has it. */
export interface Plugin {
  readonly name: string;
  readonly parameters?: string;
  /** Lines within its braces. */
  readonly configBlock?: string;
}

/** One server block of a Corefile. */
export interface Server {
  readonly zones: readonly { readonly zone: string; readonly use_tcp: boolean }[];
  readonly port: number;
  readonly plugins: readonly Plugin[];
}

/** The server blocks: the cluster's own names and the world, then each zone of others. */
export function servers(options: DnsOptions): readonly Server[] {
  return [
    server('.', clusterPlugins(options)),
    ...(options.stubDomains ?? []).map((stub) => server(stub.zone, stubPlugins(stub))),
  ];
}

/** The same as the text of a Corefile. */
export function corefile(options: DnsOptions): string {
  const imports = (options.imports ?? []).map((path) => `import ${path}\n`);
  return [...servers(options).map(block), ...imports].join('\n');
}

const server = (zone: string, plugins: readonly Plugin[]): Server => ({
  // Some clients come by TCP only; the chart opens it where a zone says so.
  zones: [{ zone, use_tcp: true }],
  port: 53,
  plugins,
});

function clusterPlugins(options: DnsOptions): readonly Plugin[] {
  const { clusterDomain = 'cluster.local', autopath = false, log = 'none' } = options;
  const { upstreams = ['/etc/resolv.conf'], upstreamTlsName, cacheSeconds = 30 } = options;
  const hosts = Object.entries(options.hosts ?? {});
  const kubernetes = [
    // With autopath, Pods must be known by their addresses.
    `pods ${autopath ? 'verified' : 'insecure'}`,
    'fallthrough in-addr.arpa ip6.arpa',
    'ttl 30',
  ];
  return [
    { name: 'errors' },
    ...logging(log),
    // Stays up while clients move to other copies.
    { name: 'health', configBlock: 'lameduck 5s' },
    { name: 'ready' },
    ...(autopath ? [{ name: 'autopath', parameters: '@kubernetes' }] : []),
    ...(options.rewrites ?? []).map(rewrite),
    ...(hosts.length > 0 ? [hostsPlugin(hosts)] : []),
    {
      name: 'kubernetes',
      parameters: `${clusterDomain} in-addr.arpa ip6.arpa`,
      configBlock: kubernetes.join('\n'),
    },
    { name: 'prometheus', parameters: '0.0.0.0:9153' },
    forward('.', upstreams, upstreamTlsName),
    cache(cacheSeconds),
    { name: 'loop' },
    { name: 'reload' },
    { name: 'loadbalance' },
  ];
}

const stubPlugins = ({
  servers: to,
  tlsName,
  cacheSeconds = 30,
}: StubDomain): readonly Plugin[] => [
  { name: 'errors' },
  { name: 'prometheus', parameters: '0.0.0.0:9153' },
  forward('.', to, tlsName),
  cache(cacheSeconds),
  { name: 'loop' },
  { name: 'reload' },
  { name: 'loadbalance' },
];

function forward(zone: string, to: readonly string[], tlsName: string | undefined): Plugin {
  const tls = tlsName !== undefined;
  const addresses = to.map((address) => (tls ? `tls://${address}` : address));
  return {
    name: 'forward',
    parameters: [zone, ...addresses].join(' '),
    configBlock: ['max_concurrent 1000', ...(tls ? [`tls_servername ${tlsName}`] : [])].join('\n'),
  };
}

/** Serves what it knew, for an hour, while the servers behind it are away; never else. */
const cache = (seconds: number): Plugin => ({
  name: 'cache',
  parameters: String(seconds),
  configBlock: 'serve_stale 1h verify',
});

const logging = (log: 'none' | 'failures' | 'all'): readonly Plugin[] => {
  if (log === 'none') return [];
  return [{ name: 'log', ...(log === 'failures' && { configBlock: 'class denial error' }) }];
};

const hostsPlugin = (entries: readonly (readonly [string, readonly string[]])[]): Plugin => ({
  name: 'hosts',
  configBlock: [
    ...entries.map(([address, names]) => `${address} ${names.join(' ')}`),
    'fallthrough',
  ].join('\n'),
});

/** `answer auto` gives the answer the name that was asked for. */
const rewrite = ({ from, to, match = 'exact' }: Rewrite): Plugin => ({
  name: 'rewrite',
  parameters: `name ${match} ${from} ${to}${match === 'exact' ? '' : ' answer auto'}`,
});

const block = ({ zones, port, plugins }: Server): string =>
  `${zones.map(({ zone }) => `${zone}:${port}`).join(' ')} {\n${plugins.map(line).join('')}}\n`;

function line({ name, parameters, configBlock }: Plugin): string {
  const head = `    ${[name, parameters].filter((part) => part !== undefined).join(' ')}`;
  if (configBlock === undefined) return `${head}\n`;
  const inner = configBlock.split('\n').map((text) => `        ${text}\n`);
  return `${head} {\n${inner.join('')}    }\n`;
}
