import { STRONG_CIPHER_SUITES } from './api-server/tls';
import { unlessEmpty } from './arguments';
import type { Cluster } from './cluster';
import type { KubeadmProps, KubeletOptions } from './words';

const RESERVED = { cpu: '200m', memory: '512Mi', 'ephemeral-storage': '1Gi' };

/** All of them: kubelets take no default for those that are left out. */
const EVICTION = {
  'memory.available': '300Mi',
  'nodefs.available': '10%',
  'nodefs.inodesFree': '10%',
  'imagefs.available': '10%',
  'imagefs.inodesFree': '10%',
  'pid.available': '5%',
};

/** The configuration of every kubelet. */
export function kubeletConfiguration(
  cluster: Cluster,
  { kubelet = {}, featureGates = {} }: KubeadmProps,
): Readonly<Record<string, unknown>> {
  return withoutUndefined({
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    cgroupDriver: 'systemd',
    clusterDomain: cluster.dnsDomain,
    clusterDNS: cluster.dnsAddresses,
    ...access(kubelet),
    protectKernelDefaults: true,
    seccompDefault: true,
    enableProfilingHandler: false,
    enableDebugFlagsHandler: false,
    failSwapOn: true,
    ...capacity(kubelet),
    ...files(kubelet),
    shutdownGracePeriod: kubelet.shutdownGracePeriod ?? '60s',
    shutdownGracePeriodCriticalPods: kubelet.shutdownGracePeriodCriticalPods ?? '20s',
    featureGates: unlessEmpty(featureGates),
    ...kubelet.configuration,
  });
}

/** Who may ask the kubelet, and how connections are secured. */
function access({ tlsMinVersion = 'VersionTLS12', servingCertificates }: KubeletOptions): object {
  return {
    authentication: { anonymous: { enabled: false }, webhook: { enabled: true } },
    authorization: { mode: 'Webhook' },
    readOnlyPort: 0,
    rotateCertificates: true,
    serverTLSBootstrap: servingCertificates !== 'self-signed',
    tlsMinVersion,
    // TLS 1.3 has no choice of suites.
    tlsCipherSuites: tlsMinVersion === 'VersionTLS12' ? STRONG_CIPHER_SUITES : undefined,
  };
}

function capacity(kubelet: KubeletOptions): object {
  return {
    maxPods: kubelet.maxPods ?? 110,
    podPidsLimit: kubelet.podPidsLimit ?? 4096,
    systemReserved: kubelet.systemReserved ?? RESERVED,
    kubeReserved: kubelet.kubeReserved ?? RESERVED,
    enforceNodeAllocatable: ['pods'],
    evictionHard: kubelet.evictionHard ?? EVICTION,
  };
}

/** Images and logs. */
function files(kubelet: KubeletOptions): object {
  return {
    serializeImagePulls: false,
    maxParallelImagePulls: 5,
    imageGCHighThresholdPercent: 80,
    imageGCLowThresholdPercent: 70,
    imageMaximumGCAge: kubelet.imageMaximumGcAge,
    containerLogMaxSize: kubelet.containerLogMaxSize ?? '50Mi',
    containerLogMaxFiles: kubelet.containerLogMaxFiles ?? 5,
  };
}

const withoutUndefined = (map: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined));
