import { Release } from '@cdktf/provider-helm/lib/release';
import type { HelmRelease } from '../../kernel';
import { toYaml } from '../yaml';
import { dependsOn, deploys } from './depends-on';
import { escapeTemplates } from './escape';

/** A `helm_release` whose values and dependencies are read when the stack is synthesized. */
export class HelmReleaseResource extends Release {
  constructor(private readonly release: HelmRelease) {
    const { name, namespace, chart, wait, timeoutSeconds } = release;
    super(release, 'Resource', {
      name,
      namespace,
      chart: chart.name,
      repository: chart.repository,
      version: chart.version,
      wait,
      timeout: timeoutSeconds,
      maxHistory: 10,
    });
    deploys(release.node.path, this);
  }

  get addresses(): readonly string[] {
    return [`helm_release.${this.friendlyUniqueId}`];
  }

  override toTerraform(): unknown {
    const before = dependsOn(this, this.release.node.path);
    if (before) this.dependsOn = before;
    return super.toTerraform();
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const values = valuesYaml(this.release);
    return { ...super.synthesizeAttributes(), ...(values !== undefined && { values: [values] }) };
  }
}

/** As YAML, so that a plan shows line by line what a change of values is. */
function valuesYaml({ values }: HelmRelease): string | undefined {
  if (Object.keys(values).length === 0) return undefined;
  return escapeTemplates(toYaml(values));
}
