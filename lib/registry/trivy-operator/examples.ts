import type { Examples } from '../../index';
import { TrivyOperator } from './trivy-operator';

export const examples: Examples = {
  default: (scope) => {
    new TrivyOperator(scope, 'trivy-operator');
  },

  'nodes-and-compliance': (scope) => {
    const trivy = new TrivyOperator(scope, 'trivy-operator', {
      nodes: true,
      severities: ['HIGH', 'CRITICAL'],
      ignoreUnfixed: true,
      excludedNamespaces: ['kube-system', 'build-*'],
      excludedImages: ['registry.example.com/models/**'],
      concurrentScans: 3,
      scanResources: { cpu: '200m', memoryLimit: '2Gi' },
      scanTolerations: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }],
      registrySecrets: { shop: ['registry-shop'] },
      criticalThreshold: 5,
    });
    trivy.addComplianceReport('platform-baseline', {
      cron: '0 5 * * *',
      reportType: 'summary',
      compliance: {
        id: 'platform-baseline',
        platform: 'k8s',
        type: 'platform',
        title: 'Platform baseline',
        description: 'What the platform team asks of every workload',
        version: '1.0',
        relatedResources: [],
        controls: [
          {
            id: '1.1',
            name: 'No privileged containers',
            description: 'Containers are not privileged',
            severity: 'HIGH',
            checks: [{ id: 'AVD-KSV-0017' }],
          },
        ],
      },
    });
  },

  'air-gapped-with-pull-secrets-of-its-own': (scope) => {
    new TrivyOperator(scope, 'trivy-operator', {
      offline: true,
      usePullSecrets: false,
      registrySecrets: { shop: ['registry-shop'], web: ['registry-web', 'registry-base'] },
      sboms: true,
      reportTtl: '72h',
      databaseSize: '10Gi',
      compliance: ['k8s-nsa-1.0'],
      complianceSchedule: '0 4 * * *',
    });
  },
};

/** Why the namespace is stricter than the chart's defaults need. */
export const stricterPodSecurity =
  'Jobs that read the files of nodes run with `nodes` only; scans run as a user of their own, without rights.';
