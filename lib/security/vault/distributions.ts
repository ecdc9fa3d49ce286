import type { ChartPin, ImageKeys } from '../../index';

/** Which of the two products that share one API. */
export type VaultDistribution = 'openbao' | 'vault';

/** What differs between the two, as seen from here. */
export interface DistributionFacts {
  readonly chart: ChartPin;
  readonly images: ImageKeys;
  /** Release, and with it the name of Services and Pods. */
  readonly name: string;
  /** Program in the image. */
  readonly program: string;
  /** Start of the names of its environment variables. */
  readonly prefix: string;
  /** Image of the server, which has the program too. */
  readonly image: string;
  /** Where its data is mounted. */
  readonly dataPath: string;
  /** Variable of the chart that holds the Pod's name. */
  readonly podName: string;
}

/** The server of OpenBao. */
export const OPENBAO_IMAGE = 'quay.io/openbao/openbao:2.6.2';
/** The server of Vault. */
export const VAULT_IMAGE = 'docker.io/hashicorp/vault:2.0.4';
/** Takes and uploads snapshots, of either product. */
export const SNAPSHOT_IMAGE = 'ghcr.io/openbao/openbao-snapshot-agent:0.4.1';

/** The open-source product. */
export const openbao: DistributionFacts = {
  chart: {
    repository: 'https://openbao.github.io/openbao-helm',
    name: 'openbao',
    version: '0.29.2',
    kubeVersion: '>= 1.30.0-0',
    images: [
      OPENBAO_IMAGE,
      'docker.io/hashicorp/vault-k8s:1.7.2',
      'quay.io/openbao/openbao-csi-provider:2.0.3',
      SNAPSHOT_IMAGE,
    ],
  },
  images: {
    'server.image.registry': 'quay.io',
    'injector.image.registry': 'docker.io',
    'injector.agentImage.registry': 'quay.io',
    'csi.image.registry': 'quay.io',
    'csi.agent.image.registry': 'quay.io',
    'snapshotAgent.image.repository': 'ghcr.io/openbao/openbao-snapshot-agent',
  },
  name: 'openbao',
  program: 'bao',
  prefix: 'BAO',
  image: OPENBAO_IMAGE,
  dataPath: '/openbao/data',
  podName: 'BAO_K8S_POD_NAME',
};

/** The product of HashiCorp. */
export const vault: DistributionFacts = {
  chart: {
    repository: 'https://helm.releases.hashicorp.com',
    name: 'vault',
    version: '0.34.1',
    kubeVersion: '>= 1.20.0-0',
    images: [
      VAULT_IMAGE,
      'docker.io/hashicorp/vault-k8s:1.7.6',
      'docker.io/hashicorp/vault-csi-provider:1.7.4',
    ],
  },
  images: {
    'server.image.repository': 'docker.io/hashicorp/vault',
    'injector.image.repository': 'docker.io/hashicorp/vault-k8s',
    'injector.agentImage.repository': 'docker.io/hashicorp/vault',
    'csi.image.repository': 'docker.io/hashicorp/vault-csi-provider',
    'csi.agent.image.repository': 'docker.io/hashicorp/vault',
  },
  name: 'vault',
  program: 'vault',
  prefix: 'VAULT',
  image: VAULT_IMAGE,
  dataPath: '/vault/data',
  podName: 'VAULT_K8S_POD_NAME',
};
