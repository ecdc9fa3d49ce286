import type { Construct } from 'constructs';
import { Secrets, type GenerateOptions } from '../../contracts/secrets';
import type { Component } from '../../index';
import { ADMIN } from './props';

/** The Secrets that Keycloak has made: of its first accounts, and of clients. */
export class ClientSecrets {
  private used = false;

  constructor(private readonly component: Component) {}

  /** What is missing to make them, if anything. */
  get error(): string | undefined {
    return this.used && !Secrets.find(this.component)
      ? 'needs a source of secrets to make those of its accounts and clients, and nothing in this platform is one; add a component that is, or pass `admin` and the `secret` of every client'
      : undefined;
  }

  /** The first administrator, and the account that keeps the realm configured. */
  makeAccounts(): void {
    const { component } = this;
    this.generate(component, {
      name: ADMIN.userSecret,
      namespace: component.namespace,
      generated: { password: { length: 32 } },
      plain: { username: 'admin' },
    });
    this.make(component, 'platform-config', ADMIN.serviceSecret);
  }

  /** Id and secret of a client: in Keycloak's namespace, and in those that use it. */
  make(scope: Construct, id: string, name: string, namespaces: readonly string[] = []): void {
    const { namespace } = this.component;
    this.generate(scope, {
      name,
      namespace,
      generated: { 'client-secret': { length: 40 } },
      plain: { 'client-id': id },
      copies: [...new Set(namespaces)].filter((other) => other !== namespace),
    });
  }

  private generate(scope: Construct, options: GenerateOptions): void {
    this.used = true;
    Secrets.whenProvided(this.component, (secrets) => secrets.generate(scope, options));
  }
}
