import type { Construct } from 'constructs';
import { ExternalIdentity, type ExternalIdentityProps } from '../external';
import { DefinitionError, Layer, unusedSetting } from '../index';
import { Keycloak, type KeycloakProps } from './keycloak';
import { KubernetesLogin, type KubernetesLoginProps } from './kubernetes-login';
import { OAuth2Proxy, type OAuth2ProxyProps } from './oauth2-proxy';
import { Teleport, type TeleportProps } from './teleport';

export interface IdentityLayerProps {
  /** Who knows people and groups. @default 'keycloak', or the external one that is given */
  readonly provider?: 'keycloak' | 'external' | 'none';
  /** What asks for a login in front of pages that have none. @default 'oauth2-proxy' where there is a provider */
  readonly loginProxy?: 'oauth2-proxy' | 'none';
  /** Whether people use the Kubernetes API by their groups. @default true where there is a provider */
  readonly kubernetes?: boolean;
  /** Settings of Keycloak. @default {} */
  readonly keycloak?: KeycloakProps;
  /** A provider outside the cluster. @default - none */
  readonly externalIdentity?: ExternalIdentityProps;
  /** Settings of the login proxy. @default {} */
  readonly oauth2Proxy?: OAuth2ProxyProps;
  /** Settings of the login to Kubernetes. @default {} */
  readonly kubernetesLogin?: KubernetesLoginProps;
  /** Recorded access of administrators to machines, databases and clusters. @default - none */
  readonly teleport?: TeleportProps;
}

/** Who people are, what they may do, and what they did. */
export class IdentityLayer extends Layer {
  readonly provider: Keycloak | ExternalIdentity | undefined;
  readonly oauth2Proxy: OAuth2Proxy | undefined;
  readonly kubernetesLogin: KubernetesLogin | undefined;
  readonly teleport: Teleport | undefined;

  /** @throws DefinitionError for settings of what is not chosen, or an external provider without any */
  constructor(scope: Construct, id: string, props: IdentityLayerProps = {}) {
    super(scope, id);
    const { provider = props.externalIdentity ? 'external' : 'keycloak' } = props;
    const { loginProxy = provider === 'none' ? 'none' : 'oauth2-proxy' } = props;
    const { kubernetes = provider !== 'none' } = props;
    const error = unusedSetting(props, {
      keycloak: ['keycloak', provider === 'keycloak'],
      externalIdentity: ['external', provider === 'external'],
      oauth2Proxy: ['oauth2-proxy', loginProxy === 'oauth2-proxy'],
      kubernetesLogin: ['kubernetes', kubernetes],
    });
    if (error !== undefined) throw new DefinitionError(this, error);
    if (provider === 'keycloak') this.provider = new Keycloak(this, 'keycloak', props.keycloak);
    if (provider === 'external') this.provider = this.external(props.externalIdentity);
    if (loginProxy === 'oauth2-proxy') {
      this.oauth2Proxy = new OAuth2Proxy(this, 'oauth2-proxy', props.oauth2Proxy);
    }
    if (kubernetes) {
      this.kubernetesLogin = new KubernetesLogin(this, 'kubernetes-login', props.kubernetesLogin);
    }
    if (props.teleport) this.teleport = new Teleport(this, 'teleport', props.teleport);
  }

  private external(props: ExternalIdentityProps | undefined): ExternalIdentity {
    if (props) return new ExternalIdentity(this, 'identity', props);
    throw new DefinitionError(
      this,
      "the provider is 'external', but nothing says where it is; pass `externalIdentity`",
    );
  }
}
