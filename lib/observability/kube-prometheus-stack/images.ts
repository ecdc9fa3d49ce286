import type { ImageKeys } from '../../index';

/** Where the chart is told its images. */
export const IMAGE_KEYS: ImageKeys = {
  'alertmanager.alertmanagerSpec.image.registry': 'quay.io',
  'kube-state-metrics.image.registry': 'registry.k8s.io',
  'prometheus-node-exporter.image.registry': 'quay.io',
  'prometheus.prometheusSpec.image.registry': 'quay.io',
  'prometheusOperator.admissionWebhooks.patch.image.registry': 'ghcr.io',
  'prometheusOperator.image.registry': 'quay.io',
  'prometheusOperator.prometheusConfigReloader.image.registry': 'quay.io',
  'prometheusOperator.thanosImage.registry': 'quay.io',
};

/** Images of the pinned chart's Pods and of what they start by default, from a render of it. */
export const IMAGES: readonly string[] = [
  'ghcr.io/jkroepke/kube-webhook-certgen:1.8.7',
  'quay.io/prometheus-operator/prometheus-config-reloader:v0.93.1',
  'quay.io/prometheus-operator/prometheus-operator:v0.93.1',
  'quay.io/prometheus/alertmanager:v0.34.0',
  'quay.io/prometheus/node-exporter:v1.12.1-distroless',
  'quay.io/prometheus/prometheus:v3.14.0-distroless',
  'quay.io/thanos/thanos:v0.42.4',
  'registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.20.0',
];
