import type { JwtAuthenticator } from '../../../../contracts/cluster-access';
import { always, notMet, toCheck, type Control } from './control';

/** Section 5.1: who may do what. */
export const RIGHTS: readonly Control[] = [
  review(
    '5.1.1',
    'Few have all rights',
    'kubectl get clusterrolebindings -o wide | grep cluster-admin',
  ),
  review('5.1.2', 'Few can read Secrets', 'kubectl auth can-i get secrets -A --as=<user>'),
  review(
    '5.1.3',
    'Roles name what they allow',
    'kubectl get roles,clusterroles -A -o yaml | grep -B3 "\'\\*\'"',
  ),
  review('5.1.4', 'Few can create Pods', 'kubectl auth can-i create pods -A --as=<user>'),
  review(
    '5.1.5',
    'Default service accounts have no rights',
    'kubectl get rolebindings,clusterrolebindings -A -o wide | grep /default',
  ),
  review(
    '5.1.6',
    'Tokens are only where they are used',
    'kubectl get pods -A -o yaml | grep automountServiceAccountToken',
  ),
  {
    id: '5.1.7',
    title: 'Nobody is in system:masters',
    judge: ({ definition: { authentication } }) =>
      (authentication?.jwt ?? []).every(keepsGroupsApart)
        ? toCheck(
            'nobody of the identity provider; kubeadm gives it to `/etc/kubernetes/super-admin.conf` alone: take that off the machine',
          )
        : notMet('the identity provider could name it: give its groups a prefix'),
  },
  review(
    '5.1.8',
    'Few can take the rights of others',
    'kubectl get clusterroles -o yaml | grep -E "bind|impersonate|escalate"',
  ),
  review(
    '5.1.9',
    'Few can create persistent volumes',
    'kubectl auth can-i create persistentvolumes --as=<user>',
  ),
  review(
    '5.1.10',
    'Few can reach kubelets through the API servers',
    'kubectl auth can-i get nodes/proxy --as=<user>',
  ),
  review(
    '5.1.11',
    'Few can approve certificates',
    'kubectl auth can-i update certificatesigningrequests/approval --as=<user>',
  ),
  review(
    '5.1.12',
    'Few can change webhooks of admission',
    'kubectl auth can-i update validatingwebhookconfigurations --as=<user>',
  ),
  review(
    '5.1.13',
    'Few can make tokens of service accounts',
    'kubectl auth can-i create serviceaccounts/token -A --as=<user>',
  ),
];

/** Whether no group of the provider can be one of the cluster's own. */
const keepsGroupsApart = ({ claimMappings, userValidationRules }: JwtAuthenticator): boolean =>
  claimMappings.groups.prefix !== '' ||
  userValidationRules.some(({ expression }) => /groups.*system:/.test(expression));

/** A control that a person has to look at, with the command that shows it. */
export function review(id: string, title: string, command: string): Control {
  return always(id, title, toCheck(`\`${command}\``));
}
