import type { StatefulSetSpec } from 'kubernetes-types/apps/v1';
import type { ServiceSpec } from 'kubernetes-types/core/v1';
import type { Cache } from '../../contracts/caches';
import { spread, type Kind } from '../../index';
import { cacheVariables } from './environment';
import { HARBOR_VERSION, partSecret, podsOf } from './names';
import type { OutgoingProxy, TrivyOptions } from './props';
import { CA_KEY } from './trust';

/** Pods with a volume each. */
export const StatefulSet: Kind<{ spec: StatefulSetSpec }> = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
};

/** Name of its Service, which core asks for scans. */
export const TRIVY = 'harbor-trivy';

const IMAGE = `docker.io/goharbor/trivy-adapter-photon:${HARBOR_VERSION}`;
const CERTIFICATES = '/etc/harbor/ssl/trivy';
const LABELS = podsOf('trivy');

/** Port of the scanner's Pods and of their Service. */
export const trivyPort = (internalTls: boolean): number => (internalTls ? 8443 : 8080);

export interface TrivySpecOptions {
  readonly options: TrivyOptions;
  readonly replicas: number;
  readonly cache: Cache;
  readonly internalTls: boolean;
  readonly proxy: OutgoingProxy | undefined;
  readonly noProxy: string;
  readonly storageClass: string | undefined;
  /** Secret with certificates of authorities. */
  readonly trust: string | undefined;
  readonly databases: readonly string[];
  readonly javaDatabases: readonly string[];
}

/** The spec of the Service. */
export const trivyService = (internalTls: boolean): ServiceSpec => ({
  selector: LABELS,
  ports: [{ name: internalTls ? 'https-trivy' : 'http-trivy', port: trivyPort(internalTls) }],
});

/**
 * Harbor's own scanner. The chart's is the same, but takes the password of the cache from the
 * cluster at the time that it is rendered.
 */
export function trivySpec(settings: TrivySpecOptions): StatefulSetSpec {
  const { options, replicas, internalTls, storageClass, trust } = settings;
  const scheme = internalTls ? 'HTTPS' : 'HTTP';
  const probe = (path: string) => ({ httpGet: { path, port: 'api-server', scheme } });
  return {
    replicas,
    serviceName: TRIVY,
    podManagementPolicy: 'Parallel',
    selector: { matchLabels: LABELS },
    template: {
      metadata: { labels: LABELS },
      spec: {
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: {
          runAsUser: 10000,
          fsGroup: 10000,
          fsGroupChangePolicy: 'OnRootMismatch',
        },
        ...(replicas > 1 && { topologySpreadConstraints: spread(LABELS) }),
        containers: [
          {
            name: 'trivy',
            image: IMAGE,
            env: environment(settings) as { name: string }[],
            ports: [{ name: 'api-server', containerPort: trivyPort(internalTls) }],
            livenessProbe: {
              ...probe('/probe/healthy'),
              initialDelaySeconds: 5,
              failureThreshold: 10,
            },
            readinessProbe: { ...probe('/probe/ready'), initialDelaySeconds: 5 },
            resources: {
              requests: { cpu: '200m', memory: '512Mi' },
              limits: { memory: '2Gi' },
            },
            securityContext: {
              privileged: false,
              allowPrivilegeEscalation: false,
              runAsNonRoot: true,
              capabilities: { drop: ['ALL'] },
              seccompProfile: { type: 'RuntimeDefault' },
            },
            volumeMounts: [
              { name: 'data', mountPath: '/home/scanner/.cache' },
              ...(internalTls ? [{ name: 'certificate', mountPath: CERTIFICATES }] : []),
              ...(trust === undefined
                ? []
                : [
                    {
                      name: 'trust',
                      mountPath: '/harbor_cust_cert/custom-ca.crt',
                      subPath: CA_KEY,
                    },
                  ]),
            ],
          },
        ],
        volumes: [
          ...(internalTls
            ? [{ name: 'certificate', secret: { secretName: partSecret('trivy') } }]
            : []),
          ...(trust === undefined ? [] : [{ name: 'trust', secret: { secretName: trust } }]),
        ],
      },
    },
    volumeClaimTemplates: [
      {
        metadata: { name: 'data' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          ...(storageClass !== undefined && { storageClassName: storageClass }),
          resources: { requests: { storage: options.size ?? '5Gi' } },
        },
      },
    ],
  };
}

/** The adapter's settings. @see https://github.com/goharbor/harbor-scanner-trivy#configuration */
function environment(settings: TrivySpecOptions) {
  const { options, cache, internalTls, proxy, noProxy, databases, javaDatabases } = settings;
  const { updates = true, severities = ['UNKNOWN', 'LOW', 'MEDIUM', 'HIGH', 'CRITICAL'] } = options;
  const variables: Readonly<Record<string, string | boolean>> = {
    ...(proxy && { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url, NO_PROXY: noProxy }),
    SCANNER_LOG_LEVEL: 'info',
    SCANNER_TRIVY_CACHE_DIR: '/home/scanner/.cache/trivy',
    SCANNER_TRIVY_REPORTS_DIR: '/home/scanner/.cache/reports',
    SCANNER_TRIVY_VULN_TYPE: 'os,library',
    SCANNER_TRIVY_SECURITY_CHECKS: 'vuln',
    SCANNER_TRIVY_SEVERITY: severities.join(','),
    SCANNER_TRIVY_IGNORE_UNFIXED: options.ignoreUnfixed ?? false,
    SCANNER_TRIVY_SKIP_UPDATE: !updates,
    SCANNER_TRIVY_SKIP_JAVA_DB_UPDATE: !updates,
    SCANNER_TRIVY_DB_REPOSITORY: databases.join(','),
    SCANNER_TRIVY_JAVA_DB_REPOSITORY: javaDatabases.join(','),
    SCANNER_TRIVY_OFFLINE_SCAN: options.offline ?? false,
    SCANNER_TRIVY_TIMEOUT: options.timeout ?? '10m0s',
    SCANNER_API_SERVER_ADDR: `:${trivyPort(internalTls)}`,
    ...(internalTls && {
      INTERNAL_TLS_ENABLED: true,
      SCANNER_API_SERVER_TLS_KEY: `${CERTIFICATES}/tls.key`,
      SCANNER_API_SERVER_TLS_CERTIFICATE: `${CERTIFICATES}/tls.crt`,
    }),
  };
  return [
    ...Object.entries(variables).map(([name, value]) => ({ name, value: String(value) })),
    ...cacheVariables(cache, {
      SCANNER_REDIS_URL: 'trivy',
      SCANNER_STORE_REDIS_URL: 'trivy',
      SCANNER_JOB_QUEUE_REDIS_URL: 'trivy',
    }),
  ];
}
