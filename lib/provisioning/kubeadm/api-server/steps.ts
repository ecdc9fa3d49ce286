import type { RunbookStep } from '../../../kernel';
import { SCRIPTS, scriptPath } from '../paths';
import { firstKey, keyAtUpgrade, keyInRecovery } from './encryption-steps';
import type { ApiServerInput } from './options';
import { FOLDER } from './paths';

/**
 * What people do for the API servers, each in its stage of its runbook: the key of encryption at
 * rest, what is put in place by hand, and how changed files come into force. Steps of the stage
 * `first-control-plane` come before kubeadm's own.
 */
export function apiServerSteps(input: ApiServerInput): readonly RunbookStep[] {
  return [
    ...credentialsByHand(input),
    ...firstKey(input),
    ...keyAtUpgrade(input),
    ...keyInRecovery(input),
    ...changedFiles(input),
  ];
}

/** kubeconfigs of webhooks hold secrets, so nothing here writes them. */
function credentialsByHand({ options }: ApiServerInput): RunbookStep[] {
  const files = [
    options.audit?.webhook?.kubeConfigFile,
    ...(options.authorization?.webhooks ?? []).map((webhook) => webhook.kubeConfigFile),
  ].filter((file) => file !== undefined);
  if (files.length === 0) return [];
  return (['install', 'upgrade'] as const).map((runbook) => ({
    runbook,
    stage: 'preparation',
    title: 'Put the kubeconfigs of webhooks in place',
    on: 'control-plane',
    text: `Copy these files, which hold secrets, to each machine of the control plane: ${files.map((file) => `\`${file}\``).join(', ')}. Without them its API server does not start.`,
    verify: files.map((file) => `test "$(stat -c %a ${file})" = 600`),
  }));
}

function changedFiles(input: ApiServerInput): RunbookStep[] {
  const several = (input.controlPlanes ?? []).length > 1;
  return [
    {
      runbook: 'upgrade',
      stage: 'afterwards',
      title: 'Have the API servers read changed files',
      on: 'control-plane',
      text: [
        `API servers read \`authentication.yaml\`, \`authorization.yaml\` and \`encryption.yaml\` of \`${FOLDER}\` again by themselves, within a minute or two.`,
        'Where `audit-policy.yaml` or `admission.yaml` changed, and Kubernetes itself did not, they must be started again.',
        ...(several ? ['Do so on one machine after the other.'] : []),
      ].join(' '),
      commands: [`${scriptPath(SCRIPTS.restart)} kube-apiserver`],
      verify: ['kubectl --kubeconfig /etc/kubernetes/admin.conf get --raw "/readyz?verbose"'],
    },
  ];
}
