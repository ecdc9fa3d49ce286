import type { ImageKeys } from '../../index';

/** Where the chart names its images. */
export const images: ImageKeys = {
  'image.repository': 'quay.io/cilium/cilium',
  'operator.image.repository': 'quay.io/cilium/operator',
  'envoy.image.repository': 'quay.io/cilium/cilium-envoy',
  'certgen.image.repository': 'quay.io/cilium/certgen',
  'hubble.relay.image.repository': 'quay.io/cilium/hubble-relay',
  'hubble.ui.backend.image.repository': 'quay.io/cilium/hubble-ui-backend',
  'hubble.ui.frontend.image.repository': 'quay.io/cilium/hubble-ui',
  'clustermesh.apiserver.image.repository': 'quay.io/cilium/clustermesh-apiserver',
  'encryption.ztunnel.image.repository': 'quay.io/cilium/ztunnel',
  'nodeinit.image.repository': 'quay.io/cilium/startup-script',
  'preflight.image.repository': 'quay.io/cilium/cilium',
  'preflight.envoy.image.repository': 'quay.io/cilium/cilium-envoy',
};
