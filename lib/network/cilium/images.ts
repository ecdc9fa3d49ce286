import type { ImageKeys } from '../../index';

/** Where the chart names its images. */
export const images: ImageKeys = {
  'image.repository': 'quay.io/cilium/cilium',
  // The chart appends `-generic`, or the name of a cloud.
  'operator.image.repository': 'quay.io/cilium/operator*',
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

/** Images of the pinned chart's Pods and of what they start by default, from a render of it. */
export const IMAGES: readonly string[] = [
  'quay.io/cilium/certgen:v0.4.8@sha256:e65f1d15a0ffaf2df32797c8ad1c797fc64dad11c274cd96a2eafa89d712cdc3',
  'quay.io/cilium/cilium-envoy:v1.37.5-1782911245-7cffc778c923f68a77954a53b1a98d6b5353f004@sha256:583057dd4f7d54cd41efff3c413aa0b148ac201f522e2c3336851fa89c78b039',
  'quay.io/cilium/cilium:v1.20.0@sha256:383968cd5e8873f7976fa76aa6196045643558f4cc9518a207b9335cb24a0e93',
  'quay.io/cilium/clustermesh-apiserver:v1.20.0@sha256:c791d0c334d4515d40041b2660d50a1b94b0179ef1d3c120bd350aebc9115e92',
  'quay.io/cilium/hubble-relay:v1.20.0@sha256:2ca16981c7eb98df0ba9c9d18896bb9ca628b5cbd40dc9801339f4741f91ee94',
  'quay.io/cilium/hubble-ui-backend:v0.13.5@sha256:fac0c300ae119274edca11fd89b1ad23c788792d8bc4ea2ba631c709e8d3c688',
  'quay.io/cilium/hubble-ui:v0.13.5@sha256:f7d514fc54d784ed6df9d58cf0e97648b143f92b766dd1780ed3fc845bd4c516',
  'quay.io/cilium/operator-generic:v1.20.0@sha256:80744a8cc7c91c2f9e6347629406844eb35d79b30a732c6d41c15b17232a74f3',
];
