/** Names, one after another. */
const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Gates that versions 1.34 to 1.36 know, as their sources list them. */
const ALWAYS = words(`
  APIResponseCompression APIServerIdentity APIServerTracing APIServingWithRoutine
  AggregatedDiscoveryRemoveBetaType AllowDNSOnlyNodeCSR
  AllowInsecureKubeletCertificateSigningRequests AllowOverwriteTerminationGracePeriodSeconds
  AllowParsingUserUIDFromCertAuth AllowUnsafeMalformedObjectDeletion
  AnonymousAuthConfigurableEndpoints AnyVolumeDataSource AuthorizeNodeWithSelectors
  AuthorizeWithSelectors BtreeWatchCache CBORServingAndStorage CPUManagerPolicyAlphaOptions
  CPUManagerPolicyBetaOptions CPUManagerPolicyOptions CRDValidationRatcheting CSIVolumeHealth
  ClearingNominatedNodeNameAfterBinding ClientsAllowCBOR ClientsPreferCBOR
  CloudControllerManagerWebhook ClusterTrustBundle ClusterTrustBundleProjection ComponentFlagz
  ComponentStatusz ConcurrentWatchObjectDecode ConsistentListFromCache ContainerCheckpoint
  ContainerRestartRules ContainerStopSignals ContextualLogging CoordinatedLeaderElection
  CrossNamespaceVolumeDataSource CustomCPUCFSQuotaPeriod CustomResourceFieldSelectors
  DRAAdminAccess DRAConsumableCapacity DRADeviceBindingConditions DRADeviceTaints
  DRAExtendedResource DRAPartitionableDevices DRAPrioritizedList DRAResourceClaimDeviceStatus
  DRASchedulerFilterTimeout DeclarativeValidation DeclarativeValidationTakeover
  DeploymentReplicaSetTerminatingReplicas DetectCacheInconsistency DisableAllocatorDualWrite
  DisableCPUQuotaWithExclusiveCPUs DisableNodeKubeProxyVersion DynamicResourceAllocation
  EnvFiles EventedPLEG ExecProbeTimeout ExternalServiceAccountTokenSigner GitRepoVolumeDriver
  GracefulNodeShutdown GracefulNodeShutdownBasedOnPodPriority HPAConfigurableTolerance
  HPAScaleToZero HostnameOverride ImageMaximumGCAge ImageVolume InOrderInformers
  InPlacePodVerticalScaling InPlacePodVerticalScalingExclusiveCPUs
  InPlacePodVerticalScalingExclusiveMemory InformerResourceVersion JobBackoffLimitPerIndex
  JobManagedBy JobPodReplacementPolicy JobSuccessPolicy KMSv1 KubeletCgroupDriverFromCRI
  KubeletCrashLoopBackOffMax KubeletEnsureSecretPulledImages KubeletFineGrainedAuthz
  KubeletInUserNamespace KubeletPSI KubeletPodResourcesDynamicResources KubeletPodResourcesGet
  KubeletPodResourcesListUseActivePods KubeletRegistrationGetOnExistsOnly KubeletSeparateDiskGC
  KubeletServiceAccountTokenForCredentialProviders KubeletTracing ListFromCacheSnapshot
  LocalStorageCapacityIsolationFSQuotaMonitoring LogarithmicScaleDown LoggingAlphaOptions
  LoggingBetaOptions MatchLabelKeysInPodAffinity MatchLabelKeysInPodTopologySpread
  MatchLabelKeysInPodTopologySpreadSelectorMerge MaxUnavailableStatefulSet MemoryQoS
  MultiCIDRServiceAllocator MutableCSINodeAllocatableCount MutatingAdmissionPolicy
  NFTablesProxyMode NodeInclusionPolicyInPodTopologySpread NodeLogQuery NodeSwap
  NominatedNodeNameForExpectation OpenAPIEnums OrderedNamespaceDeletion
  PodAndContainerStatsFromCRI PodCertificateRequest PodDeletionCost PodLevelResources
  PodLifecycleSleepAction PodLifecycleSleepActionAllowZero PodLogsQuerySplitStreams
  PodObservedGenerationTracking PodReadyToStartContainersCondition PodSchedulingReadiness
  PodTopologyLabelsAdmission PortForwardWebsockets PreferSameTrafficDistribution
  PreventStaticPodAPIReferences ProcMountType QOSReserved RecoverVolumeExpansionFailure
  RecursiveReadOnlyMounts ReduceDefaultCrashLoopBackOffDecay RelaxedDNSSearchValidation
  RelaxedEnvironmentVariableValidation RelaxedServiceNameValidation
  ReloadKubeletServerCertificateFile RemoteRequestHeaderUID ResilientWatchCacheInitialization
  ResourceHealthStatus RetryGenerateName RotateKubeletServerCertificate
  RuntimeClassInImageCriApi SELinuxChangePolicy SELinuxMount SELinuxMountReadWriteOncePod
  SchedulerAsyncAPICalls SchedulerAsyncPreemption SchedulerPopFromBackoffQ
  SchedulerQueueingHints SeparateCacheWatchRPC SeparateTaintEvictionController
  ServiceAccountNodeAudienceRestriction ServiceAccountTokenJTI ServiceAccountTokenNodeBinding
  ServiceAccountTokenNodeBindingValidation ServiceAccountTokenPodNodeInfo SidecarContainers
  SizeBasedListCostEstimate StatefulSetSemanticRevisionComparison StorageCapacityScoring
  StorageNamespaceIndex StorageVersionAPI StorageVersionHash StorageVersionMigrator
  StreamingCollectionEncodingToJSON StreamingCollectionEncodingToProtobuf StrictIPCIDRValidation
  StructuredAuthenticationConfiguration StructuredAuthenticationConfigurationEgressSelector
  SupplementalGroupsPolicy SystemdWatchdog TokenRequestServiceAccountUIDValidation
  TopologyManagerPolicyAlphaOptions TopologyManagerPolicyBetaOptions
  TopologyManagerPolicyOptions TranslateStreamCloseWebsocketRequests
  UnauthenticatedHTTP2DOSMitigation UnknownVersionInteroperabilityProxy UserNamespacesSupport
  VolumeAttributesClass WatchCacheInitializationPostStartHook WatchList WatchListClient WinDSR
  WinOverlay WindowsCPUAndMemoryAffinity WindowsGracefulNodeShutdown WindowsHostNetwork
`);

