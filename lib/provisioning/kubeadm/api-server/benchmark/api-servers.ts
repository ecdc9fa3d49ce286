import { authenticationOf } from '../authentication';
import { authorizationOf } from '../authorization';
import { STRONG_CIPHER_SUITES } from '../tls';
import { always, decided, met, notMet, toCheck, type Control, type Judged } from './control';

const BY_KUBEADM = 'kubeadm gives the flag';

/** Section 1.2: flags and files of the API servers, but for the audit log and encryption. */
export const API_SERVERS: readonly Control[] = [
  {
    id: '1.2.1',
    title: 'Requests without a name are refused',
    judge: ({ apiServer }) =>
      authenticationOf(apiServer)?.anonymous
        ? notMet(
            "all but `/livez`, `/readyz` and `/healthz` are refused (`authentication.yaml`); load balancers and the kubelet's probes ask those three without a name",
          )
        : notMet('requests without a name may do what RBAC gives to `system:unauthenticated`'),
  },
  {
    id: '1.2.2',
    title: 'No file with tokens',
    judge: ({ flags }) =>
      decided(!('token-auth-file' in flags), 'the flag is not set', 'the flag is set'),
  },
  plugin('1.2.3', 'DenyServiceExternalIPs', 'Services cannot take addresses of others'),
  always('1.2.4', 'API servers show kubelets who they are', met(BY_KUBEADM)),
  {
    id: '1.2.5',
    title: 'API servers check who kubelets are',
    judge: ({ flags }) =>
      decided(
        'kubelet-certificate-authority' in flags,
        '`--kubelet-certificate-authority`; kubelets serve with certificates of the cluster',
        'kubelets serve with certificates that they signed themselves',
      ),
  },
  {
    id: '1.2.6',
    title: 'Not every request is allowed',
    judge: (judged) => met(authorizers(judged)),
  },
  {
    id: '1.2.7',
    title: 'Nodes may only ask for what is theirs',
    judge: (judged) => met(authorizers(judged)),
  },
  { id: '1.2.8', title: 'Rights by role', judge: (judged) => met(authorizers(judged)) },
  plugin('1.2.9', 'EventRateLimit', 'Events are limited', 'no limit is defined: `eventRateLimit`'),
  {
    id: '1.2.10',
    title: 'Admission does not let everything in',
    judge: ({ flags }) =>
      decided(!enabled(flags).includes('AlwaysAdmit'), 'AlwaysAdmit is off', 'AlwaysAdmit is on'),
  },
  plugin(
    '1.2.11',
    'AlwaysPullImages',
    'Images are pulled anew for each Pod',
    'Pods would not start without the registry; nodes that tenants share may want it: `admission.enable`',
  ),
  plugin('1.2.12', 'ServiceAccount', 'Pods get a service account', undefined, true),
  plugin('1.2.13', 'NamespaceLifecycle', 'Nothing comes into namespaces that go', undefined, true),
  plugin('1.2.14', 'NodeRestriction', 'Nodes may only change what is theirs'),
  {
    id: '1.2.15',
    title: 'No profiling over the network',
    judge: ({ flags }) =>
      decided(flags['profiling'] === 'false', '`--profiling=false`', 'profiling is on'),
  },
  {
    id: '1.2.20',
    title: 'Requests end after a fitting time',
    judge: ({ flags }) => met(`\`--request-timeout=${flags['request-timeout'] ?? '1m0s'}\``),
  },
  {
    id: '1.2.21',
    title: 'Tokens of deleted service accounts are refused',
    judge: ({ flags }) =>
      decided(
        flags['service-account-lookup'] !== 'false',
        '`--service-account-lookup`',
        'they are not looked up',
      ),
  },
  always('1.2.22', 'Tokens of service accounts have a key of their own', met(BY_KUBEADM)),
  always('1.2.23', 'API servers show etcd who they are', met(BY_KUBEADM)),
  always('1.2.24', 'API servers serve with TLS', met(BY_KUBEADM)),
  always('1.2.25', 'Client certificates have an authority', met(BY_KUBEADM)),
  always('1.2.26', 'API servers check who etcd is', met(BY_KUBEADM)),
  {
    id: '1.2.29',
    title: 'Strong ciphers only',
    judge: ({ flags }) => {
      const suites = (flags['tls-cipher-suites'] ?? '').split(',').filter((suite) => suite !== '');
      if (flags['tls-min-version'] === 'VersionTLS13') return met('TLS 1.3 only');
      if (suites.length === 0) return toCheck('the suites that Go has by default');
      const weak = suites.filter((suite) => !STRONG_CIPHER_SUITES.includes(suite));
      return decided(weak.length === 0, '`--tls-cipher-suites`', `weak: ${weak.join(', ')}`);
    },
  },
  {
    id: '1.2.30',
    title: 'Tokens of service accounts end when they should',
    judge: ({ flags }) =>
      decided(
        flags['service-account-extend-token-expiration'] === 'false',
        '`--service-account-extend-token-expiration=false`',
        'they are prolonged to a year',
      ),
  },
];

function plugin(id: string, name: string, title: string, why?: string, byDefault = false): Control {
  const judge = ({ flags }: Judged) => {
    const off = (flags['disable-admission-plugins'] ?? '').split(',').includes(name);
    return decided(
      !off && (byDefault || enabled(flags).includes(name)),
      byDefault ? `${name} is on by default` : `\`--enable-admission-plugins\` has ${name}`,
      why ?? `${name} is off`,
    );
  };
  return { id, title, judge };
}

const enabled = (flags: Judged['flags']): readonly string[] =>
  (flags['enable-admission-plugins'] ?? '').split(',');

function authorizers({ apiServer, flags }: Judged): string {
  const file = authorizationOf(apiServer);
  return file
    ? `\`authorization.yaml\`: ${file.authorizers.map(({ name }) => name).join(', ')}`
    : `\`--authorization-mode=${flags['authorization-mode'] ?? ''}\``;
}
