import type { HostFileProps, PlatformNode } from '../../index';
import { APPROVAL_SERVICE, APPROVAL_TIMER, approvalScript } from './approval';
import type { ApiServerInput } from './api-server';
import type { Cluster } from './cluster';
import { clusterConfiguration, kubeProxyConfiguration } from './cluster-configuration';
import { etcdRestoreScript } from './etcd-restore-script';
import { etcdctlScript } from './etcdctl-script';
import { discoveryScript, pkiScript } from './join-scripts';
import { kubeletConfiguration } from './kubelet-configuration';
import {
  initConfiguration,
  joinConfiguration,
  kubeletPatch,
  resetConfiguration,
  upgradeConfiguration,
} from './machine-configurations';
import { PACKAGES, packagesScript } from './packages-script';
import { FILES, PATCHES, SCRIPTS, scriptPath } from './paths';
import { nodesOf } from './remote';
import { restartScript } from './restart-script';
import type { KubeadmProps } from './words';

/** What files are made from, at synthesis. */
export interface Source {
  readonly cluster: () => Cluster;
  readonly props: KubeadmProps;
  readonly apiServer: () => ApiServerInput;
}

/** Files that a machine has of its own. */
export function filesOfMachine(
  node: PlatformNode,
  isFirst: boolean,
  { cluster, props, apiServer }: Source,
): readonly HostFileProps[] {
  const on = { host: node.name };
  const patch = kubeletPatch(node, props);
  const init = (): object[] =>
    [
      initConfiguration(node, cluster(), props),
      clusterConfiguration(cluster(), props, apiServer()),
      kubeletConfiguration(cluster(), props),
      kubeProxyConfiguration(cluster(), props),
    ].filter((document) => document !== undefined);
  return [
    ...(isFirst
      ? [{ on, path: FILES.init, content: () => ({ yamlDocuments: init() }), mode: '0600' }]
      : []),
    {
      on,
      path: FILES.join,
      content: () => ({ yaml: joinConfiguration(node, cluster(), props) }),
      mode: '0600',
    },
    {
      on,
      path: FILES.upgrade,
      content: () => ({ yaml: upgradeConfiguration(node, cluster(), props) }),
      mode: '0600',
    },
    ...(patch
      ? [
          {
            on,
            path: `${PATCHES}/kubeletconfiguration+merge.yaml`,
            content: { yaml: patch },
            mode: '0600',
          },
        ]
      : []),
  ];
}

/** Files that all nodes have. */
export const filesOfNodes = ({ cluster, props }: Source): readonly HostFileProps[] => [
  {
    on: 'nodes',
    path: FILES.reset,
    content: () => ({ yaml: resetConfiguration(cluster()) }),
    mode: '0600',
  },
  script('nodes', SCRIPTS.packages, () =>
    packagesScript(cluster().version, props.packageRepository ?? PACKAGES),
  ),
];

/** Scripts and units of the control plane. */
export function filesOfControlPlane({ cluster, props }: Source): readonly HostFileProps[] {
  const isSigned = props.kubelet?.servingCertificates !== 'self-signed';
  const hasStackedEtcd = (): boolean => cluster().externalEtcd === undefined;
  const unit = (suffix: string): string => `/etc/systemd/system/${SCRIPTS.approve}.${suffix}`;
  const addresses = ({ name, address }: PlatformNode): string[] =>
    [address, props.secondAddresses?.[name]].filter((a) => a !== undefined);
  return [
    script('control-plane', SCRIPTS.discovery, () => {
      const { endpoint } = cluster();
      return endpoint && discoveryScript(endpoint);
    }),
    script('control-plane', SCRIPTS.pki, () => pkiScript(hasStackedEtcd())),
    script('control-plane', SCRIPTS.etcdctl, () =>
      hasStackedEtcd() ? etcdctlScript(cluster()) : undefined,
    ),
    script('control-plane', SCRIPTS.etcdRestore, () =>
      hasStackedEtcd() ? etcdRestoreScript(cluster()) : undefined,
    ),
    script('control-plane', SCRIPTS.restart, () =>
      restartScript(cluster().criSocket, hasStackedEtcd()),
    ),
    ...(isSigned
      ? [
          script('control-plane', SCRIPTS.approve, () =>
            approvalScript(nodesOf(cluster()), addresses),
          ),
          { on: 'control-plane', path: unit('service'), content: APPROVAL_SERVICE } as const,
          { on: 'control-plane', path: unit('timer'), content: APPROVAL_TIMER } as const,
        ]
      : []),
  ];
}

const script = (
  on: 'nodes' | 'control-plane',
  name: string,
  text: () => string | undefined,
): HostFileProps => ({
  on,
  path: scriptPath(name),
  content: () => {
    const written = text();
    return written === undefined ? undefined : { text: written };
  },
  mode: '0755',
});
