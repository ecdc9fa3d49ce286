/** A flag in kubeadm's words. */
export interface Argument {
  readonly name: string;
  readonly value: string;
}

/** Flags of a program, without `--`; those without a value are not given. */
export type Flags = Readonly<Record<string, string | undefined>>;

/** Flags in kubeadm's words; those without a value are left out. */
export const toArguments = (flags: Flags): Argument[] =>
  Object.entries(flags).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));

/** The flag `feature-gates`; `undefined` without any. */
export function featureGatesFlag(gates: Readonly<Record<string, boolean>>): string | undefined {
  const all = Object.entries(gates).map(([name, on]) => `${name}=${on}`);
  return all.length > 0 ? all.join(',') : undefined;
}

/** `undefined` for an empty map: not set. */
export const unlessEmpty = <T extends object>(map: T): T | undefined =>
  Object.keys(map).length > 0 ? map : undefined;

/** Flags as a map, without those that have no value. */
export const given = (flags: Flags): Record<string, string> =>
  Object.fromEntries(toArguments(flags).map(({ name, value }) => [name, value]));
