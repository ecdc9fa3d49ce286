import type { RuntimeClass as RuntimeClassObject } from 'kubernetes-types/node/v1';
import { KubeObject, type Component, type Kind } from '../../index';
import type { Handler } from './handlers';

type RuntimeClassBody = Omit<RuntimeClassObject, 'apiVersion' | 'kind' | 'metadata'>;

/** How Pods ask for a runtime other than the default one. */
export const RuntimeClass: Kind<RuntimeClassBody> = {
  apiVersion: 'node.k8s.io/v1',
  kind: 'RuntimeClass',
  namespaced: false,
};

/** Draws what Pods name to get a runtime: on its nodes only, and with what it takes counted. */
export function drawRuntimeClasses(scope: Component, handlers: readonly Handler[]): void {
  for (const { name, runtimeClass, nodeSelector, overhead } of handlers) {
    if (runtimeClass === undefined) continue;
    new KubeObject(scope, `RuntimeClass-${runtimeClass}`, RuntimeClass, {
      name: runtimeClass,
      phase: 'before',
      body: {
        handler: name,
        ...(overhead && { overhead: { podFixed: overhead } }),
        ...(Object.keys(nodeSelector).length > 0 && {
          scheduling: { nodeSelector: { ...nodeSelector } },
        }),
      },
    });
  }
}
