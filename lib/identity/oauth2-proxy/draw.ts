import type { Construct } from 'constructs';
import type { Exposer } from '../../contracts/exposure';
import type { GuardOptions } from '../../contracts/login-gate';
import { connect } from '../../index';

/** Port of the proxies' Pods. */
const PORT = 4180;

/** Lets one proxy connect to what stands behind it, and to nothing else. */
export function reachUpstream(
  scope: Construct,
  proxy: { readonly name: string; readonly namespace: string },
  { namespace, port, podPort = port }: GuardOptions,
): void {
  const { name } = proxy;
  connect(scope, {
    name,
    from: { namespace: proxy.namespace, pods: { 'app.kubernetes.io/instance': name } },
    to: { namespace, ports: [podPort] },
  });
}

/** Brings a host to its proxy: all of it, as the proxy has paths of its own there. */
export function exposeProxy(
  scope: Construct,
  gateway: Exposer,
  { name, namespace }: { readonly name: string; readonly namespace: string },
  { host, timeoutSeconds }: GuardOptions,
): void {
  gateway.expose(scope, {
    name,
    host,
    namespace,
    service: name,
    port: 80,
    podPort: PORT,
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
  });
}
