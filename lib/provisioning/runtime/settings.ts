import { ContainerRuntime, type NodeRuntime } from '../../contracts/container-runtime';
import { Metrics } from '../../contracts/metrics';
import {
  Platform,
  type Component,
  type HostFileProps,
  type HostNeeds,
  type HostPort,
} from '../../index';
import { downloadsError } from '../downloads';
import { drawRuntimeClasses } from './classes';
import { handlersOf, type Handler } from './handlers';
import { drawRuntimeMetrics, type RuntimeMonitoring } from './metrics';
import { RuntimeOwner } from './owner';
import { registriesError } from './registries';
import { proxyError, unitDropIn } from './unit';
import { DEFAULT_KUBERNETES, exactError } from './versions';
import type { RuntimeProps } from './words';

/** A component that is one of the runtimes. */
export type RuntimeComponent = Component & NodeRuntime;

/** What both runtimes have of their props, with all defaults. */
export interface RuntimeSettings {
  /** Runtimes of Pods beside the default one. */
  readonly runtimes: readonly Handler[];
  readonly metricsPort: number | false;
}

/** What every runtime wants of the kernel. */
export const KERNEL_NEEDS: HostNeeds = {
  modules: ['overlay', 'br_netfilter'],
  sysctls: {
    'net.bridge.bridge-nf-call-ip6tables': '1',
    'net.bridge.bridge-nf-call-iptables': '1',
    'net.ipv4.ip_forward': '1',
  },
};

/** Minor version of Kubernetes on the nodes. */
export const kubernetesOf = (by: Component): string =>
  Platform.of(by)?.kubernetesVersion ?? DEFAULT_KUBERNETES;

/**
 * Completes what somebody asks of a runtime.
 * @param own runtimes of Pods that are there anyway
 * @returns the settings, or a sentence that says what is wrong
 */
export function runtimeSettings(
  props: RuntimeProps,
  own: readonly string[],
  usualPort: number,
): RuntimeSettings | string {
  const { registries = [], metricsPort = usualPort, cniPlugins = false } = props;
  const runtimes = handlersOf(props.runtimes ?? [], own);
  if (typeof runtimes === 'string') return runtimes;
  const cni = cniPlugins === false ? undefined : exactError(cniPlugins, '1.9.1');
  return (
    registriesError(registries) ??
    proxyError(props.proxy) ??
    portError(metricsPort) ??
    downloadsError(props.downloads) ??
    (cni && `CNI plugins: ${cni}`) ?? { runtimes, metricsPort }
  );
}

/** Offers the runtime to its neighbours, with its RuntimeClasses and metrics. */
export function offerRuntime(
  by: RuntimeComponent,
  { runtimes, metricsPort: port }: RuntimeSettings,
  monitoring: RuntimeMonitoring,
): void {
  RuntimeOwner.claim(by);
  ContainerRuntime.provide(by, by);
  drawRuntimeClasses(by, runtimes);
  if (port === false) return;
  Metrics.whenProvided(by, (metrics) => drawRuntimeMetrics(by, metrics, port, monitoring));
}

/** What the runtime listens on. */
export const runtimePorts = (
  { name }: NodeRuntime,
  { metricsPort: port }: RuntimeSettings,
): readonly HostPort[] =>
  port === false ? [] : [{ port, purpose: `metrics of ${name}`, from: ['nodes', 'pods'] }];

/**
 * How `crictl` reaches the runtime, and the drop-in of its unit.
 * @param unit its lines below `[Service]`
 */
export const runtimeFiles = (
  by: RuntimeComponent,
  unit: readonly string[],
  { proxy }: RuntimeProps,
): readonly HostFileProps[] => [
  {
    on: 'nodes',
    path: '/etc/crictl.yaml',
    content: {
      yaml: { 'runtime-endpoint': by.socket, 'image-endpoint': by.socket, timeout: 10 },
    },
  },
  {
    on: 'nodes',
    path: `/etc/systemd/system/${by.service}.service.d/20-kubestrata.conf`,
    // Read at the next start, which is a step of the runbooks.
    content: unitDropIn(by, unit, proxy),
  },
];

const portError = (port: number | false): string | undefined =>
  port === false || (Number.isInteger(port) && port >= 1 && port <= 65535)
    ? undefined
    : `metricsPort '${port}' is no port; take 1 to 65535`;
