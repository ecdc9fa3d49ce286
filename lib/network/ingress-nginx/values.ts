import type { IConstruct } from 'constructs';
import { LoadBalancing } from '../../contracts/load-balancing';
import { Metrics } from '../../contracts/metrics';
import {
  highlyAvailable,
  knowsKind,
  resources,
  spread,
  type KindId,
  type Values,
} from '../../index';

export interface IngressNginxValuesOptions {
  /** Name of the IngressClass; it serves Ingresses that name none, too. @default 'nginx' */
  readonly className?: string;
  /** How the controller is reached: `NodePort` where a load balancer outside the cluster is. @default 'LoadBalancer' */
  readonly serviceType?: 'LoadBalancer' | 'NodePort' | 'ClusterIP';
  /** Address pool of the load balancer. @default - any */
  readonly addressPool?: string;
  /** Fixed addresses, at most one of each family. @default - the next free one */
  readonly addresses?: readonly string[];
  /** CIDRs that may connect; the load balancer or the nodes refuse the others. @default - everybody */
  readonly sourceRanges?: readonly string[];
  /** Copies of the controller. @default 2, 1 on a single node */
  readonly replicas?: number;
  /** Copies at most, by CPU load; needs the resource metrics API. @default - as many as `replicas` */
  readonly maxReplicas?: number;
  /** Largest request, with unit: `100m`; `0` for any. @default '0' */
  readonly maxBodySize?: string;
  /** Whether a load balancer in front speaks the PROXY protocol. @default false */
  readonly proxyProtocol?: boolean;
  /** CIDRs of proxies in front whose `X-Forwarded-For` is believed. @default [] */
  readonly trustedProxies?: readonly string[];
  /** Whether browsers are told to come by HTTPS only, for a year. @default true */
  readonly hsts?: boolean;
}

const CERTIFICATE_KINDS: readonly KindId[] = [
  'Certificate.cert-manager.io',
  'Issuer.cert-manager.io',
];

/** Kinds by which the webhook gets its certificate, where the cluster has them; else a Job makes it. */
export const webhookKinds = (scope: IConstruct): readonly KindId[] =>
  CERTIFICATE_KINDS.every((kind) => knowsKind(scope, kind)) ? CERTIFICATE_KINDS : [];

/** Chart values of ingress-nginx. */
export function ingressNginxValues(
  scope: IConstruct,
  options: IngressNginxValuesOptions,
  defaultCertificate: string,
): Values {
  const metrics = Metrics.find(scope);
  const { className = 'nginx', maxReplicas } = options;
  const replicas = options.replicas ?? (highlyAvailable(scope) ? 2 : 1);
  const labels = {
    'app.kubernetes.io/name': 'ingress-nginx',
    'app.kubernetes.io/component': 'controller',
  };
  return {
    controller: {
      replicaCount: replicas,
      minAvailable: 1,
      topologySpreadConstraints: replicas > 1 ? spread(labels) : [],
      priorityClassName: 'system-cluster-critical',
      resources: resources('100m', '256Mi', '1Gi'),
      ...(maxReplicas !== undefined && {
        autoscaling: {
          enabled: true,
          minReplicas: replicas,
          maxReplicas,
          targetCPUUtilizationPercentage: 70,
          // Memory follows the configuration, not the load.
          targetMemoryUtilizationPercentage: null,
        },
      }),
      ingressClass: className,
      ingressClassResource: {
        name: className,
        default: true,
        controllerValue: `k8s.io/${className === 'nginx' ? 'ingress-nginx' : className}`,
      },
      electionID: `${className}-leader`,
      extraArgs: { 'default-ssl-certificate': defaultCertificate },
      config: config(options),
      // Snippets are configuration of the whole controller, written by whoever may write an Ingress.
      allowSnippetAnnotations: false,
      enableAnnotationValidations: true,
      service: service(scope, options),
      admissionWebhooks: {
        certManager: { enabled: webhookKinds(scope).length > 0 },
        createSecretJob: { resources: resources('10m', '32Mi', '64Mi') },
        patchWebhookJob: { resources: resources('10m', '32Mi', '64Mi') },
      },
      metrics: {
        enabled: metrics !== undefined,
        serviceMonitor: metrics && { enabled: true, additionalLabels: metrics.monitorLabels },
      },
    },
  };
}

function config(options: IngressNginxValuesOptions): Values {
  const { hsts = true, maxBodySize = '0', proxyProtocol, trustedProxies = [] } = options;
  return {
    'ssl-protocols': 'TLSv1.2 TLSv1.3',
    hsts: String(hsts),
    'hsts-max-age': '31536000',
    'hsts-include-subdomains': 'false',
    'server-tokens': 'false',
    'allow-cross-namespace-resources': 'false',
    'annotations-risk-level': 'High',
    'strict-validate-path-type': 'true',
    'proxy-body-size': maxBodySize,
    // Consoles and log streams are silent for longer than a minute.
    'proxy-read-timeout': '300',
    'proxy-send-timeout': '300',
    'log-format-escape-json': 'true',
    'log-format-upstream': ACCESS_LOG,
    ...(proxyProtocol === true && { 'use-proxy-protocol': 'true' }),
    ...(trustedProxies.length > 0 && {
      'use-forwarded-headers': 'true',
      'proxy-real-ip-cidr': trustedProxies.join(','),
    }),
  };
}

function service(scope: IConstruct, options: IngressNginxValuesOptions): Values {
  const { serviceType: type = 'LoadBalancer', sourceRanges, addressPool, addresses } = options;
  const balancer = type === 'LoadBalancer' ? LoadBalancing.find(scope) : undefined;
  const request = {
    ...(addressPool !== undefined && { pool: addressPool }),
    ...(addresses && { addresses }),
  };
  return {
    type,
    // Keeps the clients' addresses.
    ...(type !== 'ClusterIP' && { externalTrafficPolicy: 'Local' }),
    ipFamilyPolicy: 'PreferDualStack',
    loadBalancerClass: balancer?.loadBalancerClass,
    loadBalancerSourceRanges: sourceRanges,
    annotations: balancer?.serviceAnnotations(request),
    labels: balancer?.serviceLabels(request),
  };
}

const ACCESS_LOG = JSON.stringify({
  time: '$time_iso8601',
  method: '$request_method',
  host: '$host',
  path: '$uri',
  protocol: '$server_protocol',
  status: '$status',
  duration: '$request_time',
  bytes_received: '$request_length',
  bytes_sent: '$bytes_sent',
  client: '$remote_addr',
  user_agent: '$http_user_agent',
  request_id: '$req_id',
  ingress: '$namespace/$ingress_name',
  upstream: '$upstream_addr',
  upstream_status: '$upstream_status',
  upstream_duration: '$upstream_response_time',
});
