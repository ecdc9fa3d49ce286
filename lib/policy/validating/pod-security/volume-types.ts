import { podControl } from '../pod-control';

const TYPES = [
  ...['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image'],
  ...['persistentVolumeClaim', 'projected', 'secret'],
];

/** Core volume types only. */
export const volumeTypes = podControl({
  id: 'pod-security-volume-types',
  title: 'Core volume types only',
  description: 'Storage comes through claims, so that its access is decided by who provides it.',
  severity: 'medium',
  level: 'restricted',
  defaults: {},
  offences: () => ({
    volume: `!(${TYPES.map((type) => `has(v.${type})`).join(' || ')})`,
    rule: `must be of one of the types ${TYPES.join(', ')}`,
  }),
});
