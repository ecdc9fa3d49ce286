const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** Bytes of a quantity such as `100Gi`; `undefined` for what is none. */
export function bytes(quantity: string): number | undefined {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)([A-Za-z]{0,2})$/.exec(quantity) ?? [];
  const factor = unit === undefined ? undefined : UNITS[unit];
  const value = factor === undefined ? undefined : Math.round(Number(digits) * factor);
  return value !== undefined && value > 0 ? value : undefined;
}
