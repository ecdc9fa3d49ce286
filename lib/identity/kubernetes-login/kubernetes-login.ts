import type { Construct } from 'constructs';
import {
  ClusterAccess,
  type AuthenticationConfiguration,
  type ClusterAccessRules,
} from '../../contracts/cluster-access';
import {
  accessGroups,
  Identity,
  type AccessGroups,
  type AccessRole,
  type IdentityClient,
} from '../../contracts/identity';
import {
  ClusterRole,
  ClusterRoleBinding,
  Component,
  Platform,
  type ComponentProps,
} from '../../index';
import { authenticationConfiguration } from './authentication-configuration';

export interface KubernetesLoginProps extends Pick<ComponentProps, 'wiring'> {
  /** Groups that hold the three roles. @default - the identity provider's */
  readonly access?: Partial<AccessGroups>;
  /** Id of the client that people's machines log in with. @default 'kubernetes' */
  readonly clientId?: string;
  /** Addresses on people's machines that the login returns to. @default - those of kubelogin */
  readonly redirectUris?: readonly string[];
  /** Put before names and groups of the provider. @default 'oidc:' */
  readonly prefix?: string;
  /**
   * What administrators may do: all within namespaces, rights included (`admin`), or everything
   * (`cluster-admin`); for `none` bind their groups yourself.
   * @default 'admin'
   */
  readonly administrators?: 'admin' | 'cluster-admin' | 'none';
}

/** Where kubelogin listens, on whichever of the two ports is free. */
const KUBELOGIN = ['http://localhost:8000', 'http://localhost:18000'];
const LOOKER = 'platform-cluster-viewer';

/**
 * Lets people log in to the API server by the platform's identity provider, with rights by group.
 * Administrators change all within namespaces, rights included; editors do so without rights and
 * quotas; viewers read what is there, but no Secrets. All also read what lies outside namespaces.
 * Nobody may do everything unless you say so: what the platform is made of changes by its definition.
 * Keep the certificates of `kubeadm` for that, and for when the provider is away.
 *
 * The API server takes part by a file, `authenticationConfiguration`: the components `Kubeadm` and
 * `Kubespray` write it; elsewhere whoever makes the control plane's machines puts it there and names
 * it in `--authentication-config`. Flags that start with `--oidc-` must then be gone. The machines
 * reach the issuer themselves, by their own resolver, so it needs an address outside the cluster.
 * People use `kubectl oidc-login` with `issuer` and `clientId`; there is no secret.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-authentication-configuration
 * @see https://github.com/int128/kubelogin
 */
export class KubernetesLogin extends Component implements ClusterAccessRules {
  private readonly props: KubernetesLoginProps;
  private client: IdentityClient | undefined;

  /** @throws DefinitionError for a prefix that would give people the cluster's own names */
  constructor(scope: Construct, id: string, props: KubernetesLoginProps = {}) {
    // It has no Pods: the namespace is where a component without one is at home.
    super(scope, id, props, { namespace: 'kube-system', podSecurity: 'restricted' });
    this.props = props;
    const { prefix } = this;
    if (prefix === '' || prefix.startsWith('system:')) {
      this.fail(
        `prefix '${prefix}' would let the provider name people as the cluster names its own; use one such as 'oidc:'`,
      );
    }
    Identity.require(this, 'to let people log in to the API server');
    Identity.whenProvided(this, (provider) => {
      this.client = provider.client(this, {
        id: this.clientId,
        displayName: 'Kubernetes',
        namespace: this.namespace,
        redirectUris: props.redirectUris ?? KUBELOGIN,
        isPublic: true,
        deviceLogin: true,
      });
      this.bind(accessGroups(provider, props.access));
    });
    ClusterAccess.provide(this, this);
    this.warn(() => this.oldVersion());
  }

  groupOf(group: string): string {
    return `${this.prefix}${group}`;
  }

  /** Id of the client that people's machines log in with. */
  get clientId(): string {
    return this.client?.id ?? this.props.clientId ?? 'kubernetes';
  }

  /** Put before names and groups of the provider. */
  get prefix(): string {
    return this.props.prefix ?? 'oidc:';
  }

  /**
   * What the API servers must read; read it when everything is defined. `undefined` where there is
   * no identity provider.
   */
  get authenticationConfiguration(): AuthenticationConfiguration | undefined {
    const provider = Identity.find(this);
    if (!provider) return undefined;
    return authenticationConfiguration({
      // v1 came with Kubernetes 1.34; v1beta1 is on by default since 1.30.
      apiVersion: this.since('1.34')
        ? 'apiserver.config.k8s.io/v1'
        : 'apiserver.config.k8s.io/v1beta1',
      issuer: provider.issuer,
      clientId: this.clientId,
      usernameClaim: provider.usernameClaim,
      groupsClaim: provider.groupsClaim,
      prefix: this.prefix,
      certificateAuthority: provider.caCertificates,
    });
  }

  private bind(groups: AccessGroups): void {
    const { administrators = 'admin' } = this.props;
    if (administrators !== 'none') this.bindRole('admin', groups, administrators);
    this.bindRole('editor', groups, 'edit');
    this.bindRole('viewer', groups, 'view');
    this.object(ClusterRole, LOOKER, { rules: LOOKS });
    if (administrators === 'admin') this.bindRole('admin', groups, LOOKER, 'platform-admins-look');
    this.bindRole('editor', groups, LOOKER, 'platform-editors-look');
    this.bindRole('viewer', groups, LOOKER, 'platform-viewers-look');
  }

  private bindRole(
    role: AccessRole,
    groups: AccessGroups,
    clusterRole: string,
    name = `platform-${role}s`,
  ): void {
    if (groups[role].length === 0) return;
    this.object(ClusterRoleBinding, name, {
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: clusterRole },
      subjects: groups[role].map((group) => ({
        apiGroup: RBAC,
        kind: 'Group',
        name: this.groupOf(group),
      })),
    });
  }

  private since(version: string): boolean {
    return Platform.of(this)?.atLeast(version) ?? true;
  }

  private oldVersion(): string | undefined {
    const version = Platform.of(this)?.kubernetesVersion;
    if (!this.since('1.30')) {
      return `needs Kubernetes 1.30, and this is ${version}; upgrade, or give the API servers the older \`--oidc-\` flags`;
    }
    return this.since('1.34')
      ? undefined
      : `configures a beta of Kubernetes ${version}; write the file again after the upgrade to 1.34`;
  }
}

const RBAC = 'rbac.authorization.k8s.io';

/** What lies outside namespaces and tells where things run and why they do not. */
const READ = ['get', 'list', 'watch'];
const LOOKS = [
  { apiGroups: [''], resources: ['namespaces', 'nodes', 'persistentvolumes'], verbs: READ },
  {
    apiGroups: ['storage.k8s.io'],
    resources: ['storageclasses', 'volumeattachments', 'csidrivers', 'csinodes'],
    verbs: READ,
  },
  { apiGroups: ['networking.k8s.io'], resources: ['ingressclasses'], verbs: READ },
  {
    apiGroups: ['gateway.networking.k8s.io'],
    resources: ['gatewayclasses', 'gateways', 'httproutes', 'grpcroutes'],
    verbs: READ,
  },
  { apiGroups: ['scheduling.k8s.io'], resources: ['priorityclasses'], verbs: READ },
  {
    apiGroups: ['apiextensions.k8s.io'],
    resources: ['customresourcedefinitions'],
    verbs: READ,
  },
  { apiGroups: ['metrics.k8s.io'], resources: ['nodes', 'pods'], verbs: ['get', 'list'] },
];
