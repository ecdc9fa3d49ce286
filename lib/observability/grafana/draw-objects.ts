import type { Construct } from 'constructs';
import { Secrets } from '../../contracts/secrets';
import type { Dashboard } from '../../contracts/dashboards';
import { ClusterRole, ConfigMap, KubeObject, type SecretRef } from '../../index';
import {
  DASHBOARD_LABEL,
  DATASOURCE_LABEL,
  FOLDER_ANNOTATION,
  SIDECAR_LABEL_VALUE,
} from '../dashboard-sidecar';
import { grafanaDashboard } from './dashboard-json';
import { AUTHORITY, AUTHORITY_FILE } from './oidc';
import { SIDECAR_ROLE } from './values';
import type { AdminOptions } from './words';

/** The first user's Secret, where the platform makes it. */
export const GENERATED: AdminOptions = { secretName: 'grafana-admin' };
/** The key of stored secrets, where the platform makes it. */
export const GENERATED_KEY: SecretRef = { name: 'grafana-secret-key', key: 'secret-key' };

/** Draws what the sidecars read and need; `datasources` is called at synthesis. */
export function drawSidecarObjects(
  scope: Construct,
  namespace: string,
  datasources: () => string,
): void {
  const name = 'platform-datasources';
  new KubeObject(scope, `ConfigMap-${name}`, ConfigMap, {
    name,
    namespace,
    labels: { [DATASOURCE_LABEL]: SIDECAR_LABEL_VALUE },
    phase: 'before',
    body: () => ({ data: { 'platform.yaml': datasources() } }),
  });
  // The chart's own role reads every Secret of the cluster.
  const rules = [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }];
  new KubeObject(scope, `ClusterRole-${SIDECAR_ROLE}`, ClusterRole, {
    name: SIDECAR_ROLE,
    phase: 'before',
    body: { rules },
  });
}

/** Draws the authority by which the identity provider is verified. */
export function drawAuthority(scope: Construct, namespace: string, certificates: string): void {
  new KubeObject(scope, `ConfigMap-${AUTHORITY}`, ConfigMap, {
    name: AUTHORITY,
    namespace,
    phase: 'before',
    body: { data: { [AUTHORITY_FILE]: certificates } },
  });
}

/** Draws a dashboard as the sidecars find it. */
export function drawDashboard(scope: Construct, dashboard: Dashboard, namespace: string): void {
  const { uid, folder = 'Platform' } = dashboard;
  new KubeObject(scope, `ConfigMap-dashboard-${uid}`, ConfigMap, {
    name: `dashboard-${uid}`,
    namespace,
    labels: { [DASHBOARD_LABEL]: SIDECAR_LABEL_VALUE },
    annotations: { [FOLDER_ANNOTATION]: folder },
    body: {
      data: { [`${uid}.json`]: `${JSON.stringify(grafanaDashboard(dashboard), null, 2)}\n` },
    },
  });
}

/** Has the Secrets made that the user did not name. */
export function generateSecrets(
  scope: Construct,
  namespace: string,
  given: { readonly admin: boolean; readonly secretKey: boolean },
): void {
  Secrets.whenProvided(scope, (secrets) => {
    if (!given.admin) {
      secrets.generate(scope, {
        name: GENERATED.secretName,
        namespace,
        generated: { 'admin-password': { length: 32 } },
        plain: { 'admin-user': 'admin' },
      });
    }
    if (!given.secretKey) {
      const { name, key } = GENERATED_KEY;
      secrets.generate(scope, { name, namespace, generated: { [key]: { length: 40 } } });
    }
  });
}
