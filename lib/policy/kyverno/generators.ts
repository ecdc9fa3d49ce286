import type { ClonedObject, GeneratedObject } from './words';

/** Closes a new namespace: Pods reach nobody but DNS, and nobody reaches them. */
export const defaultDeny = (): GeneratedObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  resource: 'networkpolicies',
  name: 'default-deny',
  body: {
    spec: {
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            },
          ],
          ports: [
            { protocol: 'UDP', port: 53 },
            { protocol: 'TCP', port: 53 },
          ],
        },
      ],
    },
  },
});

/**
 * How much a new namespace may use.
 * @param hard `{ 'requests.cpu': '8', 'requests.memory': '16Gi', pods: '100' }`
 */
export const namespaceQuota = (hard: Readonly<Record<string, string>>): GeneratedObject => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  resource: 'resourcequotas',
  name: 'namespace-quota',
  body: { spec: { hard } },
});

/** What containers of a new namespace ask for when they say nothing: a quota refuses such Pods. */
export const containerDefaults = (
  requests: Readonly<Record<string, string>>,
  limits: Readonly<Record<string, string>> = {},
): GeneratedObject => ({
  apiVersion: 'v1',
  kind: 'LimitRange',
  resource: 'limitranges',
  name: 'container-defaults',
  body: { spec: { limits: [{ type: 'Container', defaultRequest: requests, default: limits }] } },
});

/** Gives a new namespace the Secret by which images are pulled. */
export const pullSecret = (namespace: string, name: string): ClonedObject => ({
  apiVersion: 'v1',
  resource: 'secrets',
  namespace,
  name,
});
