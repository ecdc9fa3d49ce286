import type { Dashboard } from '../../contracts/dashboards';
import type { AlertRule, RuleGroup } from '../../contracts/metrics';

/** What people should know of what runs, and whether anybody still looks. */
export const alerts = (
  namespace: string,
  threshold: number,
  excluded: readonly string[],
): readonly RuleGroup[] => {
  // Scans themselves are not scanned.
  const unscanned = [namespace, ...excluded].map((name) => name.replaceAll('*', '.*')).join('|');
  const running = `count by (namespace, container) (kube_pod_container_info{namespace!~"${unscanned}"})`;
  const scanned =
    'count by (namespace, container) (label_replace(trivy_image_vulnerabilities, "container", "$1", "container_name", "(.+)"))';
  const findings: AlertRule[] = [
    {
      alert: 'CriticalVulnerabilities',
      expr: `sum by (namespace) (trivy_image_vulnerabilities{severity="Critical"}) > ${threshold}`,
      for: '1h',
      severity: 'warning',
      summary: '{{ $value }} critical vulnerabilities run in {{ $labels.namespace }}',
      description:
        'See the VulnerabilityReports of the namespace: `kubectl -n {{ $labels.namespace }} get vulnerabilityreports`. Update the images; where there is no fix, look whether the program is reachable at all.',
    },
    {
      alert: 'ExposedSecretsInImages',
      expr: 'sum by (namespace, image_repository) (trivy_image_exposedsecrets{severity=~"Critical|High"}) > 0',
      severity: 'warning',
      summary: 'The image {{ $labels.image_repository }} in {{ $labels.namespace }} holds secrets',
      description:
        'Whoever can pull the image can read them. Revoke them first, then build the image without; the ExposedSecretReports of the namespace name the files.',
    },
    {
      alert: 'CriticalMisconfigurations',
      expr: 'sum by (namespace) (trivy_resource_configaudits{severity="Critical"}) > 0',
      for: '1h',
      severity: 'info',
      summary: '{{ $value }} critical checks of workloads fail in {{ $labels.namespace }}',
      description:
        'See the ConfigAuditReports of the namespace. Mostly containers that may do more on their node than they need.',
    },
    {
      alert: 'RiskyRoles',
      expr: 'sum(trivy_clusterrole_clusterrbacassessments{severity="Critical"}) > sum(trivy_clusterrole_clusterrbacassessments{severity="Critical"} offset 1d)',
      for: '1h',
      severity: 'info',
      summary: 'More cluster roles than yesterday give away too much',
      description:
        'See the ClusterRbacAssessmentReports for roles that came: they reach all Secrets, or let their holders become somebody else.',
    },
    {
      alert: 'ComplianceGotWorse',
      expr: 'sum by (title) (trivy_cluster_compliance{status="Fail"}) > sum by (title) (trivy_cluster_compliance{status="Fail"} offset 1d)',
      for: '1h',
      severity: 'info',
      summary: 'More rules of {{ $labels.title }} are broken than yesterday',
      description: 'See its ClusterComplianceReport for the rules, and what changed since.',
    },
  ];
  const operation: AlertRule[] = [
    {
      alert: 'TrivyOperatorDown',
      expr: `absent(up{namespace="${namespace}",job="trivy-operator"} == 1)`,
      for: '15m',
      severity: 'warning',
      summary: 'Nobody scans what runs in the cluster',
      description: 'See the Pods of the Deployment trivy-operator.',
    },
    {
      // A scan that fails leaves no trace: the operator deletes its Job and tries again.
      alert: 'TrivyScansFail',
      expr: `count(${running} unless ${scanned}) / count(${running}) > 0.2`,
      for: '6h',
      severity: 'warning',
      summary: '{{ $value | humanizePercentage }} of the containers have no report',
      description:
        'Scans fail or wait. The log of the operator names the images: no database at the server, no way to the registry, no account for a private image, or too little memory.',
    },
    {
      alert: 'TrivyReportsNothing',
      expr: 'absent(trivy_image_vulnerabilities)',
      for: '6h',
      severity: 'warning',
      summary: 'There is no report on any image',
      description:
        'Scans do not end. See the StatefulSet trivy-server: without a way to its database, every scan waits.',
    },
  ];
  return [
    { name: 'trivy-findings', rules: findings },
    { name: 'trivy-operator', rules: operation },
  ];
};

/** Findings by where they are. */
export const dashboard: Dashboard = {
  uid: 'trivy-operator',
  title: 'Security of what runs',
  panels: [
    {
      title: 'Critical vulnerabilities',
      shape: 'number',
      queries: [{ expr: 'sum(trivy_image_vulnerabilities{severity="Critical"})' }],
    },
    {
      title: 'Secrets in images',
      shape: 'number',
      queries: [{ expr: 'sum(trivy_image_exposedsecrets)' }],
    },
    {
      title: 'Vulnerabilities',
      queries: [
        { expr: 'sum by (severity) (trivy_image_vulnerabilities)', legend: '{{severity}}' },
      ],
    },
    {
      title: 'Critical and high by namespace',
      shape: 'table',
      queries: [
        {
          expr: 'sort_desc(sum by (namespace) (trivy_image_vulnerabilities{severity=~"Critical|High"}))',
          legend: '{{namespace}}',
        },
      ],
    },
    {
      title: 'Most vulnerable images',
      shape: 'table',
      queries: [
        {
          expr: 'topk(20, max by (image_repository, image_tag) (trivy_image_vulnerabilities{severity="Critical"}) > 0)',
          legend: '{{image_repository}}:{{image_tag}}',
        },
      ],
    },
    {
      title: 'Failed checks of workloads',
      queries: [
        { expr: 'sum by (severity) (trivy_resource_configaudits)', legend: '{{severity}}' },
      ],
    },
    {
      title: 'Failed checks of roles',
      queries: [
        {
          expr: 'sum by (severity) (trivy_role_rbacassessments or trivy_clusterrole_clusterrbacassessments)',
          legend: '{{severity}}',
        },
      ],
    },
    {
      title: 'Rules of compliance that are broken',
      queries: [
        {
          expr: 'sum by (title) (trivy_cluster_compliance{status="Fail"})',
          legend: '{{title}}',
        },
      ],
    },
  ],
};
