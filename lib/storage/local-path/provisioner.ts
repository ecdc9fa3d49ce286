import { CONFINED } from '../../index';
import type { DeploymentSpec } from 'kubernetes-types/apps/v1';
import type { PolicyRule } from 'kubernetes-types/rbac/v1';
import type { NodePaths } from './words';

/** Name of the provisioner's objects. */
export const NAME = 'local-path-provisioner';
/** ConfigMap with its configuration. */
export const CONFIG = 'local-path-config';
/** Name by which StorageClasses ask for it. */
export const PROVISIONER = 'rancher.io/local-path';
/** Labels of its Pods. */
export const LABELS = { 'app.kubernetes.io/name': NAME };

const PORT = 8080;
const VOLUMES = {
  resources: ['persistentvolumes'],
  verbs: ['create', 'patch', 'update', 'delete'],
};

/** What it may do in the whole cluster. */
export const CLUSTER_RULES: PolicyRule[] = [
  {
    apiGroups: [''],
    resources: [
      'nodes',
      'persistentvolumeclaims',
      'persistentvolumes',
      'configmaps',
      'pods',
      'pods/log',
    ],
    verbs: ['get', 'list', 'watch'],
  },
  { apiGroups: [''], ...VOLUMES },
  { apiGroups: [''], resources: ['persistentvolumeclaims'], verbs: ['update'] },
  { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
  {
    apiGroups: ['storage.k8s.io'],
    resources: ['storageclasses'],
    verbs: ['get', 'list', 'watch'],
  },
];

/** What it may do in its own namespace, where its helper Pods run. */
export const RULES: PolicyRule[] = [
  {
    apiGroups: [''],
    resources: ['pods'],
    verbs: ['get', 'list', 'watch', 'create', 'patch', 'update', 'delete'],
  },
];

/**
 * Its configuration: folders, and the Pod that makes and removes the folder of a volume. It runs as
 * root, as a volume's files belong to whoever wrote them.
 *
 * @param helperImage as the platform pulls it: this Pod stands in text that no engine looks into
 */
export function configuration(
  nodePathMap: readonly NodePaths[],
  helperImage: string,
): Readonly<Record<string, string>> {
  const helper = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'helper-pod' },
    spec: {
      priorityClassName: 'system-node-critical',
      automountServiceAccountToken: false,
      tolerations: [{ operator: 'Exists' }],
      containers: [
        {
          name: 'helper-pod',
          image: helperImage,
          imagePullPolicy: 'IfNotPresent',
          resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '64Mi' } },
        },
      ],
    },
  };
  return {
    'config.json': `${JSON.stringify({ nodePathMap }, null, 2)}\n`,
    'helperPod.yaml': `${JSON.stringify(helper, null, 2)}\n`,
    setup: '#!/bin/sh\nset -eu\nmkdir -m 0777 -p "$VOL_DIR"\n',
    teardown: '#!/bin/sh\nset -eu\nrm -rf "$VOL_DIR"\n',
  };
}

/** The provisioner: one Pod, as it elects no leader. It itself touches no node. */
export const deployment = (image: string, helperImage: string): DeploymentSpec => ({
  replicas: 1,
  strategy: { type: 'Recreate' },
  selector: { matchLabels: LABELS },
  template: {
    metadata: { labels: LABELS },
    spec: {
      serviceAccountName: NAME,
      priorityClassName: 'system-cluster-critical',
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65534,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [
        {
          name: NAME,
          image,
          command: [
            'local-path-provisioner',
            'start',
            '--config=/etc/config/config.json',
            `--configmap-name=${CONFIG}`,
            `--service-account-name=${NAME}`,
            `--provisioner-name=${PROVISIONER}`,
            `--helper-image=${helperImage}`,
          ],
          env: [
            { name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
            { name: 'CONFIG_MOUNT_PATH', value: '/etc/config/' },
            { name: 'HEALTH_PORT', value: String(PORT) },
          ],
          ports: [{ name: 'health', containerPort: PORT }],
          startupProbe: { httpGet: { path: '/health', port: 'health' }, failureThreshold: 12 },
          livenessProbe: { httpGet: { path: '/health', port: 'health' } },
          readinessProbe: { httpGet: { path: '/ready', port: 'health' } },
          resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
          securityContext: CONFINED,
          volumeMounts: [{ name: 'config', mountPath: '/etc/config/' }],
        },
      ],
      volumes: [{ name: 'config', configMap: { name: CONFIG } }],
    },
  },
});
