import type { EncryptionAtRest } from '../../../contracts/control-plane';
import type { ApiServerInput, ApiServerVolume } from './options';
import { FILES, folderOf } from './paths';

/** A plugin that encrypts with a key which the machine does not have: KMS v2. */
export interface KmsPlugin {
  /** Socket of the plugin on every machine of the control plane: `unix:///run/kms/plugin.sock`. */
  readonly endpoint: string;
  /** Name of the plugin, which stands beside everything that it encrypted; never change it. @default 'kms' */
  readonly name?: string;
  /** Longest wait for the plugin, as a Go duration. @default '3s' */
  readonly timeout?: string;
}

/**
 * How data is encrypted before etcd gets it. In a cluster that runs, resources may be added, but
 * neither the provider changed nor encryption turned off before everything was written again
 * without it: what is encrypted could not be read.
 */
export interface EncryptionOptions {
  /**
   * With a key in a file of each machine: `secretbox` (XSalsa20 and Poly1305), or `aescbc` where
   * AES is demanded; it is weaker.
   * @default 'secretbox'
   */
  readonly provider?: 'secretbox' | 'aescbc';
  /** A plugin in place of a key in a file. @default - none */
  readonly kms?: KmsPlugin;
  /** As the API names them, with their group: `secrets`, `configmaps`, `widgets.example.com`. @default ['secrets'] */
  readonly resources?: readonly string[];
}

type EncryptionInput = Pick<ApiServerInput, 'options'>;

/** How data is encrypted before etcd gets it; `undefined` where it is not. */
export function encryptionOf({ options }: EncryptionInput): EncryptionAtRest | undefined {
  if (options.encryption === false) return undefined;
  const { provider = 'secretbox', kms, resources = ['secrets'] } = options.encryption ?? {};
  if (!kms) return { provider, resources };
  const { endpoint: kmsEndpoint, name: kmsName = 'kms', timeout: kmsTimeout = '3s' } = kms;
  return { provider: 'kms', resources, kmsEndpoint, kmsName, kmsTimeout };
}

/** The whole file, where a plugin has the key; `undefined` where a script makes the file. */
export function encryptionFileOf({ options }: EncryptionInput): object | undefined {
  if (options.encryption === false) return undefined;
  const { kms, resources = ['secrets'] } = options.encryption ?? {};
  if (!kms) return undefined;
  const { name = 'kms', endpoint, timeout = '3s' } = kms;
  return {
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'EncryptionConfiguration',
    resources: [
      // What is not encrypted yet can be read, so that encryption can come to a cluster that runs.
      {
        resources,
        providers: [{ kms: { apiVersion: 'v2', name, endpoint, timeout } }, { identity: {} }],
      },
    ],
  };
}

/** Flags of encryption. */
export function encryptionArguments(input: EncryptionInput): Record<string, string> {
  if (!encryptionOf(input)) return {};
  return {
    'encryption-provider-config': FILES.encryption,
    // Else a change of keys would need a restart of every API server at each of its steps.
    'encryption-provider-config-automatic-reload': 'true',
  };
}

/** The plugin's folder, which the API servers must see. */
export function encryptionVolumes({ options }: EncryptionInput): ApiServerVolume[] {
  if (options.encryption === false || !options.encryption?.kms) return [];
  const folder = folderOf(options.encryption.kms.endpoint.replace(/^unix:\/\//, ''));
  return [
    {
      name: 'kms',
      hostPath: folder,
      mountPath: folder,
      readOnly: false,
      pathType: 'DirectoryOrCreate',
    },
  ];
}
