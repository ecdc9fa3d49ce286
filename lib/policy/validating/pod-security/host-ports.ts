import { celLiteral } from '../../cel-literal';
import { podControl } from '../pod-control';

/** Parameters of `pod-security-host-ports`. */
export interface HostPortsParameters {
  /** Ports of the nodes that Pods may take. */
  readonly allowed: readonly number[];
}

/** No host ports. */
export const hostPorts = podControl<HostPortsParameters>({
  id: 'pod-security-host-ports',
  title: 'No host ports',
  description:
    'A port of the node is open to the network around NetworkPolicies, and one Pod a node can have it.',
  severity: 'high',
  level: 'baseline',
  defaults: { allowed: [] },
  problem: ({ allowed }) => {
    const bad = allowed.find((port) => !Number.isInteger(port) || port < 1 || port > 65535);
    return bad === undefined ? undefined : `allows the host port '${bad}'; ports are 1 to 65535`;
  },
  offences: ({ allowed }) => ({
    container: `c.?ports.orValue([]).exists(p, p.?hostPort.orValue(0) != 0 && !(p.hostPort in ${celLiteral(allowed)}))`,
    rule:
      allowed.length === 0
        ? 'must not set ports.hostPort'
        : `must not set ports.hostPort, but for ${allowed.join(', ')}`,
  }),
});
