import { podControl } from '../pod-control';

/** No hostPath volumes. */
export const hostPath = podControl({
  id: 'pod-security-host-path',
  title: 'No hostPath volumes',
  description: 'A directory of the node in a Pod is a way onto the node.',
  severity: 'high',
  level: 'baseline',
  defaults: {},
  offences: () => ({ volume: 'has(v.hostPath)', rule: 'must not be a hostPath volume' }),
});
