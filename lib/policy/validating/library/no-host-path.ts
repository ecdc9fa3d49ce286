import { celLiteral } from '../../cel-literal';
import { podControl } from '../pod-control';

/** Parameters of `no-host-path`. */
export interface NoHostPathParameters {
  /** Directories of the nodes that Pods may see, with all below them. */
  readonly allowed: readonly string[];
  /** Whether they may write there. */
  readonly writable: boolean;
}

/** hostPath volumes of allowed directories only. */
export const noHostPath = podControl<NoHostPathParameters>({
  id: 'no-host-path',
  title: 'hostPath volumes of allowed directories only',
  description:
    'For namespaces that are exempt from the baseline level: which directories of the node their Pods see.',
  severity: 'high',
  defaults: { allowed: [], writable: false },
  problem: ({ allowed }) => {
    const bad = allowed.find((path) => !/^\/[^/]/.test(path) || path.endsWith('/'));
    return bad === undefined
      ? undefined
      : `allows the directory '${bad}'; write it from the root, without a slash at the end`;
  },
  offences: ({ allowed, writable }) => ({
    variables: { hostVolumes: 'variables.volumes.filter(v, has(v.hostPath)).map(v, v.name)' },
    volume: `has(v.hostPath) && !${celLiteral(allowed)}.exists(p, v.hostPath.path == p || v.hostPath.path.startsWith(p + '/'))`,
    ...(!writable && {
      container:
        'c.?volumeMounts.orValue([]).exists(m, m.name in variables.hostVolumes && !m.?readOnly.orValue(false))',
    }),
    rule:
      allowed.length === 0
        ? 'must not use hostPath volumes'
        : `must use hostPath volumes of ${allowed.join(', ')} only${writable ? '' : ', read-only'}`,
  }),
});
