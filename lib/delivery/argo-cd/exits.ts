import type { Construct } from 'constructs';
import { allowEgress, connect, type Destination } from '../../index';
import { addressOf, type ServerAddress } from '../address';
import { podsOf } from './values';

/** A part of Argo CD that calls others. */
export type Caller = 'repo-server' | 'server' | 'notifications-controller';

/** Whom the parts of Argo CD may call. */
export class Exits {
  private readonly known = new Set<string>();

  constructor(
    private readonly scope: Construct,
    private readonly namespace: string,
  ) {
    // Charts and Git by HTTPS; a policy knows no names of hosts.
    allowEgress(scope, {
      name: 'repositories',
      namespace,
      pods: podsOf('repo-server'),
      rules: [{ with: 'anywhere', ports: [443] }],
    });
  }

  /** Lets the repository server out to a repository on a port of its own. */
  repository(url: string): void {
    const address = addressOf(url);
    if (address && address.port !== 443) this.server('repo-server', address);
  }

  /** Lets a part out to a server; asking again changes nothing. */
  server(part: Caller, { host, port }: ServerAddress): void {
    const name = `${host}-${port}`.replaceAll('.', '-').toLowerCase();
    if (this.known.has(`${part} ${name}`)) return;
    this.known.add(`${part} ${name}`);
    this.to(name, part, inCluster(host, port) ?? { host, port });
  }

  /** Lets a part out to what Argo CD was given. */
  to(name: string, part: Caller, to: Destination): void {
    const from = { namespace: this.namespace, pods: podsOf(part) };
    connect(this.scope, { name: `argocd-${part}-to-${name}`, from, to });
  }
}

/** Pods behind a Service of the cluster: `git-ssh.gitlab.svc`; they listen where their Service does. */
function inCluster(host: string, port: number): Destination | undefined {
  const namespace = /^[^.]+\.([^.]+)\.svc(\.|$)/.exec(host)?.[1];
  return namespace === undefined ? undefined : { namespace, ports: [port] };
}
