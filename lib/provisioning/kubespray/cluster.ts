import { mirrored, parseAddresses } from '../../index';
import { stackedEtcdVariables } from './managers';
import { etcdDeployment, ofFamily, type Source, type Variables } from './source';

/** Names, versions and networks: what every machine must know, those of etcd too. */
export function clusterVariables({ definition, version, remoteMetrics }: Source): Variables {
  const { podNetworks, serviceNetworks, nodeMask, nodeMaskIpv6, kubeProxyMode } = definition;
  const every = everyAddress(podNetworks);
  const [pods4, pods6] = [ofFamily(podNetworks, 4)[0], ofFamily(podNetworks, 6)[0]];
  return {
    kube_version: version,
    cluster_name: definition.clusterName,
    dns_domain: definition.dnsDomain,
    ipv4_stack: pods4 !== undefined,
    ipv6_stack: pods6 !== undefined,
    kube_pods_subnet: pods4,
    kube_pods_subnet_ipv6: pods6,
    kube_service_addresses: ofFamily(serviceNetworks, 4)[0],
    kube_service_addresses_ipv6: ofFamily(serviceNetworks, 6)[0],
    kube_network_node_prefix: nodeMask,
    kube_network_node_prefix_ipv6: pods6 === undefined ? undefined : nodeMaskIpv6,
    // Only the binaries of the plugins: the CNI itself is installed later, as a component.
    kube_network_plugin: 'cni',
    kube_proxy_mode: kubeProxyMode ?? 'iptables',
    kube_proxy_remove: kubeProxyMode === undefined,
    kube_proxy_strict_arp: kubeProxyMode === 'ipvs',
    kube_proxy_metrics_bind_address: `${remoteMetrics ? every : '127.0.0.1'}:10249`,
    // Cilium writes to /opt/cni/bin as root.
    kube_owner: 'root',
    kube_cert_group: 'root',
  };
}

const everyAddress = (networks: readonly string[]): string =>
  ofFamily(networks, 4).length > 0 ? '0.0.0.0' : '[::]';

/** Who answers for the API servers. */
export function endpointVariables({ platform, definition, balancer, options }: Source): Variables {
  const { host, port } = definition.endpoint;
  const [only, ...more] = platform.hosts('control-plane');
  const direct = more.length === 0 && (host === only?.address || host === only?.name);
  const address = balancer?.virtualAddress ?? host;
  return {
    loadbalancer_apiserver_localhost: false,
    ...(!direct && {
      loadbalancer_apiserver: { address, port },
      apiserver_loadbalancer_domain_name: host,
    }),
    supplementary_addresses_in_ssl_keys: [...definition.certificateNames],
    kube_vip_enabled: options.kubeVip !== undefined,
    ...(options.kubeVip && {
      kube_vip_controlplane_enabled: true,
      kube_vip_arp_enabled: true,
      kube_vip_services_enabled: false,
      kube_vip_address: address,
    }),
  };
}

/** etcd: that of the definition, or one of kubespray's own with metrics where the platform looks for them. */
export function etcdVariables(source: Source): Variables {
  const deployment = etcdDeployment(source);
  const { definition, remoteMetrics } = source;
  return {
    etcd_deployment_type: deployment,
    etcd_events_cluster_enabled: false,
    etcd_quota_backend_bytes: String(8 * 1024 ** 3),
    ...(remoteMetrics && {
      etcd_listen_metrics_urls: `http://${everyAddress(definition.podNetworks)}:2381`,
    }),
    ...stackedEtcdVariables(definition, deployment),
  };
}

/** DNS of Pods, and none of kubespray's hands on that of the machines. */
export function dnsVariables({ definition, dns, options }: Source): Variables {
  const [address] = dns?.addresses ?? kubeletDns(definition.kubelet);
  return {
    ...(definition.installsDns
      ? { dns_mode: 'coredns', skydns_server: address ?? usualDns(definition.serviceNetworks) }
      : { dns_mode: address === undefined ? 'none' : 'manual', manual_dns_server: address }),
    enable_dns_autoscaler: false,
    enable_nodelocaldns: options.nodeLocalDns ?? false,
    resolvconf_mode: 'none',
  };
}

/** The tenth address of the Services' network, as kubeadm has it; kubespray would take the third. */
function usualDns(serviceNetworks: readonly string[]): string | undefined {
  const range = parseAddresses(ofFamily(serviceNetworks, 4)[0] ?? '');
  if (typeof range === 'string') return undefined;
  const bytes = [24n, 16n, 8n, 0n].map((shift) => ((range.first + 10n) >> shift) & 255n);
  return bytes.join('.');
}

/** Addresses that the kubelets are told to hand out. */
const kubeletDns = (kubelet: Readonly<Record<string, unknown>>): readonly string[] =>
  Array.isArray(kubelet['clusterDNS']) ? (kubelet['clusterDNS'] as readonly string[]) : [];

/** Where images and binaries come from. */
export function downloadVariables({ platform, definition, options }: Source): Variables {
  const mirror = platform.imageMirror;
  const files = options.filesRepository;
  return {
    kubeadm_image_repo: mirror
      ? mirrored(mirror, definition.imageRepository)
      : definition.imageRepository,
    ...(mirror && {
      registry_host: mirror.registry,
      kube_image_repo: mirrored(mirror, 'registry.k8s.io'),
      gcr_image_repo: mirrored(mirror, 'gcr.io'),
      docker_image_repo: mirrored(mirror, 'docker.io'),
      quay_image_repo: mirrored(mirror, 'quay.io'),
      github_image_repo: mirrored(mirror, 'ghcr.io'),
    }),
    ...(files !== undefined && {
      files_repo: files,
      github_url: `${files}/github.com`,
      dl_k8s_io_url: `${files}/dl.k8s.io`,
      storage_googleapis_url: `${files}/storage.googleapis.com`,
      get_helm_url: `${files}/get.helm.sh`,
    }),
  };
}

/** Time, and what is left with whoever runs Ansible. */
export function operationVariables({ platform, options }: Source): Variables {
  const { timeServers } = options;
  const state =
    options.stateDirectory ?? `{{ lookup('env', 'HOME') }}/.kubestrata/${platform.name}`;
  return {
    credentials_dir: `${state}/credentials`,
    artifacts_dir: `${state}/artifacts`,
    kubeconfig_localhost: true,
    kubectl_localhost: false,
    auto_renew_certificates: true,
    ntp_enabled: timeServers !== undefined,
    ...(timeServers && {
      ntp_package: 'chrony',
      ntp_manage_config: true,
      ntp_servers: timeServers.map((server) => `${server} iburst`),
    }),
  };
}
