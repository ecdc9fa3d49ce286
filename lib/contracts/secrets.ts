import type { Construct } from 'constructs';
import { Capability } from '../kernel';

/** How a generated value looks. */
export interface GeneratedValue {
  /** Characters. @default 32 */
  readonly length?: number;
  /** How many of them are symbols. @default 0 */
  readonly symbols?: number;
}

export interface GenerateOptions {
  /** Secret that will hold the values. */
  readonly name: string;
  readonly namespace: string;
  /** Generated once and kept: `{ password: { length: 40 } }`. */
  readonly generated: Readonly<Record<string, GeneratedValue>>;
  /** Plain values beside them, such as a user name. @default {} */
  readonly plain?: Readonly<Record<string, string>>;
  /**
   * Values made of the generated ones, when those are made: `{{ .password }}` stands for the
   * generated key `password` of this Secret, `{{ .password | b64enc }}` for it in base64.
   * @default {}
   */
  readonly templated?: Readonly<Record<string, string>>;
  /** Type of the Secret: `kubernetes.io/dockerconfigjson`. @default 'Opaque' */
  readonly type?: string;
  /** Namespaces that get a copy of the Secret, under the same name. @default [] */
  readonly copies?: readonly string[];
}

export interface FetchOptions {
  /** Secret that will hold the values. */
  readonly name: string;
  readonly namespace: string;
  /** Where each key comes from in the store: `{ token: { path: 'dns/acme', property: 'token' } }`. */
  readonly data: Readonly<Record<string, { readonly path: string; readonly property?: string }>>;
  /** Store to read. @default - the platform's default store */
  readonly store?: string;
}

/**
 * Puts secrets where Pods read them, so that none stands in code, YAML or Terraform state. What
 * it draws comes before the releases of the component that asks.
 */
export interface SecretSource {
  generate(scope: Construct, options: GenerateOptions): void;
  fetch(scope: Construct, options: FetchOptions): void;
}

export const Secrets = new Capability<SecretSource>('secrets', 'a source of secrets', {
  kinds: ['ExternalSecret.external-secrets.io', 'Password.generators.external-secrets.io'],
});
