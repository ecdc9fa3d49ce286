import { BlockStorage } from '../../contracts/block-storage';
import {
  type Component,
  KubeObject,
  PodDisruptionBudget,
  Service,
  type Platform,
} from '../../index';
import { podsOf } from './names';
import type { HarborProps, TrivyOptions } from './props';
import type { Services } from './services';
import { StatefulSet, TRIVY, trivyService, trivySpec } from './trivy';
import { noProxy } from './values';

/** Where databases of vulnerabilities come from. */
export interface ScannerDatabases {
  readonly databases: readonly string[];
  readonly javaDatabases: readonly string[];
}

const DATABASE = 'mirror.gcr.io/aquasec/trivy-db:2';
const JAVA_DATABASE = 'mirror.gcr.io/aquasec/trivy-java-db:1';
const SECOND = {
  database: 'ghcr.io/aquasecurity/trivy-db:2',
  java: 'ghcr.io/aquasecurity/trivy-java-db:1',
};

/** The given places, else the platform's mirror, else the public ones. */
export function scannerDatabases(
  { databases, javaDatabases, updates = true }: TrivyOptions,
  image: (reference: string) => string,
  platform: Platform | undefined,
): ScannerDatabases {
  const places = (given: readonly string[] | undefined, first: string, second: string) => {
    if (given || !updates) return given ?? [first];
    return platform?.imageMirror ? [image(first)] : [image(first), second];
  };
  return {
    databases: places(databases, DATABASE, SECOND.database),
    javaDatabases: places(javaDatabases, JAVA_DATABASE, SECOND.java),
  };
}

/** Draws the scanner, under the name at which core looks for it. */
export function drawScanner(
  scope: Component,
  props: HarborProps & ScannerDatabases,
  options: TrivyOptions,
  services: Services,
  replicas: number,
): void {
  const { namespace } = scope;
  const { internalTls = false, proxy } = props;
  const meta = { name: TRIVY, namespace, labels: podsOf('trivy') };
  new KubeObject(scope, `Service-${TRIVY}`, Service, {
    ...meta,
    body: { spec: trivyService(internalTls) },
  });
  new KubeObject(scope, `StatefulSet-${TRIVY}`, StatefulSet, {
    ...meta,
    body: () => ({
      spec: trivySpec({
        options,
        replicas,
        internalTls,
        proxy,
        noProxy: noProxy(['harbor-core', ...(proxy?.except ?? [])]),
        cache: services.cache ?? MISSING,
        storageClass: BlockStorage.find(scope)?.storageClass,
        trust: services.trustedSecret,
        databases: props.databases,
        javaDatabases: props.javaDatabases,
      }),
    }),
  });
  if (replicas === 1) return;
  new KubeObject(scope, `PodDisruptionBudget-${TRIVY}`, PodDisruptionBudget, {
    ...meta,
    body: { spec: { maxUnavailable: 1, selector: { matchLabels: podsOf('trivy') } } },
  });
}

/** Stands in where there is no cache, which fails synthesis by itself. */
const MISSING = {
  host: 'harbor-cache',
  port: 6379,
  passwordSecret: { name: 'harbor-cache', key: 'password' },
  secure: false,
  destination: { host: 'harbor-cache', port: 6379 },
};
