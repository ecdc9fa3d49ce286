import { Lazy } from 'cdktf';
import type { HelmRelease } from '../../kernel';
import { toYaml } from '../yaml';
import { escapeTemplates } from './escape';
import { HELM_RELEASE, LateResource, MAX_HISTORY } from './late-resource';

/** A `helm_release` of a chart at one exact version. */
export class HelmReleaseResource extends LateResource {
  constructor(
    private readonly release: HelmRelease,
    deployed: () => boolean,
  ) {
    super(release, 'Resource', HELM_RELEASE, release.node.path, deployed);
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    const { name, namespace, chart, wait, timeoutSeconds: timeout } = this.release;
    const { repository, version } = chart;
    const values = Lazy.anyValue({
      // The preparing run looks for references between stacks only; values have none.
      produce: ({ preparing }) => (preparing ? undefined : valuesYaml(this.release)),
    });
    const max_history = MAX_HISTORY;
    return {
      name,
      namespace,
      chart: chart.name,
      repository,
      version,
      wait,
      timeout,
      max_history,
      values,
    };
  }
}

/** As YAML, so that a plan shows line by line what a change of values is. */
function valuesYaml({ values }: HelmRelease): readonly string[] | undefined {
  return Object.keys(values).length > 0 ? [escapeTemplates(toYaml(values))] : undefined;
}
