import type { IConstruct } from 'constructs';
import {
  highlyAvailable,
  resources,
  type Destination,
  type SecretRef,
  type Value,
  type Values,
} from '../../index';
import type { AgentApplication, AgentDatabase } from './agent-words';

/** What the values of an agent follow from. */
export interface AgentContext {
  /** Name of the release, its ServiceAccount and its join token. */
  readonly name: string;
  /** Address of Teleport. */
  readonly proxyAddress: string;
  readonly joinToken: SecretRef | undefined;
  readonly kubeClusterName: string | undefined;
  readonly applications: readonly AgentApplication[];
  readonly databases: readonly AgentDatabase[];
  readonly labels: Readonly<Record<string, string>>;
  readonly enterprise: boolean;
  /** ConfigMap with authorities that are trusted beside the public ones. */
  readonly authorities: string | undefined;
}

const TRUST = '/etc/teleport-trust';

/** Chart values of an agent. Its identity is in a Secret that it writes itself, so it has no volume. */
export function agentValues(scope: IConstruct, context: AgentContext): Values {
  const { name, kubeClusterName, applications, databases, enterprise } = context;
  const replicaCount = highlyAvailable(scope) ? 2 : 1;
  return {
    roles: rolesOf(context).join(','),
    proxyAddr: context.proxyAddress,
    ...joining(context),
    ...(kubeClusterName !== undefined && { kubeClusterName, labels: context.labels }),
    apps: applications.map(application),
    databases: databases.map(database),
    enterprise,
    // Whoever may impersonate people may do what all of them may: for Kubernetes only.
    rbac: { create: kubeClusterName !== undefined },
    highAvailability: {
      replicaCount,
      podDisruptionBudget: { enabled: replicaCount > 1, minAvailable: 1 },
    },
    serviceAccount: { name },
    podSecurityPolicy: { enabled: false },
    updater: { enabled: false },
    log: { format: 'json' },
    resources: resources('50m', '128Mi', '512Mi'),
    ...trust(context),
  };
}

/** What the agent serves, in the chart's words. */
export const rolesOf = ({
  kubeClusterName,
  applications,
  databases,
}: Pick<AgentContext, 'kubeClusterName' | 'applications' | 'databases'>): string[] =>
  [
    kubeClusterName === undefined ? [] : 'kube',
    applications.length > 0 ? 'app' : [],
    databases.length > 0 ? 'db' : [],
  ].flat();

/** By a token in a Secret, or by its own ServiceAccount, under a name that is no secret. */
function joining({ name, joinToken }: AgentContext): Values {
  if (!joinToken) {
    return {
      joinParams: { method: 'kubernetes', tokenName: name },
      joinTokenSecret: { create: true, name: `${name}-join` },
    };
  }
  return {
    joinParams: { method: 'token' },
    joinTokenSecret: { create: false, name: joinToken.name },
    ...(joinToken.key !== 'auth-token' && {
      teleportConfig: {
        teleport: { join_params: { token_name: `/etc/teleport-secrets/${joinToken.key}` } },
      },
    }),
  };
}

const application = ({ name, uri, labels, insecureSkipVerify }: AgentApplication): Value => ({
  name,
  uri,
  ...(labels && { labels }),
  ...(insecureSkipVerify === true && { insecure_skip_verify: true }),
});

const database = ({ name, uri, protocol, labels, tlsMode }: AgentDatabase): Value => ({
  name,
  uri,
  protocol,
  ...(labels && { static_labels: labels }),
  ...(tlsMode !== undefined && { tls: { mode: tlsMode } }),
});

const trust = ({ authorities }: AgentContext): Values =>
  authorities === undefined
    ? {}
    : {
        extraEnv: [{ name: 'SSL_CERT_FILE', value: `${TRUST}/ca.pem` }],
        extraVolumes: [{ name: 'trust', configMap: { name: authorities } }],
        extraVolumeMounts: [{ name: 'trust', mountPath: TRUST, readOnly: true }],
      };

const SERVICE = /^[^.]+\.([^.]+)\.svc(\.|$)/;
const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/** Where an address leads; `undefined` where it is none. */
export function destinationOf(uri: string): Destination | undefined {
  const text = uri.includes('://') ? uri : `tcp://${uri}`;
  if (!URL.canParse(text)) return undefined;
  const { hostname, port, protocol } = new URL(text);
  const number = port === '' ? PORTS[protocol] : Number(port);
  if (hostname === '' || number === undefined) return undefined;
  const namespace = SERVICE.exec(hostname)?.[1];
  return namespace === undefined
    ? { host: hostname, port: number }
    : { namespace, ports: [number] };
}
