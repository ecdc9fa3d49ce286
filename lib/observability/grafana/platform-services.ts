import { Databases } from '../../contracts/databases';
import { accessGroups, Identity, type AccessGroups } from '../../contracts/identity';
import { connect, type Component, type Destination } from '../../index';
import { drawAuthority } from './draw-objects';
import type { DatabaseOptions, OidcOptions } from './words';

/** Path to which people are sent back after a login. */
const CALLBACK = '/login/generic_oauth';

/** What Grafana wants of its platform. */
export interface Wishes {
  readonly hostname: string;
  readonly database: boolean;
  /** Whether the platform's identity provider logs people in. */
  readonly login: boolean;
  readonly access: Partial<AccessGroups> | undefined;
}

/** What Grafana got from its platform; it grows while the platform is defined. */
export class PlatformServices {
  database: DatabaseOptions | undefined;
  oidc: OidcOptions | undefined;

  constructor(
    private readonly grafana: Component,
    wishes: Wishes,
  ) {
    if (wishes.database) this.takeDatabase();
    if (wishes.login) this.takeLogin(wishes);
  }

  private takeDatabase(): void {
    const { grafana } = this;
    Databases.require(grafana, 'to keep users, own dashboards and alerts');
    Databases.whenProvided(grafana, (server) => {
      const { namespace } = grafana;
      const owner = 'grafana';
      const database = server.postgres(grafana, { name: 'grafana-db', namespace, owner });
      this.database = {
        host: `${database.host}:${database.port}`,
        name: database.database,
        user: database.user,
        passwordSecret: database.passwordSecret,
        // Without its authority at hand, Grafana can encrypt but not verify.
        sslMode: database.sslMode === 'disable' ? 'disable' : 'require',
      };
      this.connect('database', database.destination);
    });
  }

  private takeLogin({ hostname, access }: Wishes): void {
    const { grafana } = this;
    Identity.whenProvided(grafana, (provider) => {
      const { endpoints, groupsScope, groupsClaim, caCertificates } = provider;
      const client = provider.client(grafana, {
        id: 'grafana',
        displayName: 'Grafana',
        namespace: grafana.namespace,
        redirectUris: [`https://${hostname}${CALLBACK}`],
        logoutUris: [`https://${hostname}/login`],
      });
      const { admin, editor, viewer } = accessGroups(provider, access);
      this.oidc = {
        name: provider.displayName,
        clientId: client.id,
        clientSecret: client.clientSecret ?? { name: client.secretName, key: 'client-secret' },
        authUrl: endpoints.authorization,
        tokenUrl: endpoints.token,
        apiUrl: endpoints.userinfo,
        scopes: ['openid', 'profile', 'email', groupsScope ?? []].flat(),
        groupsClaim,
        roles: { grafanaAdmin: admin, editor, viewer },
        ...(caCertificates !== undefined && { caCertificates }),
      };
      if (caCertificates !== undefined) drawAuthority(grafana, grafana.namespace, caCertificates);
      this.connect('identity', provider.destination);
    });
  }

  private connect(name: string, to: Destination): void {
    const { grafana } = this;
    const from = { namespace: grafana.namespace };
    connect(grafana, { name: `${grafana.node.id}-to-${name}`, from, to });
  }
}
