import type { Construct } from 'constructs';
import { KubeObject, NetworkPolicy } from '../../index';

/** Lets the Pods of a closed namespace connect to `ports` anywhere. */
export function egressPolicy(
  scope: Construct,
  namespace: string,
  name: string,
  ports: readonly number[],
): void {
  const both = ports.flatMap((port) => [
    { port, protocol: 'TCP' },
    { port, protocol: 'UDP' },
  ]);
  new KubeObject(scope, `NetworkPolicy-${name}`, NetworkPolicy, {
    name,
    namespace,
    phase: 'before',
    body: { spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{ ports: both }] } },
  });
}

/** The port in `https://vault:8200/v1` or `192.0.2.53:5353`, if there is one. */
export function portOf(address: string): number | undefined {
  const port = /^(?:\w+:\/\/)?(?:\[[^\]]*\]|[^/:]*):(\d+)(?:\/|$)/.exec(address)?.[1];
  return port === undefined ? undefined : Number(port);
}
