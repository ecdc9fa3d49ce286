import type { Variables } from './source';

/**
 * What kubespray could install beside Kubernetes. Its versions are years behind the charts of the
 * components here, and two of a kind would fight; some are on by themselves.
 */
const ADD_ONS: readonly string[] = [
  'argocd_enabled',
  'aws_ebs_csi_enabled',
  'azure_csi_enabled',
  'cert_manager_enabled',
  'cinder_csi_enabled',
  'csi_snapshot_controller_enabled',
  'gateway_api_enabled',
  'gcp_pd_csi_enabled',
  'helm_enabled',
  'ingress_alb_enabled',
  'local_path_provisioner_enabled',
  'local_volume_provisioner_enabled',
  'metallb_enabled',
  'metallb_speaker_enabled',
  'metrics_server_enabled',
  'node_feature_discovery_enabled',
  'nvidia_accelerator_enabled',
  'persistent_volumes_enabled',
  'prometheus_operator_crds_enabled',
  'registry_enabled',
  'scheduler_plugins_enabled',
  'upcloud_csi_enabled',
  'vsphere_csi_enabled',
];

/** Parts of networks that kubespray could bring; the CNI is a component. */
const NETWORK_ADD_ONS: readonly string[] = [
  'calico_apiserver_enabled',
  'cilium_deploy_additionally',
  'kube_network_plugin_multus',
  'typha_enabled',
];

/** All of them, off. */
export const addOns = (): Variables =>
  Object.fromEntries([...ADD_ONS, ...NETWORK_ADD_ONS].map((name) => [name, false]));
