const MEBIBYTE = 1024 ** 2;

/** Bytes of a unit, by the suffix of a quantity. */
const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1000,
  M: 1000 ** 2,
  G: 1000 ** 3,
  T: 1000 ** 4,
  Ki: 1024,
  Mi: MEBIBYTE,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
};

/** Whole mebibytes of a quantity such as `512Mi`; `undefined` for what is none. */
export function memoryMebibytes(quantity: string): number | undefined {
  const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(quantity) ?? [];
  const bytes = UNITS[unit];
  if (amount === '' || bytes === undefined) return undefined;
  return Math.floor((Number(amount) * bytes) / MEBIBYTE);
}
