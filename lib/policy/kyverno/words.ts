import type { LabelMatch, PolicyMatch } from '../match';

/** Who must have signed an image. */
export type ImageAttestor = KeyAttestor | SecretKeyAttestor | KeylessAttestor;

/** With a key whose public half is written here: it is no secret. */
export interface KeyAttestor {
  /** CEL identifier: `ci`. */
  readonly name: string;
  /** PEM, from `-----BEGIN PUBLIC KEY-----` on. */
  readonly publicKey: string;
}

/** With a key whose public half stands in the cluster. */
export interface SecretKeyAttestor {
  /** CEL identifier: `ci`. */
  readonly name: string;
  /** Secret in this namespace with the key `cosign.pub`. */
  readonly keySecret: string;
}

/** With an identity that an OIDC issuer vouches for, through Fulcio. */
export interface KeylessAttestor {
  /** CEL identifier: `ci`. */
  readonly name: string;
  /** Address of the issuer: `https://gitlab.example.com`. */
  readonly issuer: string;
  /** Who signed, such as the address of a workflow; with `subjectPattern`, a regular expression. */
  readonly subject: string;
  /** Whether `subject` is a regular expression. @default false */
  readonly subjectPattern?: boolean;
}

/** A signed statement about an image: how it was built, what is in it. */
export interface ImageAttestation {
  /** CEL identifier: `provenance`. */
  readonly name: string;
  /** Predicate type, exactly as the pipeline writes it: `https://slsa.dev/provenance/v1`. */
  readonly type: string;
  /** CEL over `payload` that must be true. @default - it is enough that it is there and signed */
  readonly check?: string;
}

/** Which images run only with a signature. */
export interface ImagePolicy {
  /** DNS label. */
  readonly name: string;
  /** References with `*`: `harbor.example.com/*`. @default - all of the platform's registry */
  readonly images?: readonly string[];
  /** At least one. */
  readonly attestors: readonly ImageAttestor[];
  /** Whether each of them must have signed, rather than one. @default false */
  readonly allAttestors?: boolean;
  /** @default [] */
  readonly attestations?: readonly ImageAttestation[];
  /** What happens to Pods whose images fail. @default ['Deny'] */
  readonly actions?: readonly ('Deny' | 'Audit' | 'Warn')[];
  /** Labels of the namespaces that it holds for. @default - all but excluded ones */
  readonly namespaces?: LabelMatch;
  /** @default [] */
  readonly excludedNamespaces?: readonly string[];
  /** Whether tags are replaced by the digests that were verified. @default true */
  readonly mutateDigest?: boolean;
  /**
   * The log that signatures stand in: the public one, a private one, or none for an air gap.
   * @default 'public' for keyless signatures, else 'none'
   */
  readonly transparencyLog?:
    'public' | 'none' | { readonly url: string; readonly publicKey: string };
  /** Secrets in this namespace by which registries are read. @default [] */
  readonly pullSecrets?: readonly string[];
  /** Whether Pods start while Kyverno does not answer. @default 'Fail' */
  readonly failurePolicy?: 'Fail' | 'Ignore';
  /** Seconds that a Pod may wait for it, 1 to 30. @default 15 */
  readonly timeoutSeconds?: number;
}

/** An object that each namespace gets. */
export interface GeneratedObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** Lower-case plural, for Kyverno's rights: `networkpolicies`. */
  readonly resource: string;
  readonly name: string;
  /** Fields beside `apiVersion`, `kind` and `metadata`. */
  readonly body: object;
}

/** An object that each namespace gets a copy of. */
export interface ClonedObject {
  readonly apiVersion: string;
  /** Lower-case plural: `secrets`. */
  readonly resource: string;
  /** Where the original is. */
  readonly namespace: string;
  readonly name: string;
}

/** What namespaces get by themselves. */
export interface GeneratePolicy {
  /** DNS label. */
  readonly name: string;
  /** A sentence. */
  readonly description: string;
  /** Labels of the namespaces. @default - all but excluded ones */
  readonly namespaces?: LabelMatch;
  /** @default [] */
  readonly excludedNamespaces?: readonly string[];
  /** At least one. */
  readonly objects: readonly (GeneratedObject | ClonedObject)[];
  /** Whether copies follow the policy and the original, and come back when deleted. @default true */
  readonly synchronize?: boolean;
  /** Whether namespaces that are there already get them too. @default true */
  readonly existing?: boolean;
}

/** What is changed at admission, where the API server itself cannot do it. */
export interface MutatePolicy {
  /** DNS label. */
  readonly name: string;
  /** A sentence. */
  readonly description: string;
  /** Operations other than DELETE. */
  readonly match: PolicyMatch;
  /** CEL by name; all must be true. @default {} */
  readonly matchConditions?: Readonly<Record<string, string>>;
  /** CEL by name, in order. @default {} */
  readonly variables?: Readonly<Record<string, string>>;
  /** CEL: an object (`Object{…}`) to be merged in, or a list of `JSONPatch{…}`. */
  readonly mutations: readonly ({ readonly apply: string } | { readonly patch: string })[];
  /** Whether objects that are there already are changed too. @default false */
  readonly existing?: boolean;
  /** @default 'Fail' */
  readonly failurePolicy?: 'Fail' | 'Ignore';
}

/** Where policies do not hold, and why. */
export interface PolicyExceptionOptions {
  /** DNS label. */
  readonly name: string;
  /** Names of policies that were added here. */
  readonly policies: readonly string[];
  /** @default - in all namespaces */
  readonly namespaces?: readonly string[];
  /** Images, with `*`. @default - for all images */
  readonly images?: readonly string[];
  /** Read in reviews and audits; a sentence. */
  readonly reason: string;
  /** When it ends, as in `2027-01-31T00:00:00Z`. @default - never */
  readonly expiresAt?: string;
}
