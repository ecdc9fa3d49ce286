import { podControl } from '../pod-control';

const CAPABILITIES = 'c.?securityContext.?capabilities';

/** All capabilities dropped. */
export const dropCapabilities = podControl({
  id: 'pod-security-drop-capabilities',
  title: 'All capabilities dropped',
  description: 'Containers have no capabilities, but for NET_BIND_SERVICE where they ask for it.',
  severity: 'medium',
  level: 'restricted',
  defaults: {},
  offences: () => ({
    container: `!('ALL' in ${CAPABILITIES}.?drop.orValue([])) ||\n  ${CAPABILITIES}.?add.orValue([]).exists(a, a != 'NET_BIND_SERVICE')`,
    rule: 'must set securityContext.capabilities.drop to ["ALL"] and add NET_BIND_SERVICE only',
    unless: 'variables.isWindows',
  }),
});
