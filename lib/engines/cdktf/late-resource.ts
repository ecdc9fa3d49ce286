import { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { dependsOn, deploys } from './depends-on';

/** Which provider a resource is of; the provider itself is the user's to define. */
export interface ResourceType {
  /** `helm_release`. */
  readonly type: string;
  /** `helm`. */
  readonly provider: string;
}

/**
 * A resource whose attributes and dependencies are read when the stack is synthesized. The classes
 * of the provider bindings make a dozen objects for blocks that are never used here, each with a
 * stack trace; with them a platform takes twice as long.
 */
export abstract class LateResource extends TerraformResource {
  private readonly unitId: string;

  /**
   * @param unitId the unit of the order that this resource deploys
   * @param deployed whether it is deployed at all, known at synthesis
   */
  constructor(
    scope: Construct,
    id: string,
    { type, provider }: ResourceType,
    unitId: string,
    protected readonly deployed: () => boolean,
  ) {
    super(scope, id, {
      terraformResourceType: type,
      terraformGeneratorMetadata: { providerName: provider },
    });
    this.unitId = unitId;
    deploys(unitId, this, deployed);
  }

  /** Terraform addresses that others can wait for. */
  get addresses(): readonly string[] {
    return [`${this.terraformResourceType}.${this.friendlyUniqueId}`];
  }

  override toTerraform(): unknown {
    if (!this.deployed()) return {};
    const before = dependsOn(this, this.unitId);
    if (before) this.dependsOn = before;
    return super.toTerraform();
  }

  /** Attributes by the names that Terraform has for them. */
  protected abstract override synthesizeAttributes(): Record<string, unknown>;
}

/** The `helm_release` of the Helm provider. */
export const HELM_RELEASE: ResourceType = { type: 'helm_release', provider: 'helm' };

/** Revisions of a release that Helm keeps for a rollback. */
export const MAX_HISTORY = 10;
