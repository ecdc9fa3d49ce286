import type { SecretRef } from '../../index';
import { addressOf } from '../address';
import { literal, type LabelledSecret } from './labelled-secrets';

/** A repository that Argo CD reads. A public one needs no mention, unless it answers on a port of its own. */
export interface RepositoryOptions {
  /** Name of the Secret, unique: `platform-apps`. */
  readonly name: string;
  /**
   * `https://git.example.com/team/app.git`, `git@git.example.com:team/app.git`, or a beginning of
   * such addresses where `template` is set. OCI registries of charts without scheme.
   */
  readonly url: string;
  /** @default 'git' */
  readonly type?: 'git' | 'helm' | 'helm-oci';
  /** Whether the credentials are for every repository whose address starts with `url`. @default false */
  readonly template?: boolean;
  /** The only project that may use it. @default - all */
  readonly project?: string;
  /** @default - none, or `git` with a password */
  readonly username?: string;
  /** Password or token, in Argo CD's namespace. @default - none */
  readonly password?: SecretRef;
  /** Private key for SSH, in Argo CD's namespace. @default - none */
  readonly sshPrivateKey?: SecretRef;
  /** A GitHub App instead. @default - none */
  readonly githubApp?: {
    readonly id: number;
    readonly installationId: number;
    /** In Argo CD's namespace. */
    readonly privateKey: SecretRef;
  };
  /**
   * Certificates (PEM) of the authority that signed the server's, instead of the public ones.
   * @default - the public ones
   */
  readonly caCertificates?: string;
}

/** One more cluster that Applications may go to. */
export interface ClusterOptions {
  readonly name: string;
  /** `https://k8s-2.example.com:6443`. */
  readonly server: string;
  /** Token of a ServiceAccount over there, in Argo CD's namespace. */
  readonly bearerToken: SecretRef;
  /** Certificates (PEM) of that cluster's authority, in Argo CD's namespace. */
  readonly ca: SecretRef;
  /** The only namespaces to manage. @default - the whole cluster */
  readonly namespaces?: readonly string[];
  /** The only project that may use it. @default - all */
  readonly project?: string;
  /** What cluster generators select by. @default {} */
  readonly labels?: Readonly<Record<string, string>>;
}

const TYPE_LABEL = 'argocd.argoproj.io/secret-type';

/** What is wrong with a repository, or `undefined`. */
export function repositoryError(repository: RepositoryOptions): string | undefined {
  const { name, url, password, sshPrivateKey, githubApp, caCertificates } = repository;
  if (!addressOf(url)) {
    return `the url '${url}' of repository '${name}' is no address; write it as \`https://git.example.com/team/app.git\``;
  }
  const given = [password, sshPrivateKey, githubApp].filter((way) => way !== undefined);
  if (given.length > 1) {
    return `repository '${name}' has '${given.length}' kinds of credentials; keep one`;
  }
  if (sshPrivateKey && /^(https?|oci):/.test(url)) {
    return `repository '${name}' has an SSH key but the address '${url}'; write it as \`git@host:path\``;
  }
  return caCertificates?.includes('-----BEGIN CERTIFICATE-----') === false
    ? `the caCertificates of repository '${name}' hold no certificate; give PEM text`
    : undefined;
}

/** What is wrong with a cluster, or `undefined`. */
export const clusterError = ({ name, server }: ClusterOptions): string | undefined =>
  server.startsWith('https://') && addressOf(server)
    ? undefined
    : `the server '${server}' of cluster '${name}' is no address; write it as \`https://k8s-2.example.com:6443\``;

/** The Secret by which Argo CD knows a repository; `undefined` where there is nothing secret to know. */
export function repositorySecret(repository: RepositoryOptions): LabelledSecret | undefined {
  const { name, url, type = 'git', template = false, project } = repository;
  const { username, password, sshPrivateKey, githubApp } = repository;
  const secret: Record<string, SecretRef> = {
    ...(password && { password }),
    ...(sshPrivateKey && { sshPrivateKey }),
    ...(githubApp && { githubAppPrivateKey: githubApp.privateKey }),
  };
  if (Object.keys(secret).length === 0) return undefined;
  const user = username ?? (password && type === 'git' ? 'git' : undefined);
  return {
    name: `repository-${name}`,
    labels: { [TYPE_LABEL]: template ? 'repo-creds' : 'repository' },
    secret,
    template: {
      url: literal(url),
      type: type === 'git' ? 'git' : 'helm',
      ...(type === 'helm-oci' && { enableOCI: 'true' }),
      ...(template ? {} : { name }),
      ...(project !== undefined && { project }),
      ...(user !== undefined && { username: literal(user) }),
      ...(githubApp && {
        githubAppID: String(githubApp.id),
        githubAppInstallationID: String(githubApp.installationId),
      }),
      ...Object.fromEntries(Object.keys(secret).map((key) => [key, `{{ .${key} }}`])),
    },
  };
}

/** The Secret by which Argo CD knows a cluster. */
export function clusterSecret(cluster: ClusterOptions): LabelledSecret {
  const { name, server, bearerToken, ca, namespaces, project, labels = {} } = cluster;
  return {
    name: `cluster-${name}`,
    labels: { ...labels, [TYPE_LABEL]: 'cluster' },
    secret: { bearerToken, ca },
    template: {
      name,
      server,
      ...(namespaces && { namespaces: namespaces.join(',') }),
      ...(project !== undefined && { project }),
      config:
        '{"bearerToken":{{ .bearerToken | toJson }},"tlsClientConfig":{"insecure":false,"caData":{{ .ca | b64enc | toJson }}}}',
    },
  };
}
