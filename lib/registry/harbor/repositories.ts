import type { Construct } from 'constructs';
import type { Repository, RepositoryRequest } from '../../contracts/image-registry';
import { Secrets } from '../../contracts/secrets';
import { DefinitionError, type Component } from '../../index';
import type { Content } from './content';
import { robotAccount } from './desired-projects';
import { generateRobot, ROBOT_PASSWORD } from './secrets';

/** Places for images that components ask for: a project, and an account for each who asks. */
export class Repositories {
  /** Who asked, by the Secret that Harbor has a copy of. */
  private readonly asked = new Map<string, string>();

  constructor(
    private readonly owner: Component,
    private readonly content: Content,
    private readonly host: string,
  ) {}

  /** @throws DefinitionError if another request has the same Secret */
  add(scope: Construct, request: RepositoryRequest): Repository {
    const { project, namespace, access = 'pull' } = request;
    const name = request.secretName ?? `registry-${project}`;
    const repository = {
      prefix: `${this.host}/${project}`,
      credentials: { name, key: '.dockerconfigjson' },
    };
    const who = `${access} for '${namespace}' in '${project}'`;
    const other = this.asked.get(name);
    if (other === who) return repository;
    if (other !== undefined) {
      throw new DefinitionError(
        scope,
        `the Secret '${name}' of an account to ${other} would also be to ${who}; give one of the requests its own \`secretName\``,
      );
    }
    this.asked.set(name, who);
    const robot = `${namespace.replaceAll(/-+/g, '-')}-${access}`;
    const error =
      this.content.needProject(project) ??
      this.content.addRobot({
        name: robot,
        project,
        access,
        secret: { name, key: ROBOT_PASSWORD },
      });
    if (error !== undefined) throw new DefinitionError(scope, error);
    Secrets.require(scope, `for the account to ${who}`);
    Secrets.whenProvided(scope, (secrets) => {
      const account = robotAccount(project, robot);
      const { host } = this;
      const secret = { name, namespace: this.owner.namespace, user: namespace, host, account };
      generateRobot(scope, secret, secrets);
    });
    return repository;
  }
}
