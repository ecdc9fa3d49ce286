import type { Platform } from '../../index';
import { apiServerErrors, apiServerWarnings } from './api-server';
import { hasTemplate } from './files';
import type { KubesprayOptions } from './options';
import { kubernetesError, minorOf, RELEASE } from './release';
import { runtimeWarnings } from './runtime';
import type { Source } from './source';

/** What kubespray cannot do of what the platform says, in sentences. */
export function errorsOf(source: Source): readonly string[] {
  const { options, platform, version } = source;
  const errors = [
    options.release === undefined ? kubernetesError(version) : undefined,
    ...apiServerErrors(source),
    hasTemplate(source)
      ? 'a text of the control plane or of a node holds `{{`, `{%` or `{#`, which Ansible would read as a template; write it otherwise'
      : undefined,
    source.externalEtcd && platform.hosts('etcd').length === 0
      ? 'kubespray cannot use an etcd that it did not install; give the platform etcd machines, or leave the external etcd out'
      : undefined,
  ];
  return errors.filter((error) => error !== undefined);
}

/** What will not be as the platform says, in sentences. */
export const warningsOf = (source: Source): readonly string[] => [
  ...runtimeWarnings(source),
  ...apiServerWarnings(source),
  ...(source.options.release === undefined
    ? []
    : [
        `variables are those of kubespray ${RELEASE}; read the release notes up to '${source.options.release}' before it is used`,
      ]),
];

/** What is wrong with the machines, if anything. */
export function machinesError(platform: Platform | undefined): string | undefined {
  const controlPlanes = platform?.hosts('control-plane').length ?? 0;
  if (controlPlanes === 0) {
    return 'has no machines to install on; give the platform `nodes` of the control plane';
  }
  const members = platform?.hosts('etcd').length || controlPlanes;
  return members % 2 === 0
    ? `kubespray refuses ${members} members of etcd; make it an odd number`
    : undefined;
}

/** What is wrong with the options by themselves, if anything. */
export function optionsError(
  platform: Platform | undefined,
  options: KubesprayOptions,
): string | undefined {
  const { kubeVersion, etcdDeployment, release, filesRepository, timeServers } = options;
  if (kubeVersion !== undefined && !EXACT.test(kubeVersion)) {
    return `kubeVersion '${kubeVersion}' is not exact; give one such as \`1.35.4\``;
  }
  if (release !== undefined && !EXACT.test(release)) {
    return `release '${release}' is none of kubespray; give one such as \`${RELEASE}\`, without \`v\``;
  }
  if (
    filesRepository !== undefined &&
    !/^https?:\/\/[^\s/]+(\/\S*[^\s/])?$/.test(filesRepository)
  ) {
    return `filesRepository '${filesRepository}' is no address of a web server; write it as \`https://files.example.com/kubespray\``;
  }
  if (timeServers?.length === 0) return '`timeServers` is empty; name some, or leave it out';
  if (!platform) return undefined;
  const minor = platform.kubernetesVersion;
  if (kubeVersion !== undefined && minorOf(kubeVersion) !== minor) {
    return `kubeVersion '${kubeVersion}' is not of the platform's Kubernetes ${minor}; change one of them`;
  }
  return etcdDeployment === 'kubeadm' && platform.hosts('etcd').length > 0
    ? "etcdDeployment 'kubeadm' runs etcd on the control plane, but the platform has etcd machines; leave it out, or them"
    : undefined;
}

const EXACT = /^\d+\.\d+\.\d+$/;