/** Gates that came with a version, and stay. */
const SINCE: Readonly<Record<number, readonly string[]>> = {
  35: words(`
  AuthorizePodWebsocketUpgradeCreatePermission CRDObservedGenerationTracking
  CSIServiceAccountTokenSecrets ChangeContainerStatusOnKubeletRestart
  CloudControllerManagerWatchBasedRoutesReconciliation ConstrainedImpersonation
  DRADeviceTaintRules GangScheduling GenericWorkload InOrderInformersBatchProcess
  InPlacePodLevelResourcesVerticalScaling MutablePVNodeAffinity
  MutablePodResourcesForSuspendedJobs MutableSchedulingDirectivesForSuspendedJobs
  NodeDeclaredFeatures OpportunisticBatching RestartAllContainersOnContainerExits
  StructuredAuthenticationConfigurationJWKSMetrics TaintTolerationComparisonOperators
  UserNamespacesHostNetworkSupport VolumeLimitScaling
  `),
  36: words(`
  AllowServiceExternalIPs AtomicFIFO CRIListStreaming ClientsAllowCARotation
  ClientsAllowTLSCacheGC ControllerManagerReleaseLeaderElectionLockOnExit DRAListTypeAttributes
  DRANodeAllocatableResources DRAResourceClaimGranularStatusAuthorization DRAResourcePoolStatus
  DRAWorkloadResourceClaims DeclarativeValidationBeta ExtendWebSocketsToKubelet
  ImageVolumeWithDigest InPlacePodVerticalScalingInitContainers
  ManifestBasedAdmissionControlConfig NativeHistograms PLEGOnDemandRelist
  PersistentVolumeClaimUnusedSinceTime PodLevelResourceManagers PodsAPI
  ReloadKubeletClientCAFile ResourceHealthStatusMessage ServiceCIDRStatusFieldWiping
  ShardedListAndWatch StaleControllerConsistencyDaemonSet StaleControllerConsistencyJob
  StaleControllerConsistencyReplicaSet StaleControllerConsistencyStatefulSet
  TopologyAwareWorkloadScheduling UnlockWhileProcessingFIFO WorkloadAwarePreemption
  WorkloadWithJob
  `),
};

/** Gates that a version is the last to know. */
const UNTIL: Readonly<Record<number, readonly string[]>> = {
  34: words(`
  AllowServiceLBStatusOnNonLB ComponentSLIs CronJobsScheduledAnnotation LoadBalancerIPMode
  PodIndexLabel ProbeHostPodSecurityStandards SizeMemoryBackedVolumes StatefulSetAutoDeletePVC
  StrictCostEnforcementForVAP StrictCostEnforcementForWebhooks
  UserNamespacesPodSecurityStandards
  `),
  35: words(`
  CSIMigrationPortworx HonorPVReclaimPolicy InPlacePodVerticalScalingAllocatedStatus
  InTreePluginPortworxUnregister MemoryManager ServiceTrafficDistribution
  StructuredAuthorizationConfiguration TopologyAwareHints WatchFromStorageWithoutResourceVersion
  `),
};

