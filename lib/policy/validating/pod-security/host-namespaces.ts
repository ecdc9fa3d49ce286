import { podControl } from '../pod-control';

/** No host namespaces. */
export const hostNamespaces = podControl({
  id: 'pod-security-host-namespaces',
  title: 'No host namespaces',
  description:
    'In the network, PID or IPC namespace of the node a Pod sees and reaches what NetworkPolicies and containers keep apart.',
  severity: 'critical',
  level: 'baseline',
  defaults: {},
  offences: () => ({
    others: `['hostNetwork', 'hostPID', 'hostIPC'].filter(f, f in variables.podSpec && variables.podSpec[f]).map(f, 'the pod with ' + f)`,
    rule: 'must not share a namespace of the host',
  }),
});
