import type { Construct } from 'constructs';
import type { GeneratedValue, GenerateOptions } from '../../contracts/secrets';
import { KubeObject, type Kind } from '../../index';
import { ExternalSecret, Password, type ExternalSecretSpec } from './kinds';
import { remoteData } from './specs';
import type { RemoteValue } from './words';

/** Symbols that URLs, shells and YAML take as they are. */
const SAFE_SYMBOLS = '-_.~';

/** What is wrong with a request for generated values, if anything. */
export function generateError({
  name,
  generated,
  plain = {},
}: GenerateOptions): string | undefined {
  const keys = Object.keys(generated);
  if (keys.length === 0) {
    return `secret '${name}' has nothing to generate; name a key in \`generated\``;
  }
  for (const key of [...keys, ...Object.keys(plain)]) {
    if (!/^[-._a-zA-Z0-9]{1,253}$/.test(key)) {
      return `key '${key}' of secret '${name}' is not made of letters, digits, '-', '_' and '.'; rename it`;
    }
  }
  const both = keys.find((key) => key in plain);
  if (both !== undefined) {
    return `key '${both}' of secret '${name}' is both generated and plain; keep one of them`;
  }
  for (const [key, value] of Object.entries(generated)) {
    const { length, symbols } = settled(value);
    if (!Number.isInteger(length) || length < 8 || length > 1024) {
      return `key '${key}' of secret '${name}' has length '${length}'; take 8 to 1024 characters`;
    }
    if (!Number.isInteger(symbols) || symbols < 0 || symbols > length) {
      return `key '${key}' of secret '${name}' has '${symbols}' symbols in ${length} characters; take 0 to ${length}`;
    }
  }
  return undefined;
}

/** Draws a Secret with random values that are made once and never again. */
export function drawGenerated(
  scope: Construct,
  { name, namespace, generated, plain = {} }: GenerateOptions,
): void {
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
        ...(Object.keys(plain).length > 0 && {
          template: { engineVersion: 'v2', mergePolicy: 'Merge', data: literals(plain) },
        }),
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
  draw(scope, ExternalSecret, name, namespace, () => ({ spec: spec() }));
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

const settled = ({ length = 32, symbols = 0 }: GeneratedValue): Required<GeneratedValue> => ({
  length,
  symbols,
});

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
): void {
  const id = `${kind.kind}-${namespace}-${name}`;
  new KubeObject(scope, id, kind, { name, namespace, phase: 'before', body });
}
