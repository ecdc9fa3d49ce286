import type { ControlPlaneDefinition } from '../../contracts/control-plane';
import { DNS_LABEL } from '../../index';
import { fileFlagError } from './kubeadm-config';
import { apiServerFiles, kubeletPatch, sizeError } from './machine-files';
import type { ClusterApiProps } from './words';

/** What is wrong with the options by themselves, if anything. */
export function optionsError(props: ClusterApiProps): string | undefined {
  const { clusterName, infrastructure, topology, controlPlaneReplicas = 3 } = props;
  if (!DNS_LABEL.test(clusterName)) {
    return `clusterName '${clusterName}' is not a DNS label such as \`production\``;
  }
  if ((infrastructure === undefined) === (topology === undefined)) {
    return 'needs one of `infrastructure` and `topology`; name what machines are made of, or the class that says it';
  }
  if (controlPlaneReplicas < 1 || controlPlaneReplicas % 2 === 0) {
    return `controlPlaneReplicas '${controlPlaneReplicas}' is no odd number, which etcd needs; make it 1, 3 or 5`;
  }
  const { certificateRenewalDays: days = 30 } = props;
  return days < 7
    ? `certificateRenewalDays '${days}' is less than the 7 that Cluster API takes; raise it`
    : undefined;
}

/** What of the control plane Cluster API cannot make, if anything. */
export function definitionError(
  definition: ControlPlaneDefinition,
  { topology, encryptionSecret, upgradesDns = true }: ClusterApiProps,
): string | undefined {
  if (topology) return undefined;
  const { encryption } = definition;
  if (encryption && encryption.provider !== 'kms' && !encryptionSecret) {
    return `the control plane encrypts with '${encryption.provider}', and keys are never written here; put an EncryptionConfiguration into a Secret, and name it as \`encryptionSecret\``;
  }
  if (!definition.installsDns && upgradesDns) {
    return 'DNS of the control plane is not installed by kubeadm, and Cluster API would upgrade it all the same; set `upgradesDns: false`';
  }
  const asked = definition.authorizers.find(({ webhook }) => webhook !== undefined);
  if (asked) {
    return `the authorizer '${asked.name}' of the control plane needs a kubeconfig that no machine has; leave it out, or make machines by kubeadm`;
  }
  const files = Object.values(apiServerFiles(definition, encryptionSecret));
  return fileFlagError(definition) ?? sizeError([...files, kubeletPatch(definition)]);
}
