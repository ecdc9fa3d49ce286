/**
 * Kinds whose health Argo CD 3.4 reads by itself, by API group; `*` stands for any. Written by us,
 * a check of one of these would replace Argo CD's better one.
 */
// prettier-ignore
const KNOWN: Readonly<Record<string, string>> = {
  '*.cnrm.cloud.google.com': '*', '*.crossplane.io': '*', '*.upbound.io': '*',
  'acid.zalan.do': 'postgresql', 'addons.cluster.x-k8s.io': 'ClusterResourceSet',
  'apps.kruise.io': 'AdvancedCronJob BroadcastJob CloneSet DaemonSet StatefulSet',
  'argoproj.io': 'AnalysisRun ApplicationSet CronWorkflow EventBus Experiment Rollout Workflow',
  'beat.k8s.elastic.co': 'Beat', 'bitnami.com': 'SealedSecret',
  'camel.apache.org': 'Integration', 'cassandra.rook.io': 'Cluster',
  'cdi.kubevirt.io': 'DataVolume', 'ceph.rook.io': 'CephCluster CephObjectStore',
  'cert-manager.io': 'Certificate ClusterIssuer Issuer',
  'clickhouse-keeper.altinity.com': 'ClickHouseKeeperInstallation',
  'clickhouse.altinity.com': 'ClickHouseInstallation',
  'cluster.x-k8s.io': 'Cluster Machine MachineDeployment MachineHealthCheck MachinePool',
  'controlplane.cluster.x-k8s.io': 'AWSManagedControlPlane',
  'core.spinkube.dev': 'SpinApp', 'datadoghq.com': 'DatadogMetric',
  'db.atlasgo.io': 'AtlasMigration AtlasSchema', 'elasticsearch.k8s.elastic.co': 'Elasticsearch',
  'external-secrets.io':
    'ClusterExternalSecret ClusterSecretStore ExternalSecret PushSecret SecretStore',
  'flagger.app': 'Canary', 'flink.apache.org': 'FlinkDeployment',
  'game.kruise.io': 'GameServer GameServerSet',
  'gateway.networking.k8s.io': 'GRPCRoute Gateway HTTPRoute',
  'grafana.integreatly.org': 'Grafana GrafanaDashboard GrafanaDatasource GrafanaFolder',
  'helm.toolkit.fluxcd.io': 'HelmRelease',
  'image.toolkit.fluxcd.io': 'ImagePolicy ImageRepository ImageUpdateAutomation',
  'install.istio.io': 'IstioOperator', 'jaegertracing.io': 'Jaeger',
  'k8s.keycloak.org': 'Keycloak', 'k8s.mariadb.com': 'Backup Database Grant MariaDB SqlJob User',
  'kafka.strimzi.io': 'Kafka KafkaBridge KafkaConnect KafkaConnector KafkaTopic KafkaUser',
  'karpenter.k8s.aws': 'EC2NodeClass', 'karpenter.sh': 'NodePool',
  'keda.sh': 'ScaledJob ScaledObject', 'kiali.io': 'Kiali',
  'kubevirt.io': 'VirtualMachine VirtualMachineInstance',
  'kustomize.toolkit.fluxcd.io': 'Kustomization', 'kyverno.io': 'Policy',
  'lifecycle.keptn.sh':
    'KeptnAppVersion KeptnEvaluation KeptnTask KeptnWorkloadInstance KeptnWorkloadVersion',
  'logstash.k8s.elastic.co': 'Logstash', 'metrics.keptn.sh': 'Analysis',
  'minio.min.io': 'Tenant', 'monitoring.coreos.com': 'Prometheus',
  'nmstate.io': 'NodeNetworkConfigurationPolicy', 'notification.toolkit.fluxcd.io': 'Receiver',
  'numaflow.numaproj.io': 'InterStepBufferService MonoVertex Pipeline Vertex',
  'objectbucket.io': 'ObjectBucketClaim', 'onepassword.com': 'OnePasswordItem',
  'openfaas.com': 'Function', 'opentelemetry.io': 'OpenTelemetryCollector',
  'operator.knative.dev': 'KnativeEventing KnativeServing',
  'operators.coreos.com': 'Subscription', 'pkg.crossplane.io': 'Provider',
  'postgresql.cnpg.io': 'Cluster', 'projectcontour.io': 'ExtensionService HTTPProxy',
  'promoter.argoproj.io':
    'ArgoCDCommitStatus ChangeTransferPolicy CommitStatus PromotionStrategy PullRequest',
  'psmdb.percona.com': 'PerconaServerMongoDB', 'pxc.percona.com': 'PerconaXtraDBCluster',
  'rabbitmq.com': 'Binding Exchange Permission Policy Queue RabbitmqCluster Shovel User Vhost',
  'rollouts.kruise.io': 'Rollout', 'serving.knative.dev': 'Service',
  'serving.kserve.io': 'InferenceService',
  'snapshot.storage.k8s.io': 'VolumeSnapshot VolumeSnapshotContent',
  'solr.apache.org': 'SolrCloud',
  'source.toolkit.fluxcd.io': 'Bucket GitRepository HelmChart HelmRepository OCIRepository',
  'sparkoperator.k8s.io': 'SparkApplication', 'tower.ansible.com': 'AnsibleJob',
  'trident.netapp.io': 'TridentBackendConfig TridentOrchestrator',
  'work.karmada.io': 'ClusterResourceBinding ResourceBinding',
  'zookeeper.pravega.io': 'ZookeeperCluster',
};

/** Whether Argo CD has a check of its own for a kind of a group. */
export function hasKnownHealth(group: string, kind: string): boolean {
  const any = `*${group.slice(group.indexOf('.'))}`;
  const kinds = `${KNOWN[group] ?? ''} ${KNOWN[any] ?? ''}`.split(' ');
  return kinds.includes(kind) || kinds.includes('*');
}
