import {
  DNS_LABEL,
  Platform,
  type Component,
  type HostTarget,
  type PlatformNode,
} from '../../index';

/** A runtime that is set up the way its project says. */
export type RuntimePreset = 'nvidia' | 'kata' | 'gvisor';

/** A runtime beside the default one. */
export interface RuntimeOptions {
  /**
   * `nvidia`: containers with GPUs, by the NVIDIA container toolkit. `kata`: Pods in virtual
   * machines. `gvisor`: Pods with a kernel in user space. The nodes must have its programs.
   * @default - a runtime of your own, with `handler` and `binary`
   */
  readonly preset?: RuntimePreset;
  /** Name in the runtime's configuration, a DNS label. @default - `nvidia`, `kata-qemu`, `runsc` */
  readonly handler?: string;
  /** Absolute path of its program, which is called as runc is. @default - where the preset's packages put it */
  readonly binary?: string;
  /** Nodes that have it, by their labels. @default - all of them */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /**
   * Name of the RuntimeClass that Pods name; `false` draws none, where an operator does.
   * @default - `nvidia`, `kata-qemu`, `gvisor`, or the handler's name
   */
  readonly runtimeClass?: string | false;
  /** What a Pod takes beside its containers. @default - 250m and 160Mi for `kata`, else none */
  readonly overhead?: { readonly cpu?: string; readonly memory?: string };
}

/** A runtime with all that is known of it. */
export interface Handler {
  readonly name: string;
  readonly preset: RuntimePreset | undefined;
  readonly binary: string;
  readonly runtimeClass: string | undefined;
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly overhead: Readonly<Record<string, string>> | undefined;
}

/** Where Kata's release puts its settings. */
export const KATA_SETTINGS = '/opt/kata/share/defaults/kata-containers/configuration.toml';

const PRESETS = {
  nvidia: { handler: 'nvidia', binary: '/usr/bin/nvidia-container-runtime', className: 'nvidia' },
  kata: {
    handler: 'kata-qemu',
    binary: '/opt/kata/bin/containerd-shim-kata-v2',
    className: 'kata-qemu',
  },
  gvisor: { handler: 'runsc', binary: '/usr/local/bin/runsc', className: 'gvisor' },
} as const;

/** What kata-deploy says that the virtual machine itself takes. */
const KATA_OVERHEAD = { cpu: '250m', memory: '160Mi' };

/**
 * Completes the runtimes that somebody asked for.
 * @param own handlers that are there anyway
 * @returns them, or a sentence that says what is wrong
 */
export function handlersOf(
  runtimes: readonly RuntimeOptions[],
  own: readonly string[],
): readonly Handler[] | string {
  const handlers: Handler[] = [];
  for (const options of runtimes) {
    const handler = handlerOf(options, own);
    if (typeof handler === 'string') return handler;
    if (handlers.some(({ name }) => name === handler.name)) {
      return `there are two runtimes '${handler.name}'; give one of them another \`handler\``;
    }
    const { runtimeClass } = handler;
    if (runtimeClass !== undefined && handlers.some((h) => h.runtimeClass === runtimeClass)) {
      return `two runtimes have the RuntimeClass '${runtimeClass}'; give one of them another`;
    }
    handlers.push(handler);
  }
  return handlers;
}

function handlerOf(options: RuntimeOptions, own: readonly string[]): Handler | string {
  const { preset, nodeSelector = {}, overhead } = options;
  const known = preset && PRESETS[preset];
  const name = options.handler ?? known?.handler;
  const binary = options.binary ?? known?.binary;
  if (name === undefined) return 'a runtime has neither `preset` nor `handler`; give one of them';
  if (!DNS_LABEL.test(name)) {
    return `runtime '${name}' is not a DNS label such as \`nvidia\`; rename it`;
  }
  if (own.includes(name)) {
    return `runtime '${name}' is there already; leave it out, or give another \`handler\``;
  }
  if (binary === undefined) {
    return `runtime '${name}' has no program; give \`binary\`, or a \`preset\``;
  }
  if (!binary.startsWith('/')) {
    return `runtime '${name}' has the program '${binary}', which is no absolute path; write one such as \`/usr/bin/${name}\``;
  }
  const { runtimeClass = known?.className ?? name } = options;
  const taken = overhead ?? (preset === 'kata' ? KATA_OVERHEAD : undefined);
  return {
    name,
    preset,
    binary,
    runtimeClass: runtimeClass === false ? undefined : runtimeClass,
    nodeSelector,
    overhead: taken && { ...taken },
  };
}

/** A file's machines, and the runtimes that they have. */
export interface Placement {
  readonly on: HostTarget;
  readonly handlers: readonly Handler[];
}

/** Which machines have which runtimes: one entry where all are alike, else one a role or a machine. */
export function placements(by: Component, handlers: readonly Handler[]): readonly Placement[] {
  const nodes = Platform.of(by)?.nodes ?? [];
  const alike = (group: readonly PlatformNode[]): boolean =>
    new Set(group.map((node) => key(handlersFor(node, handlers)))).size < 2;
  if (alike(nodes)) {
    const [first] = nodes;
    return [{ on: 'nodes', handlers: first ? handlersFor(first, handlers) : handlers }];
  }
  return (['control-plane', 'worker'] as const).flatMap((role): readonly Placement[] => {
    const group = nodes.filter((node) => node.role === role);
    const [first] = group;
    if (first === undefined) return [];
    if (alike(group)) return [{ on: role, handlers: handlersFor(first, handlers) }];
    return group.map((node) => ({
      on: { host: node.name },
      handlers: handlersFor(node, handlers),
    }));
  });
}

/** What is wrong with runtimes that no machine has, if anything. */
export function strandedError(by: Component, handlers: readonly Handler[]): string | undefined {
  const nodes = Platform.of(by)?.nodes ?? [];
  const stranded = handlers.find((h) => !nodes.some((node) => handlersFor(node, [h]).length > 0));
  if (stranded === undefined || nodes.length === 0) return undefined;
  const labels = Object.entries(stranded.nodeSelector).map(([k, v]) => `${k}=${v}`);
  return `no node has the labels '${labels.join(',')}' of runtime '${stranded.name}'; label nodes in the platform's \`nodes\`, or change its \`nodeSelector\``;
}

const key = (handlers: readonly Handler[]): string => handlers.map(({ name }) => name).join();

const handlersFor = (node: PlatformNode, handlers: readonly Handler[]): readonly Handler[] =>
  handlers.filter(({ nodeSelector }) =>
    Object.entries(nodeSelector).every(([label, value]) => node.labels?.[label] === value),
  );
