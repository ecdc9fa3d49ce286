import { clientError, type KnownClient } from './clients';
import { ldapError } from './federation';
import type { LdapOptions } from './federation-words';
import { aliasOf, providerError } from './identity-providers';
import type { IdentityProviderOptions } from './provider-words';
import type { RealmContent } from './realm';
import { groupError, namesOf } from './realm-checks';
import type { GroupOptions, RealmOptions } from './realm-words';

/** What a realm holds, as it grows. Each `add` says what is wrong, if anything, and then adds nothing. */
export class RealmParts {
  private readonly groups: GroupOptions[] = [];
  private readonly clients = new Map<string, KnownClient>();
  private readonly providers = new Map<string, IdentityProviderOptions>();
  private readonly directories = new Map<string, LdapOptions>();

  constructor(private readonly realm: RealmOptions) {}

  /** All of it; clients by their ids, so that the order of those who ask does not count. */
  get content(): RealmContent {
    return {
      realm: this.realm,
      groups: this.groups,
      clients: [...this.clients.values()].sort((a, b) => (a.options.id < b.options.id ? -1 : 1)),
      providers: [...this.providers.values()],
      directories: [...this.directories.values()],
    };
  }

  addGroup(group: GroupOptions): string | undefined {
    const error = groupError([...namesOf(this.groups), ...namesOf([group])]);
    if (error === undefined) this.groups.push(group);
    return error;
  }

  addClient(client: KnownClient): string | undefined {
    const { id } = client.options;
    const twin = `there is already a client '${id}'; choose another id`;
    return add(this.clients, id, client, clientError(client.options), twin);
  }

  addProvider(provider: IdentityProviderOptions): string | undefined {
    const alias = aliasOf(provider);
    const twin = `there is already an identity provider '${alias}'; give this one another \`alias\``;
    return add(this.providers, alias, provider, providerError(provider), twin);
  }

  addDirectory(directory: LdapOptions): string | undefined {
    const { name } = directory;
    const twin = `there is already a directory '${name}'; name it otherwise`;
    return add(this.directories, name, directory, ldapError(directory), twin);
  }
}

function add<T>(
  all: Map<string, T>,
  name: string,
  part: T,
  error: string | undefined,
  twin: string,
): string | undefined {
  if (error !== undefined) return error;
  if (all.has(name)) return twin;
  all.set(name, part);
  return undefined;
}
