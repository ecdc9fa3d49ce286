import { TerraformElement } from 'cdktf';
import type { ManifestBundle } from '../../kernel';
import { dependsOn, deploys } from './depends-on';
import { escapeTemplates } from './escape';

/** The provider that fetches the file; its only setting is the version. */
const HTTP_PROVIDER = { source: 'hashicorp/http', version: '~> 3.5' };

/**
 * A published file of manifests: fetched at plan time, its CRDs applied by the server and waited
 * for, then the rest. `status` is left out: Terraform refuses it in a manifest.
 */
export class BundleResource extends TerraformElement {
  constructor(
    private readonly bundle: ManifestBundle,
    private readonly deployed: () => boolean,
  ) {
    super(bundle, 'Resource', 'kubernetes_manifest');
    deploys(bundle.node.path, this, deployed);
  }

  private get id(): string {
    return this.friendlyUniqueId;
  }

  get addresses(): readonly string[] {
    return [`kubernetes_manifest.${this.id}_crds`, `kubernetes_manifest.${this.id}`];
  }

  override toTerraform(): unknown {
    if (!this.deployed()) return {};
    const { url, sha256 } = this.bundle;
    const before = dependsOn(this, this.bundle.node.path) ?? [];
    const common = {
      manifest: '${each.value}',
      field_manager: [{ name: 'kubestrata', force_conflicts: true }],
    };
    return {
      terraform: { required_providers: { http: HTTP_PROVIDER } },
      data: {
        http: { [this.id]: { url, lifecycle: { postcondition: this.postconditions(sha256) } } },
      },
      resource: {
        kubernetes_manifest: {
          [`${this.id}_crds`]: {
            for_each: this.documents('=='),
            ...common,
            wait: [{ condition: [{ type: 'Established', status: 'True' }] }],
            ...(before.length > 0 && { depends_on: before }),
          },
          [this.id]: {
            for_each: this.documents('!='),
            ...common,
            depends_on: [`kubernetes_manifest.${this.id}_crds`],
          },
        },
      },
    };
  }

  /** The file's documents that are CRDs (`==`) or are not (`!=`), by kind and name. */
  private documents(comparison: '==' | '!='): string {
    const { namespace, mirroredImages } = this.bundle;
    const text = withImages(`data.http.${this.id}.response_body`, mirroredImages);
    const all = `provider::kubernetes::manifest_decode_multi(${text})`;
    const plain = '{ for k, v in m : k => v if k != "status" }';
    const body = namespace === undefined ? plain : inNamespace(plain, namespace);
    return `\${{ for m in ${all} : "\${m.kind}/\${m.metadata.name}" => ${body} if m.kind ${comparison} "CustomResourceDefinition" }}`;
  }

  private postconditions(sha256: string | undefined): object[] {
    const answered = {
      condition: '${self.status_code == 200}',
      error_message: `${this.bundle.url} cannot be fetched; check the address, or set a mirror`,
    };
    const unchanged = {
      condition: `\${sha256(self.response_body) == "${sha256}"}`,
      error_message: `${this.bundle.url} is not the file that was locked; check where it comes from`,
    };
    return sha256 === undefined ? [answered] : [answered, unchanged];
  }
}

/** Kinds of published manifests that live outside namespaces. */
const CLUSTER_KINDS = [
  'APIService',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'MutatingWebhookConfiguration',
  'Namespace',
  'PriorityClass',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
];

/**
 * A document of which everything is in `namespace`: the object itself if it lives in one and names
 * none, and the accounts that it binds. Maps are merged with filtered ones, as
 * Terraform wants both sides of a condition to have the same type.
 */
function inNamespace(document: string, namespace: string): string {
  const own = `{ for k in ["namespace"] : k => ${hcl(namespace)} if !contains(${JSON.stringify(CLUSTER_KINDS)}, m.kind) }`;
  const subjects = `[for s in try(m.subjects, []) : merge(s, { for k in ["namespace"] : k => ${hcl(namespace)} if s.kind == "ServiceAccount" })]`;
  return [
    `merge(${document},`,
    `{ metadata = merge(${own}, m.metadata) },`,
    `{ for k in ["subjects"] : k => ${subjects} if can(m.subjects) })`,
  ].join(' ');
}

/** The text with each image replaced, where it stands as a whole: between spaces or quotes. */
function withImages(text: string, images: ReadonlyMap<string, string>): string {
  return [...images].reduce((inner, [image, mirror]) => {
    const literal = image.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    return `replace(${inner}, ${hcl(`/(["'\\s=])${literal}(["'\\s])/`)}, ${hcl(`\${1}${mirror}\${2}`)})`;
  }, text);
}

/** A string of Terraform's language. */
const hcl = (text: string): string => escapeTemplates(JSON.stringify(text));
