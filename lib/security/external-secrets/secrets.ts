import type { Construct } from 'constructs';
import type { GeneratedValue, GenerateOptions } from '../../contracts/secrets';
import { KubeObject, type Kind, NOT_AWAITED } from '../../index';
import { settled } from './generate-error';
import { ExternalSecret, Password, type ExternalSecretSpec } from './kinds';
import { remoteData } from './specs';
import type { RemoteValue } from './words';

/** Symbols that URLs, shells and YAML take as they are. */
const SAFE_SYMBOLS = '-_.~';

/** Draws a Secret with random values that are made once and never again. */
export function drawGenerated(
  scope: Construct,
  { name, namespace, generated, plain = {}, templated = {}, type }: GenerateOptions,
): void {
  const made = { ...literals(plain), ...templated };
  const groups = byForm(generated).map(({ form, keys }, i) => {
    const generator = i === 0 ? name : `${name}-${i + 1}`;
    draw(scope, Password, generator, namespace, {
      spec: {
        length: form.length,
        // All that the generator wants fixed: its default share of digits may leave no room.
        digits: Math.min(Math.floor(form.length / 4), form.length - form.symbols),
        symbols: form.symbols,
        ...(form.symbols > 0 && { symbolCharacters: SAFE_SYMBOLS }),
        noUpper: false,
        allowRepeat: true,
        secretKeys: keys,
      },
    });
    const generatorRef = {
      apiVersion: Password.apiVersion,
      kind: 'Password' as const,
      name: generator,
    };
    return { sourceRef: { generatorRef } };
  });
  draw(scope, ExternalSecret, name, namespace, {
    spec: {
      refreshPolicy: 'CreatedOnce',
      target: {
        name,
        // A deleted and recreated ExternalSecret generates anew and overwrites; these two keep the Secret.
        creationPolicy: 'Orphan',
        immutable: true,
        ...template(made, type),
      },
      dataFrom: groups,
    },
  });
}

/** A Secret that is read from a store. */
export interface FetchedSecret {
  readonly name: string;
  readonly namespace: string;
  readonly data: Readonly<Record<string, RemoteValue>>;
  /** Name of the store, known at synthesis. */
  readonly store: () => string;
}

/** Draws a Secret that follows a store. */
export function drawFetched(scope: Construct, options: FetchedSecret): void {
  const { name, namespace, data, store } = options;
  const spec = (): ExternalSecretSpec => ({
    refreshInterval: '1h0m0s',
    secretStoreRef: { kind: 'ClusterSecretStore', name: store() },
    target: { name, creationPolicy: 'Owner', deletionPolicy: 'Retain' },
    data: remoteData(data),
  });
  draw(scope, ExternalSecret, name, namespace, () => ({ spec: spec() }), NOT_AWAITED);
}

/** Keys of one length and number of symbols share a generator: it rolls for each key. */
function byForm(generated: Readonly<Record<string, GeneratedValue>>) {
  const forms = new Map<string, { form: Required<GeneratedValue>; keys: string[] }>();
  for (const [key, value] of Object.entries(generated)) {
    const form = settled(value);
    const id = `${form.length}/${form.symbols}`;
    const group = forms.get(id) ?? { form, keys: [] };
    group.keys.push(key);
    forms.set(id, group);
  }
  return [...forms.values()];
}

/** What a Secret has beside the generated keys, which it keeps. */
const template = (data: Readonly<Record<string, string>>, type: string | undefined) => {
  const filled = Object.keys(data).length > 0;
  if (!filled && type === undefined) return {};
  const engine = { engineVersion: 'v2', mergePolicy: 'Merge' } as const;
  return {
    template: { ...engine, ...(filled && { data }), ...(type !== undefined && { type }) },
  };
};

/** The template engine reads `{{`; a plain value means what it says. */
const literals = (plain: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(plain).map(([key, value]) => [key, value.replaceAll('{{', '{{ "{{" }}')]),
  );

/** In the caller's scope, before the releases that mount it. */
function draw<Body extends object>(
  scope: Construct,
  kind: Kind<Body>,
  name: string,
  namespace: string,
  body: Body | (() => Body),
  annotations: Readonly<Record<string, string>> = {},
): void {
  const id = `${kind.kind}-${namespace}-${name}`;
  new KubeObject(scope, id, kind, { name, namespace, phase: 'before', annotations, body });
}
