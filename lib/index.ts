/** What components and platforms build on: the kernel, with the engines of both kinds of tree plugged in. */
import { Engines } from './kernel';

// Engines are recognized by the marks that both libraries leave on their trees, and loaded at the
// first use: an app that only makes manifests never loads cdktf, and the other way round.
const TERRAFORM_STACK = Symbol.for('cdktf/TerraformStack');
const CHART = Symbol.for('cdk8s.Chart');

/* eslint-disable @typescript-eslint/no-require-imports */
Engines.register({
  owns: (scope) => TERRAFORM_STACK in scope,
  load: () => (require('./engines/cdktf') as typeof import('./engines/cdktf')).cdktfEngine,
});
Engines.register({
  // A cdk8s App has no mark of its own; its way of writing files tells it.
  owns: (scope) => CHART in scope || 'yamlOutputType' in scope,
  load: () => (require('./engines/cdk8s') as typeof import('./engines/cdk8s')).cdk8sEngine,
});

export * from './kernel';
