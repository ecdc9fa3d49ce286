import type { Construct } from 'constructs';
import { ConfigMap, KubeObject } from '../../index';

/** Name of the ConfigMap, whose `ca.pem` has all of them. */
export const AUTHORITIES = 'teleport-authorities';

/** Certificates of authorities beside the public ones, of all that Teleport connects to, in one file. */
export class Authorities {
  private readonly texts: (() => string)[] = [];

  constructor(
    private readonly scope: Construct,
    private readonly namespace: string,
  ) {}

  /** Name of the ConfigMap, if there is one. Ask it late. */
  get configMap(): string | undefined {
    return this.texts.length > 0 ? AUTHORITIES : undefined;
  }

  /** Adds certificates (PEM); the order in which they come does not show. */
  add(pem: () => string): void {
    this.texts.push(pem);
    if (this.texts.length > 1) return;
    const all = (): string[] => [...new Set(this.texts.map((text) => text().trim()))].sort();
    new KubeObject(this.scope, `ConfigMap-${AUTHORITIES}`, ConfigMap, {
      name: AUTHORITIES,
      namespace: this.namespace,
      phase: 'before',
      body: () => ({ data: { 'ca.pem': `${all().join('\n')}\n` } }),
    });
  }
}
