import type { IConstruct } from 'constructs';
import { Certificates } from '../../contracts/certificates';
import { Dashboards } from '../../contracts/dashboards';
import { resources, type Values } from '../../index';
import { FOLDER_ANNOTATION } from '../dashboard-sidecar';
import { controlPlaneValues } from './control-plane-values';
import { nodeExporterValues } from './node-exporter-values';
import type { ClusterTargets } from './prometheus-words';

export interface StackOptions {
  /** Metrics of the machines, from an agent on each. @default true */
  readonly nodeExporter?: boolean;
  /** Which parts of the control plane are read. @default - see `ClusterTargets` */
  readonly targets?: ClusterTargets;
  /** Whether the field's own rules for Kubernetes, nodes and this stack are there. @default true */
  readonly defaultRules?: boolean;
  /** Default alerts to leave out, by name: `['CPUThrottlingHigh']`. @default [] */
  readonly disabledAlerts?: readonly string[];
}

/** The values of the stack beside Prometheus and Alertmanager themselves. */
export function stackValues(scope: IConstruct, options: StackOptions): Values {
  const nodeExporter = options.nodeExporter ?? true;
  return {
    // Their own component brings them: here Helm would never upgrade them.
    crds: { enabled: false },
    defaultRules: {
      create: options.defaultRules ?? true,
      rules: { windows: false },
      disabled: Object.fromEntries((options.disabledAlerts ?? []).map((name) => [name, true])),
    },
    ...controlPlaneValues(scope, options.targets),
    grafana: {
      // Grafana is a component of its own; the dashboards come all the same, for whoever shows them.
      enabled: false,
      forceDeployDashboards: Dashboards.find(scope) !== undefined,
      sidecar: { dashboards: { annotations: { [FOLDER_ANNOTATION]: 'Kubernetes' } } },
    },
    nodeExporter: { enabled: nodeExporter },
    'prometheus-node-exporter': nodeExporterValues(scope),
    'kube-state-metrics': {
      resources: resources('20m', '128Mi', '512Mi'),
      // The default alerts about it read its own metrics.
      selfMonitor: { enabled: true },
    },
    prometheusOperator: {
      admissionWebhooks: {
        certManager: { enabled: Certificates.find(scope) !== undefined },
        patch: { resources: resources('10m', '32Mi', '128Mi') },
      },
      kubeletEndpointsEnabled: false,
      kubeletEndpointSliceEnabled: true,
      resources: resources('50m', '128Mi', '512Mi'),
      prometheusConfigReloader: {
        enableProbe: true,
        resources: resources('10m', '32Mi', '64Mi'),
      },
    },
  };
}
