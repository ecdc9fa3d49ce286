import { ImageRegistry } from '../../contracts/image-registry';
import {
  ConfigMap,
  connect,
  KubeObject,
  NetworkPolicy,
  Platform,
  type Component,
  type Kind,
  type Phase,
} from '../../index';
import { TRUST_KEY } from './values';
import type { KyvernoValuesOptions } from './values';

/** What is said about registries. */
export interface RegistryAccessOptions extends Pick<
  KyvernoValuesOptions,
  'caCertificates' | 'registrySecrets'
> {
  /** Ports of registries and transparency logs. @default [443] */
  readonly registryPorts?: readonly number[];
  /** Projects of the platform's registry that it reads with accounts of its own. @default [] */
  readonly registryProjects?: readonly string[];
}

const TRUST = 'kyverno-trust';

/** How signatures are read, which are in the registries that the images are in. */
export class RegistryAccess {
  /** Names of pull secrets in Kyverno's namespace. */
  readonly pullSecrets: string[];
  private readonly authorities: string[] = [];
  private opened = false;

  constructor(
    private readonly owner: Component,
    private readonly options: RegistryAccessOptions,
  ) {
    const { namespace } = owner;
    const { registryProjects = [], registrySecrets = [], caCertificates } = options;
    this.pullSecrets = [...registrySecrets];
    this.add(caCertificates);
    this.add(Platform.of(owner)?.caCertificates);
    if (registryProjects.length > 0) ImageRegistry.require(owner, 'that has `registryProjects`');
    ImageRegistry.whenProvided(owner, (registry) => {
      this.add(registry.caCertificates);
      for (const project of registryProjects) {
        this.pullSecrets.push(registry.repository(owner, { project, namespace }).credentials.name);
      }
    });
  }

  /** All images of the platform's registry. */
  get all(): readonly string[] {
    return [`${ImageRegistry.find(this.owner)?.host ?? ''}/*`];
  }

  /** ConfigMap with authorities to trust beside the well-known ones, if there are any. */
  get trust(): string | undefined {
    return this.authorities.length > 0 ? TRUST : undefined;
  }

  /** Lets Kyverno out to registries, wherever these are; asking again changes nothing. */
  open(): void {
    if (this.opened) return;
    this.opened = true;
    const { owner, options } = this;
    const ports = (options.registryPorts ?? [443]).map((port) => ({ port, protocol: 'TCP' }));
    this.draw(NetworkPolicy, 'registries', 'after', {
      spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{ ports }] },
    });
    // One within the cluster answers on other ports: those of the gateway's Pods.
    ImageRegistry.whenProvided(owner, ({ destination: to }) => {
      connect(owner, { name: 'kyverno-to-registry', from: { namespace: owner.namespace }, to });
    });
  }

  private add(pem: string | undefined): void {
    const text = pem?.trim();
    if (text === undefined || this.authorities.includes(text)) return;
    if (this.authorities.length === 0) {
      const all = () => [...this.authorities].sort().map((one) => `${one}\n`);
      const body = () => ({ data: { [TRUST_KEY]: all().join('') } });
      this.draw(ConfigMap, TRUST, 'before', body);
    }
    this.authorities.push(text);
  }

  private draw<Body extends object>(
    kind: Kind<Body>,
    name: string,
    phase: Phase,
    body: Body | (() => Body),
  ): void {
    const { owner } = this;
    const { namespace } = owner;
    new KubeObject(owner, `${kind.kind}-${name}`, kind, { name, namespace, phase, body });
  }
}
