import type { Construct } from 'constructs';
import type { PodTemplateSpec } from 'kubernetes-types/core/v1';
import { DefinitionError, KubeObject, Service } from '../../index';
import { HTTPRoute } from '../../network/gateway-api/kinds';
import { Rollout, type RolloutSpecStrategy } from './kinds';
import {
  blueGreen,
  canary,
  canaryError,
  type BlueGreenOptions,
  type CanaryOptions,
} from './strategies';

/** Where requests for a workload come from. */
export interface RolloutRoute {
  readonly hostnames: readonly string[];
  /** The gateway that they come through. */
  readonly gateway: {
    readonly name: string;
    readonly namespace: string;
    /** Listener of the gateway. @default - all */
    readonly sectionName?: string;
  };
}

/** A workload whose new versions come in steps. */
export interface RolloutOptions {
  /** Name of the Rollout, of its Service and of its route. */
  readonly name: string;
  readonly namespace: string;
  /** Labels of the Pods. */
  readonly selector: Readonly<Record<string, string>>;
  /** Pods, or the name of a Deployment to take over, which is then scaled down. */
  readonly workload: PodTemplateSpec | { readonly deployment: string };
  /** @default - left to an autoscaler, which must name the Rollout */
  readonly replicas?: number;
  /** Port of the Services, and of the Pods. */
  readonly port: number;
  /** @default - an HTTPRoute that is made elsewhere, named as the Rollout */
  readonly route?: RolloutRoute;
  readonly strategy:
    | { readonly canary: Pick<CanaryOptions, 'steps' | 'background' | 'dynamicStableScale'> }
    | { readonly blueGreen: Omit<BlueGreenOptions, 'activeService' | 'previewService'> };
  /** Old versions that are kept to go back to. @default 5 */
  readonly revisions?: number;
}

/**
 * Draws a Rollout with the Services and the route that its strategy needs: `<name>` and
 * `<name>-canary`, or `<name>` and `<name>-preview`.
 *
 * @throws DefinitionError for a canary whose steps cannot be
 */
export function drawRollout(scope: Construct, options: RolloutOptions): void {
  const { name, namespace, selector, workload, replicas, port, route } = options;
  const isCanary = 'canary' in options.strategy;
  const second = `${name}-${isCanary ? 'canary' : 'preview'}`;
  for (const service of [name, second]) {
    new KubeObject(scope, `Service-${service}`, Service, {
      name: service,
      namespace,
      body: {
        spec: {
          selector: { ...selector },
          ports: [{ name: 'http', port, targetPort: port, protocol: 'TCP' }],
        },
      },
    });
  }
  if (route) drawRoute(scope, options, route, isCanary ? [name, second] : [name]);
  new KubeObject(scope, `Rollout-${name}`, Rollout, {
    name,
    namespace,
    body: {
      spec: {
        ...(replicas !== undefined && { replicas }),
        revisionHistoryLimit: options.revisions ?? 5,
        selector: { matchLabels: selector },
        ...('deployment' in workload
          ? {
              workloadRef: {
                apiVersion: 'apps/v1',
                kind: 'Deployment',
                name: workload.deployment,
                scaleDown: 'onsuccess',
              },
            }
          : { template: { ...workload } }),
        strategy: strategyOf(scope, options, second),
      },
    },
  });
}

function strategyOf(
  scope: Construct,
  { name, namespace, strategy }: RolloutOptions,
  second: string,
): RolloutSpecStrategy {
  if ('blueGreen' in strategy) {
    return blueGreen({ ...strategy.blueGreen, activeService: name, previewService: second });
  }
  const services = { stableService: name, canaryService: second };
  const steps = { ...strategy.canary, ...services, httpRoutes: [name], namespace };
  const error = canaryError(steps);
  if (error !== undefined) throw new DefinitionError(scope, `rollout '${name}': ${error}`);
  return canary(steps);
}

function drawRoute(
  scope: Construct,
  { name, namespace, port }: RolloutOptions,
  { hostnames, gateway }: RolloutRoute,
  services: readonly string[],
): void {
  new KubeObject(scope, `HTTPRoute-${name}`, HTTPRoute, {
    name,
    namespace,
    body: {
      spec: {
        parentRefs: [gateway],
        hostnames,
        rules: [
          {
            backendRefs: services.map((service, index) => ({
              name: service,
              port,
              // All to the running version; the controller shifts it.
              ...(services.length > 1 && { weight: index === 0 ? 100 : 0 }),
            })),
          },
        ],
      },
    },
  });
}
