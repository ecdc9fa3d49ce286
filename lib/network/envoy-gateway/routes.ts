import type { Construct } from 'constructs';
import { connect, KubeObject } from '../../index';
import { BackendTLSPolicy, GRPCRoute, HTTPRoute } from '../gateway-api/kinds';
import { Backend } from './kinds';
import { PROXY_LABELS } from './proxy';
import type { EnvoyExposeOptions } from './words';

/** Where a route attaches. */
export interface RouteParent {
  readonly name: string;
  readonly namespace: string;
  /** Name of the listener that serves the host; asked late. */
  readonly listener: () => string | undefined;
}

/** Draws the route, and what the gateway needs to reach the Pods and to trust them. */
export function drawRoute(
  scope: Construct,
  options: EnvoyExposeOptions,
  parent: RouteParent,
  clusterDomain: string,
): void {
  const { name, namespace, host, path = '/', protocol = 'http', service, port } = options;
  const { podPort = port, pods, backendCa, timeoutSeconds } = options;
  const unverified = protocol === 'https' && backendCa === undefined;
  const backendRefs = [
    unverified
      ? { group: 'gateway.envoyproxy.io', kind: 'Backend', name }
      : { name: service, port },
  ];
  const spec = () => {
    const sectionName = parent.listener();
    const reference = { name: parent.name, namespace: parent.namespace };
    return {
      parentRefs: [{ ...reference, ...(sectionName !== undefined && { sectionName }) }],
      hostnames: [host],
    };
  };
  if (protocol === 'grpc') {
    new KubeObject(scope, `GRPCRoute-${name}`, GRPCRoute, {
      name,
      namespace,
      body: () => ({ spec: { ...spec(), rules: [{ backendRefs }] } }),
    });
  } else {
    const timeouts = timeoutSeconds !== undefined && {
      timeouts: { request: `${timeoutSeconds}s` },
    };
    const matches = [{ path: { type: 'PathPrefix' as const, value: path } }];
    new KubeObject(scope, `HTTPRoute-${name}`, HTTPRoute, {
      name,
      namespace,
      body: () => ({ spec: { ...spec(), rules: [{ matches, backendRefs, ...timeouts }] } }),
    });
  }
  if (unverified) drawBackend(scope, options, clusterDomain);
  if (backendCa !== undefined) drawBackendTls(scope, options, backendCa);
  connect(scope, {
    name: `gateway-to-${name}`,
    from: { namespace: parent.namespace, pods: PROXY_LABELS },
    to: { namespace, ...(pods && { pods }), ports: [podPort] },
  });
}

/** Encrypts without verifying: most charts sign what they speak HTTPS with by themselves. */
function drawBackend(
  scope: Construct,
  { name, namespace, service, port }: EnvoyExposeOptions,
  clusterDomain: string,
): void {
  const hostname = `${service}.${namespace}.svc.${clusterDomain}`;
  new KubeObject(scope, `Backend-${name}`, Backend, {
    name,
    namespace,
    body: {
      spec: { endpoints: [{ fqdn: { hostname, port } }], tls: { insecureSkipVerify: true } },
    },
  });
}

function drawBackendTls(
  scope: Construct,
  { name, namespace, service, backendHost }: EnvoyExposeOptions,
  ca: string,
): void {
  new KubeObject(scope, `BackendTLSPolicy-${name}`, BackendTLSPolicy, {
    name,
    namespace,
    body: {
      spec: {
        targetRefs: [{ group: '', kind: 'Service', name: service }],
        validation: {
          hostname: backendHost ?? `${service}.${namespace}.svc`,
          caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: ca }],
        },
      },
    },
  });
}
