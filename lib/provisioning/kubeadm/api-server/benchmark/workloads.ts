import { always, decided, met, notMet, toCheck, type Control, type Judged } from './control';
import { review } from './rights';

/** Sections 5.2 to 5.6: what runs in the cluster. */
export const WORKLOADS: readonly Control[] = [
  {
    id: '5.2.1',
    title: 'Something watches what Pods may do',
    judge: ({ definition: { podSecurity } }) =>
      decided(
        podSecurity.defaults['enforce'] !== 'privileged',
        `Pod Security: \`${podSecurity.defaults['enforce'] ?? ''}\` is enforced where a namespace says nothing (\`admission.yaml\`)`,
        'no level of Pod Security is enforced where a namespace says nothing',
      ),
  },
  level('5.2.2', 'No privileged containers', 'baseline'),
  level('5.2.3', 'No processes of the machine', 'baseline'),
  level('5.2.4', 'No IPC of the machine', 'baseline'),
  level('5.2.5', 'No network of the machine', 'baseline'),
  level('5.2.6', 'Containers cannot gain rights', 'restricted'),
  level('5.2.7', 'Containers do not run as root', 'restricted'),
  level('5.2.8', 'Containers cannot forge packets (NET_RAW)', 'restricted'),
  level('5.2.9', 'Containers have no capabilities', 'restricted'),
  level('5.2.10', 'No containers that are the Windows machine', 'baseline'),
  level('5.2.11', 'No folders of the machine', 'baseline'),
  level('5.2.12', 'No ports of the machine', 'baseline'),
  {
    id: '5.3.1',
    title: 'The CNI enforces network policies',
    judge: ({ networkPolicies = true }) =>
      decided(networkPolicies, 'the CNI of the platform does', 'the CNI does not'),
  },
  always(
    '5.3.2',
    'Every namespace has network policies',
    toCheck('components close theirs; other namespaces: `kubectl get networkpolicies -A`'),
  ),
  review(
    '5.4.1',
    'Secrets as files, not as variables',
    'kubectl get pods -A -o yaml | grep secretKeyRef',
  ),
  always(
    '5.4.2',
    'Secrets come from outside the cluster',
    toCheck('a secret store of the platform (Vault, External Secrets) does so'),
  ),
  always(
    '5.5.1',
    'Images are checked where they come from',
    toCheck(
      'policies of the platform verify signatures at admission; the plugin ImagePolicyWebhook is not used',
    ),
  ),
  always('5.6.1', 'Namespaces draw boundaries', met('each component has its own')),
  {
    id: '5.6.2',
    title: 'Pods have a seccomp profile',
    judge: ({ definition: { kubelet } }) =>
      decided(
        kubelet['seccompDefault'] === true,
        '`seccompDefault` of the kubelets, where a Pod says nothing',
        'kubelets have no default profile',
      ),
  },
  always(
    '5.6.3',
    'Pods and containers have a security context',
    toCheck(
      'Pod Security warns where `restricted` is not met: `kubectl label --dry-run=server --overwrite namespace --all pod-security.kubernetes.io/enforce=restricted`',
    ),
  ),
  review('5.6.4', 'Nothing runs in the namespace default', 'kubectl get all -n default'),
];

/** Enforced where no namespace says otherwise: components that need more have a namespace that says so. */
function level(id: string, title: string, needed: 'baseline' | 'restricted'): Control {
  const judge = ({ definition: { podSecurity } }: Judged) => {
    const enforced = podSecurity.defaults['enforce'] ?? 'privileged';
    const exempt = podSecurity.exemptions.namespaces.join(', ');
    return enforced === 'restricted' || enforced === needed
      ? met(
          `Pod Security \`${enforced}\` by default${exempt === '' ? '' : `, but in ${exempt}`}, and in namespaces whose label says otherwise`,
        )
      : notMet(
          `Pod Security enforces \`${enforced}\` by default; components of the platform ask for \`${needed}\` in their own namespaces where they can`,
        );
  };
  return { id, title, judge };
}
