import { Construct } from 'constructs';
import {
  Identity,
  type AccessGroups,
  type ClientRequest,
  type IdentityClient,
  type IdentityEndpoints,
  type IdentityProvider,
} from '../contracts/identity';
import { DefinitionError, type Destination } from '../index';
import { destinationOf, hostAndPort, pemError, urlError } from './address';
import { Accounts, credentialsError, type ExternalCredentials } from './credentials';
import { warnOfUnused } from './unused-choices';

export interface ExternalIdentityProps {
  /** As it stands in tokens, without a slash at the end: `https://sso.example.com/realms/company`. */
  readonly issuer: string;
  /** Read on login buttons. @default 'Single sign-on' */
  readonly displayName?: string;
  /** Addresses of the provider. @default - those of a Keycloak realm, where the issuer is one */
  readonly endpoints?: Partial<IdentityEndpoints>;
  /** Groups that hold the platform's three roles. */
  readonly groups: AccessGroups;
  /** Claim that lists the groups by plain name. @default 'groups' */
  readonly groupsClaim?: string;
  /** Scope that brings that claim. @default - none: it comes by itself */
  readonly groupsScope?: string;
  /** Claim that names a person. @default 'preferred_username' */
  readonly usernameClaim?: string;
  /** Ids that the provider gave to clients, where it chooses them itself. @default - the ids that components ask for */
  readonly clientIds?: Readonly<Record<string, string>>;
  /**
   * Where the Secrets with `client-id` and `client-secret` come from. `{name}` in a path is the
   * id that the component asks for: `oidc/{name}`.
   * @default 'existing'
   */
  readonly credentials?: ExternalCredentials;
  /** Authority that signed the issuer's certificate, PEM. @default - one that images trust already */
  readonly caCertificates?: string;
  /** Where connections lead, for a provider of this cluster whose Pods answer on other ports. @default - where the issuer leads */
  readonly destination?: Destination;
}

const REALM: IdentityEndpoints = {
  authorization: 'auth',
  token: 'token',
  userinfo: 'userinfo',
  jwks: 'certs',
  logout: 'logout',
};

/**
 * An OpenID Connect provider that is there already: the company's Keycloak, Entra ID, Okta. Its
 * clients are made by whoever runs it (`clients` lists what was asked for); the Secret of each,
 * `<id>-oidc` with `client-id` and `client-secret`, is either there or fetched.
 */
export class ExternalIdentity extends Construct implements IdentityProvider {
  /** Clients that the platform asked for, to be registered by hand. */
  readonly clients: ClientRequest[] = [];
  readonly displayName: string;
  readonly issuer: string;
  readonly endpoints: IdentityEndpoints;
  readonly groupsClaim: string;
  readonly groupsScope: string | undefined;
  readonly usernameClaim: string;
  readonly groups: AccessGroups;
  declare readonly caCertificates?: string;
  readonly destination: Destination;
  private readonly props: ExternalIdentityProps;
  private readonly accounts: Accounts;
  private readonly asked = new Set<string>();

  /** @throws DefinitionError for an issuer, endpoint, group or certificate that cannot be */
  constructor(scope: Construct, id: string, props: ExternalIdentityProps) {
    super(scope, id);
    this.props = props;
    this.accounts = new Accounts(props.credentials);
    const error = issuerError(props.issuer) ?? pemError('caCertificates', props.caCertificates);
    if (error !== undefined) throw new DefinitionError(this, error);
    this.displayName = props.displayName ?? 'Single sign-on';
    this.issuer = props.issuer;
    this.endpoints = endpointsOf(props);
    this.groupsClaim = props.groupsClaim ?? 'groups';
    this.groupsScope = props.groupsScope;
    this.usernameClaim = props.usernameClaim ?? 'preferred_username';
    this.groups = props.groups;
    if (props.caCertificates !== undefined) this.caCertificates = props.caCertificates;
    const { host, port } = hostAndPort(props.issuer);
    this.destination = props.destination ?? destinationOf(host, port);
    const late =
      groupsError(props.groups) ?? endpointsError(this) ?? credentialsError(props.credentials);
    if (late !== undefined) throw new DefinitionError(this, late);
    warnOfUnused(this, 'clientIds', props.clientIds, this.asked);
    Identity.provide(this, this);
  }

  client(scope: Construct, request: ClientRequest): IdentityClient {
    const { id, namespace, isPublic = false, secretName = `${id}-oidc` } = request;
    this.clients.push(request);
    this.asked.add(id);
    this.accounts.provide(scope, {
      name: secretName,
      namespace,
      keys: isPublic ? ['client-id'] : ['client-id', 'client-secret'],
      subject: id,
      purpose: `to fetch the account of client '${id}'`,
    });
    const clientSecret = isPublic ? undefined : { name: secretName, key: 'client-secret' };
    return { id: this.props.clientIds?.[id] ?? id, secretName, clientSecret };
  }
}

function issuerError(issuer: string): string | undefined {
  const error = urlError('issuer', issuer);
  if (error !== undefined) return error;
  if (!issuer.startsWith('https:'))
    return `issuer '${issuer}' has no TLS; start it with \`https://\``;
  return issuer.endsWith('/') ? `issuer '${issuer}' ends in a slash; leave it out` : undefined;
}

/** Those of a realm, but for what was given. */
function endpointsOf({ issuer, endpoints = {} }: ExternalIdentityProps): IdentityEndpoints {
  const isRealm = /\/realms\/[^/]+$/.test(issuer);
  const at = (which: keyof IdentityEndpoints): string =>
    endpoints[which] ?? (isRealm ? `${issuer}/protocol/openid-connect/${REALM[which]}` : '');
  return {
    authorization: at('authorization'),
    token: at('token'),
    userinfo: at('userinfo'),
    jwks: at('jwks'),
    logout: at('logout'),
  };
}

/** Network rules open one port: Pods must find token, user and keys there. */
function endpointsError({ endpoints, issuer, destination }: ExternalIdentity): string | undefined {
  for (const [which, url] of Object.entries(endpoints) as [keyof IdentityEndpoints, string][]) {
    if (url === '') {
      return `there is no ${which} endpoint, and '${issuer}' is no Keycloak realm to derive it from; pass \`endpoints.${which}\``;
    }
    const error = urlError(`endpoint ${which}`, url);
    if (error !== undefined) return error;
    const called = which === 'token' || which === 'userinfo' || which === 'jwks';
    if (called && 'port' in destination && hostAndPort(url).port !== destination.port) {
      return `endpoint ${which} '${url}' is not on port ${destination.port} as the issuer is, which is what network rules open; put both on one port`;
    }
  }
  return undefined;
}

function groupsError(groups: AccessGroups): string | undefined {
  if (groups.admin.length === 0)
    return 'no group is `admin`; name one, or nobody can change anything';
  const odd = Object.values(groups)
    .flat()
    .find((group) => group.trim() === '' || group.startsWith('/'));
  return odd === undefined
    ? undefined
    : `group '${odd}' is not a plain name; write it without the path, as the claim has it`;
}
