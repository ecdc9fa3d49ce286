import type { Examples } from '../../index';
import { AdmissionPolicies } from './admission-policies';

export const examples: Examples = {
  'rolled out by stage': (scope) => {
    new AdmissionPolicies(scope, 'policies', {
      level: 'restricted',
      rollout: [
        { namespaces: { stage: 'production' }, actions: ['Deny', 'Audit'] },
        { actions: ['Warn', 'Audit'] },
      ],
      library: {
        'allowed-registries': {
          parameters: { registries: ['harbor.example.com'] },
          rollout: [
            { namespaces: { stage: 'production' }, actions: ['Deny'] },
            {
              namespaces: { stage: ['test', 'development'] },
              actions: ['Deny'],
              parameters: { registries: ['harbor.example.com', 'docker.io'] },
            },
            { actions: ['Warn'] },
          ],
        },
        'disruption-budget': true,
        'image-tag': { parameters: { digest: true } },
        replicas: { parameters: { minimum: 3 } },
        'required-labels': {
          parameters: { labels: { 'app.kubernetes.io/name': '.+', team: '[a-z]+' } },
        },
      },
      exemptions: [
        {
          policies: ['pod-security-host-path', 'pod-security-volume-types'],
          namespace: 'backup',
          objects: { labels: { 'app.kubernetes.io/name': 'node-agent' } },
          reason: 'The node agent reads the volumes of the node to back them up.',
        },
      ],
    });
  },

  'everything, with policies of its own': (scope) => {
    const policies = new AdmissionPolicies(scope, 'policies', {
      library: {
        'allowed-registries': { parameters: { registries: ['harbor.example.com/team'] } },
        'gateway-tls': true,
        'ingress-tls': true,
        'load-balancer-services': { parameters: { namespaces: ['gateways'] } },
        'no-external-ips': true,
        'no-host-path': { parameters: { allowed: ['/var/log'] } },
        'no-interactive-exec': { parameters: { groups: ['operators'] } },
        'no-wildcard-rbac': { parameters: { allowed: ['argocd-*'] } },
        'node-port-services': true,
        'pod-security-host-ports': { parameters: { allowed: [8080] } },
        'probes-required': true,
        'protected-namespaces': { parameters: { namespaces: ['shop'] } },
        'protected-objects': true,
        'requests-and-limits': true,
        'service-account-token': true,
        'storage-classes': { parameters: { allowed: ['fast', 'standard'] } },
        'volume-size': { parameters: { maximum: '500Gi' } },
      },
    });
    policies.add({
      id: 'short-job-history',
      title: 'CronJobs keep three Jobs at most',
      description: 'Finished Jobs and their Pods fill the lists of people and controllers.',
      severity: 'low',
      match: {
        rules: [{ apiVersion: 'batch/v1', resources: ['cronjobs'], scope: 'Namespaced' }],
        excludedNamespaces: ['reporting'],
      },
      variables: { kept: 'object.spec.?successfulJobsHistoryLimit.orValue(3)' },
      validations: [
        {
          expression: 'variables.kept <= 3',
          message: 'spec.successfulJobsHistoryLimit must be 3 or less',
          messageExpression: `'spec.successfulJobsHistoryLimit must be 3 or less, and is ' + string(variables.kept)`,
        },
      ],
      auditAnnotations: { kept: 'string(variables.kept)' },
    });
    policies.add({
      id: 'team-quota',
      description: 'Each team says in a ConfigMap of its own how many replicas it may have.',
      match: {
        rules: [{ apiVersion: 'apps/v1', resources: ['deployments'], scope: 'Namespaced' }],
      },
      paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
      validations: [
        {
          expression: `object.spec.replicas <= int(params.data['replicas'])`,
          message: 'spec.replicas must be no more than the ConfigMap `quota` allows',
        },
      ],
      rollout: [
        {
          namespaces: { quota: 'yes' },
          actions: ['Deny'],
          paramRef: { name: 'quota', parameterNotFoundAction: 'Deny' },
        },
        { actions: [] },
      ],
    });
  },
};