/** Gates of features that are final: on since a version, and cannot be turned off. */
const LOCKED: Readonly<Record<number, readonly string[]>> = {
  34: words(`
  APIServerTracing AllowServiceLBStatusOnNonLB AnonymousAuthConfigurableEndpoints
  AnyVolumeDataSource AuthorizeNodeWithSelectors AuthorizeWithSelectors BtreeWatchCache
  CPUManagerPolicyOptions CRDValidationRatcheting CSIMigrationPortworx ComponentSLIs
  ConsistentListFromCache CronJobsScheduledAnnotation CustomResourceFieldSelectors
  HonorPVReclaimPolicy JobBackoffLimitPerIndex JobPodReplacementPolicy JobSuccessPolicy
  KubeletCgroupDriverFromCRI KubeletTracing LoadBalancerIPMode LogarithmicScaleDown
  MatchLabelKeysInPodAffinity MemoryManager MultiCIDRServiceAllocator NFTablesProxyMode
  NodeInclusionPolicyInPodTopologySpread NodeSwap OrderedNamespaceDeletion PodIndexLabel
  PodLifecycleSleepAction PodLifecycleSleepActionAllowZero PodSchedulingReadiness
  ProbeHostPodSecurityStandards RecoverVolumeExpansionFailure RecursiveReadOnlyMounts
  RelaxedDNSSearchValidation RelaxedEnvironmentVariableValidation
  ResilientWatchCacheInitialization RetryGenerateName SchedulerQueueingHints
  SeparateTaintEvictionController ServiceAccountTokenJTI ServiceAccountTokenNodeBinding
  ServiceAccountTokenNodeBindingValidation ServiceAccountTokenPodNodeInfo
  ServiceTrafficDistribution SidecarContainers SizeMemoryBackedVolumes StatefulSetAutoDeletePVC
  StreamingCollectionEncodingToJSON StreamingCollectionEncodingToProtobuf
  StrictCostEnforcementForVAP StrictCostEnforcementForWebhooks
  StructuredAuthenticationConfiguration StructuredAuthorizationConfiguration TopologyAwareHints
  WatchFromStorageWithoutResourceVersion WinDSR WinOverlay
  `),
  35: words(`
  AggregatedDiscoveryRemoveBetaType AllowOverwriteTerminationGracePeriodSeconds
  DisableAllocatorDualWrite DynamicResourceAllocation ExecProbeTimeout ImageMaximumGCAge
  InPlacePodVerticalScaling JobManagedBy PodObservedGenerationTracking
  PreferSameTrafficDistribution SupplementalGroupsPolicy SystemdWatchdog
  `),
  36: words(`
  CSIServiceAccountTokenSecrets DRAAdminAccess DeclarativeValidation DisableNodeKubeProxyVersion
  ExternalServiceAccountTokenSigner GitRepoVolumeDriver ImageVolume InOrderInformers
  KubeletFineGrainedAuthz KubeletPSI KubeletPodResourcesDynamicResources KubeletPodResourcesGet
  MutableCSINodeAllocatableCount NodeLogQuery ProcMountType SELinuxChangePolicy
  SELinuxMountReadWriteOncePod SeparateCacheWatchRPC TopologyManagerPolicyOptions
  UserNamespacesSupport VolumeAttributesClass
  `),
};

const FIRST = 34;
const LAST = 36;

/**
 * What is wrong with feature gates of Kubernetes: names that a version does not know would keep all
 * its parts from starting. Versions that are not known here are not looked at.
 *
 * @param minor `1.36`
 */
export function featureGateErrors(
  gates: Readonly<Record<string, boolean>>,
  minor: string,
): readonly string[] {
  const version = Number(minor.split('.')[1]);
  if (!(version >= FIRST && version <= LAST)) return [];
  return Object.entries(gates).flatMap(([name, on]) => {
    if (name === 'AllAlpha' || name === 'AllBeta') return [];
    if (!isKnown(name, version)) return [unknown(name, version)];
    return !on && isLocked(name, version)
      ? [
          `feature gate '${name}' cannot be off in Kubernetes '${minor}', where it is final; drop it`,
        ]
      : [];
  });
}

function isKnown(name: string, version: number): boolean {
  const since = Object.entries(SINCE).some(
    ([v, names]) => version >= Number(v) && names.includes(name),
  );
  const until = Object.entries(UNTIL).some(
    ([v, names]) => version <= Number(v) && names.includes(name),
  );
  return ALWAYS.includes(name) || since || until;
}

const isLocked = (name: string, version: number): boolean =>
  Object.entries(LOCKED).some(([v, names]) => version >= Number(v) && names.includes(name));

function unknown(name: string, version: number): string {
  const others = [FIRST, FIRST + 1, LAST].filter((v) => isKnown(name, v)).map((v) => `1.${v}`);
  const where = others.length > 0 ? `; versions ${others.join(', ')} do` : '';
  return `feature gate '${name}' is not known to Kubernetes '1.${version}'${where}; drop it, or correct its name`;
}
