import type { Construct } from 'constructs';
import { exposeWithLogin, type LoginChoice } from '../../contracts/login-gate';
import type { MetricsCollector } from '../../contracts/metrics';
import { Platform, type Values } from '../../index';
import { serviceMonitor } from './monitors';
import { replicated } from './replicas';
import type { CiliumValuesOptions } from './options';

/** Port on which the relay answers Prometheus. */
export const RELAY_METRICS = 9966;

/**
 * Values of the flow recorder. A job in the cluster makes its certificates and renews them: Helm
 * would make new ones at each render, and cert-manager cannot run before there is a network.
 */
export function hubbleValues(
  { hubble = true, hubbleUi = 'none', hubbleMetrics }: CiliumValuesOptions,
  metrics: MetricsCollector | undefined,
  highlyAvailable: boolean,
): Values {
  if (!hubble) return { enabled: false };
  const monitor = metrics && serviceMonitor(metrics);
  return {
    enabled: true,
    tls: { auto: { method: 'cronJob' } },
    metrics: monitor && {
      enabled: hubbleMetrics ?? ['dns', 'drop', 'flow', 'icmp', 'tcp'],
      serviceMonitor: monitor,
    },
    relay: {
      enabled: true,
      rollOutPods: true,
      ...replicated(highlyAvailable),
      resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '512Mi' } },
      prometheus: monitor && { enabled: true, port: RELAY_METRICS, serviceMonitor: monitor },
    },
    ui: hubbleUi === 'none' ? { enabled: false } : ui(highlyAvailable),
  };
}

/** Gives the page a hostname. Who talks to whom is not for everybody to see. */
export function exposeHubble(scope: Construct, login: LoginChoice, namespace: string): void {
  exposeWithLogin(scope, login, {
    name: 'hubble-ui',
    role: 'editor',
    host: Platform.of(scope)?.hostname('hubble') ?? 'hubble.cluster.local',
    namespace,
    service: 'hubble-ui',
    port: 80,
    podPort: 8081,
  });
}

const ui = (highlyAvailable: boolean): Values => ({
  enabled: true,
  rollOutPods: true,
  ...replicated(highlyAvailable),
  frontend: {
    resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
  },
  backend: {
    resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '256Mi' } },
  },
});
