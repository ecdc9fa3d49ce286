import { Construct } from 'constructs';
import {
  ImageRegistry,
  type Registry,
  type RegistryMirror,
  type Repository,
  type RepositoryRequest,
} from '../contracts/image-registry';
import { DefinitionError, type Destination } from '../index';
import { destinationOf, hostError, pemError, portError } from './address';
import { Accounts, credentialsError, type ExternalCredentials } from './credentials';

export interface ExternalRegistryProps {
  /** Host, with a port unless it is 443: `registry.example.com`. */
  readonly host: string;
  /** Path between the host and the projects: `platform/images`. @default '' */
  readonly path?: string;
  /** Public registries whose images it serves. @default [] */
  readonly mirrors?: readonly RegistryMirror[];
  /**
   * Where the Secrets `registry-<project>` with `.dockerconfigjson` come from. `{name}` in a path
   * is the project. A fetched Secret is of type `Opaque`: tools that mount it can push; for Pods
   * that name it as `imagePullSecrets` it must be there already, as `kubernetes.io/dockerconfigjson`.
   * @default 'existing'
   */
  readonly credentials?: ExternalCredentials;
  /** Authority that signed its certificate, PEM. @default - one that nodes trust already */
  readonly caCertificates?: string;
  /** Where connections lead, for a registry of this cluster whose Pods answer on other ports. @default - where the host leads */
  readonly destination?: Destination;
}

/**
 * An image registry that is there already. Its projects and accounts are made by whoever runs it
 * (`requests` lists what was asked for).
 */
export class ExternalRegistry extends Construct implements Registry {
  /** Projects and accounts that the platform asked for, to be made by hand. */
  readonly requests: RepositoryRequest[] = [];
  readonly host: string;
  readonly mirrors: readonly RegistryMirror[];
  declare readonly caCertificates?: string;
  readonly destination: Destination;
  private readonly props: ExternalRegistryProps;
  private readonly accounts: Accounts;

  /** @throws DefinitionError for a host, mirror, certificate or path that cannot be */
  constructor(scope: Construct, id: string, props: ExternalRegistryProps) {
    super(scope, id);
    this.props = props;
    this.accounts = new Accounts(props.credentials);
    this.host = props.host;
    this.mirrors = [...(props.mirrors ?? [])];
    if (props.caCertificates !== undefined) this.caCertificates = props.caCertificates;
    const [name = '', port = '443'] = props.host.split(':');
    this.destination = props.destination ?? destinationOf(name, Number(port));
    const error =
      placeError(props.host) ??
      mirrorError(this.mirrors) ??
      pemError('caCertificates', props.caCertificates) ??
      credentialsError(props.credentials);
    if (error !== undefined) throw new DefinitionError(this, error);
    ImageRegistry.provide(this, this);
  }

  repository(scope: Construct, request: RepositoryRequest): Repository {
    const { project, namespace, secretName = `registry-${project}` } = request;
    this.requests.push(request);
    this.accounts.provide(scope, {
      name: secretName,
      namespace,
      keys: ['.dockerconfigjson'],
      subject: project,
      purpose: `to fetch the account of registry project '${project}'`,
    });
    const prefix = [this.host, this.props.path ?? [], project].flat().join('/');
    return { prefix, credentials: { name: secretName, key: '.dockerconfigjson' } };
  }
}

/** A host, and a port where it has one. */
function placeError(place: string): string | undefined {
  const [, host, port = '443'] = /^([^:/]+)(?::(\d+))?$/.exec(place) ?? [];
  if (host === undefined) {
    return `host '${place}' is no host; write a name such as \`registry.example.com\`, without scheme`;
  }
  return hostError('host', host) ?? portError('port', Number(port));
}

function mirrorError(mirrors: readonly RegistryMirror[]): string | undefined {
  const odd = mirrors.flatMap((m) => [m.upstream, m.mirror]).find((m) => /:\/\/|\/$|^$/.test(m));
  if (odd !== undefined) {
    return `mirror '${odd}' is no registry; write it without scheme and without a slash at the end`;
  }
  const upstreams = mirrors.map((m) => m.upstream);
  const twice = upstreams.find((upstream, i) => upstreams.indexOf(upstream) !== i);
  return twice && `registry '${twice}' has two mirrors; keep one`;
}
