import { isAddress } from '../api-endpoint';
import type { KubeadmProps } from './words';

type Value = string | number | undefined;

/** What a value must be, and how one looks that is. */
interface Form {
  readonly fits: (value: string) => boolean;
  readonly is: string;
}

const matching = (pattern: RegExp, is: string): Form => ({
  fits: (value) => pattern.test(value),
  is,
});

const whole = (least: number, most: number): Form => ({
  fits: (value) => /^\d+$/.test(value) && Number(value) >= least && Number(value) <= most,
  is: `a whole number from ${least} to ${most}`,
});

const DURATION = matching(/^((\d+(\.\d+)?(h|m|s|ms))+|0)$/, 'a duration such as `1h30m`');
const QUANTITY = matching(/^\d+(\.\d+)?([kMGTP]i?|m)?$/, 'an amount such as `200m` or `512Mi`');
const LABEL = '[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?';
const NAME = new RegExp(`^(\\*\\.)?(${LABEL}\\.)*${LABEL}$`);

/** Values that kubeadm, kubelets or API servers would refuse on a machine, hours later. */
export function valueErrors(props: KubeadmProps): readonly string[] {
  const { certificateNames = [] } = props;
  return [
    ...formsOf(props).flatMap(([name, value, { fits, is }]) =>
      value === undefined || fits(String(value))
        ? []
        : [`\`${name}\` is '${value}', which is not ${is}; correct it`],
    ),
    ...certificateNames
      .filter((name) => !isAddress(name) && !NAME.test(name))
      .map((name) => `certificate name '${name}' is neither a DNS name nor an address; correct it`),
    ...shutdownError(props),
  ];
}

function formsOf(props: KubeadmProps): (readonly [string, Value, Form])[] {
  const { apiServer = {}, certificateValidity = {}, etcd = {}, kubelet = {} } = props;
  const { systemReserved = {}, kubeReserved = {} } = kubelet;
  return [
    ['nodeMask', props.nodeMask, whole(1, 32)],
    ['nodeMaskIpv6', props.nodeMaskIpv6, whole(1, 128)],
    ['dnsDomain', props.dnsDomain, matching(NAME, 'a DNS zone such as `cluster.local`')],
    ['sshUser', props.sshUser, matching(/^[a-z_][a-z0-9_.-]*$/i, "a user's name")],
    [
      'packageRepository',
      props.packageRepository,
      matching(/^(https?|file):\/\/[^\s'"]+$/, 'a URL'),
    ],
    ['certificateValidity.certificates', certificateValidity.certificates, DURATION],
    ['certificateValidity.authorities', certificateValidity.authorities, DURATION],
    ['etcd.dataDirectory', etcd.dataDirectory, matching(/^(\/[\w.+-]+)+$/, 'an absolute path')],
    ['apiServer.requestTimeout', apiServer.requestTimeout, DURATION],
    [
      'apiServer.podSecurity.version',
      apiServer.podSecurity?.version,
      matching(/^(latest|v1\.\d+)$/, '`latest` or a version such as `v1.36`'),
    ],
    [
      'apiServer.arguments.service-node-port-range',
      apiServer.arguments?.['service-node-port-range'],
      { fits: isRange, is: 'a range of ports such as `30000-32767`' },
    ],
    ['kubelet.maxPods', kubelet.maxPods, whole(1, 10_000)],
    ['kubelet.podPidsLimit', kubelet.podPidsLimit, whole(1, 4_194_304)],
    ['kubelet.containerLogMaxFiles', kubelet.containerLogMaxFiles, whole(2, 1000)],
    ['kubelet.containerLogMaxSize', kubelet.containerLogMaxSize, QUANTITY],
    ['kubelet.imageMaximumGcAge', kubelet.imageMaximumGcAge, DURATION],
    ['kubelet.shutdownGracePeriod', kubelet.shutdownGracePeriod, DURATION],
    ['kubelet.shutdownGracePeriodCriticalPods', kubelet.shutdownGracePeriodCriticalPods, DURATION],
    ...Object.entries({ systemReserved, kubeReserved }).flatMap(([prop, reserved]) =>
      Object.entries(reserved).map(
        ([what, amount]) => [`kubelet.${prop}.${what}`, amount, QUANTITY] as const,
      ),
    ),
  ];
}

function isRange(text: string): boolean {
  const [, first, last] = /^(\d+)-(\d+)$/.exec(text) ?? [];
  return Number(first) >= 1 && Number(first) <= Number(last) && Number(last) <= 65_535;
}

/** A kubelet does not start where its critical Pods have more time than all. */
function shutdownError({ kubelet = {} }: KubeadmProps): string[] {
  const { shutdownGracePeriod = '60s', shutdownGracePeriodCriticalPods = '20s' } = kubelet;
  const isLess = secondsOf(shutdownGracePeriod) < secondsOf(shutdownGracePeriodCriticalPods);
  return isLess
    ? [
        `kubelet leaves Pods '${shutdownGracePeriod}' to end, and critical ones '${shutdownGracePeriodCriticalPods}' of it; give \`shutdownGracePeriodCriticalPods\` less`,
      ]
    : [];
}

const SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };

const secondsOf = (duration: string): number =>
  [...duration.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)].reduce(
    (sum, [, number, unit = 's']) => sum + Number(number) * (SECONDS[unit] ?? 1),
    0,
  );
