import { always, decided, met, notMet, toCheck, type Control, type Judgement } from './control';

const BY_KUBEADM = 'kubeadm gives the flag';
const LOOPBACK = ['127.0.0.1', '::1'];

/** Sections 1.3, 1.4 and 3.1. */
export const CONTROLLERS_AND_LOGIN: readonly Control[] = [
  {
    id: '1.3.1',
    title: 'Ended Pods are removed in time',
    judge: ({ controllerManagerArguments: flags = {} }) => {
      const threshold = flags['terminated-pod-gc-threshold'];
      return threshold === undefined
        ? toCheck(
            '12500 ended Pods are kept, the default; set `terminated-pod-gc-threshold` if that is too many',
          )
        : met(`\`--terminated-pod-gc-threshold=${threshold}\``);
    },
  },
  {
    id: '1.3.2',
    title: 'Controller manager: no profiling over the network',
    judge: ({ controllerManagerArguments: flags = {} }) => profiling(flags),
  },
  always('1.3.3', 'Each controller has an account of its own', met(BY_KUBEADM)),
  always('1.3.4', 'Tokens of service accounts are signed with a key of their own', met(BY_KUBEADM)),
  always('1.3.5', 'Pods know the authority of the API servers', met(BY_KUBEADM)),
  always(
    '1.3.6',
    'Certificates that kubelets serve with can be renewed',
    met('`RotateKubeletServerCertificate` is on by default'),
  ),
  {
    id: '1.3.7',
    title: 'Controller manager: reachable on its own machine only',
    judge: ({ controllerManagerArguments: flags = {} }) => address(flags['bind-address']),
  },
  {
    id: '1.4.1',
    title: 'Scheduler: no profiling over the network',
    judge: ({ schedulerArguments: flags = {} }) => profiling(flags),
  },
  {
    id: '1.4.2',
    title: 'Scheduler: reachable on its own machine only',
    judge: ({ schedulerArguments: flags = {} }) => address(flags['bind-address']),
  },
  {
    id: '3.1.1',
    title: 'People do not log in by client certificates',
    judge: ({ definition }) =>
      decided(
        (definition.authentication?.jwt.length ?? 0) > 0,
        'people log in at the identity provider (`authentication.yaml`); keep `admin.conf` for emergencies',
        'there is no identity provider, so people have nothing else',
      ),
  },
  always(
    '3.1.2',
    'People do not log in as service accounts',
    toCheck('`kubectl get serviceaccounts,clusterrolebindings -A`: accounts that no workload uses'),
  ),
  always(
    '3.1.3',
    'People do not log in by bootstrap tokens',
    toCheck('`kubeadm token list` is empty but for the time in which machines join'),
  ),
];

const profiling = (flags: Readonly<Record<string, string>>): Judgement =>
  decided(flags['profiling'] === 'false', '`--profiling=false`', 'profiling is on');

const address = (bound = '127.0.0.1'): Judgement =>
  LOOPBACK.includes(bound)
    ? met(`\`--bind-address=${bound}\``)
    : notMet(
        `\`--bind-address=${bound}\`, so that metrics can be collected; they ask for a token with the right to read them`,
      );
