import { Platform, type Component, type HostContent } from '../../index';
import { ImageRegistry } from '../../contracts/image-registry';
import type { RuntimeProxy } from './words';

/** What is wrong with a proxy, if anything. */
export function proxyError(proxy: RuntimeProxy | undefined): string | undefined {
  if (proxy === undefined) return undefined;
  const url = URL.canParse(proxy.url) ? new URL(proxy.url) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return `the proxy '${proxy.url}' is no address; write one such as \`http://proxy.example.com:3128\``;
  }
  if (url.username !== '' || url.password !== '') {
    return `the proxy of '${url.hostname}' holds a user or password, which a unit would show to all; let the proxy know the nodes by their addresses`;
  }
  const odd = (proxy.except ?? []).find((entry) => /[\s,"]/.test(entry));
  return odd === undefined
    ? undefined
    : `'${odd}' in \`except\` of the proxy is not one name or network; give each its own entry`;
}

/** The drop-in of the runtime's unit: `settings` of its service, and a proxy where nodes have one. */
export function unitDropIn(
  by: Component,
  settings: readonly string[],
  proxy: RuntimeProxy | undefined,
): HostContent {
  const lines = ['[Service]', ...settings, ...(proxy ? environment(by, proxy) : [])];
  return { text: `${lines.join('\n')}\n` };
}

function environment(by: Component, { url, except = [] }: RuntimeProxy): string[] {
  const direct = [...new Set([...directOf(by), ...except])].join(',');
  return [
    `Environment="HTTP_PROXY=${url}"`,
    `Environment="HTTPS_PROXY=${url}"`,
    `Environment="NO_PROXY=${direct}"`,
  ];
}

/** What of the cluster itself must not go through a proxy. */
function directOf(by: Component): string[] {
  const platform = Platform.of(by);
  const registry = ImageRegistry.find(by)?.host;
  const { nodes = [], pods = [], services = [] } = platform?.networks ?? {};
  const addresses = nodes.length > 0 ? nodes : (platform?.nodes ?? []).map((n) => n.address);
  const mirror = platform?.imageMirror?.registry.split('/')[0];
  const hosts = [platform?.apiServer?.host, registry, mirror].flatMap((host) => host ?? []);
  return [
    'localhost',
    '127.0.0.1',
    '::1',
    '.svc',
    '.cluster.local',
    ...(platform ? [`.${platform.domain}`] : []),
    ...hosts.map((host) => host.replace(/:\d+$/, '')),
    ...addresses,
    ...pods,
    ...services,
  ];
}
