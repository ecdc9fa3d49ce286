const DURATION = /^(?=.)(\d+y)?(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?$/;
const SIZE = /^(\d+)(Ki|Mi|Gi|Ti|Pi)$/;

/** Whether `text` is a Prometheus duration: `30s`, `1h30m`, `15d`. */
export const isDuration = (text: string): boolean => DURATION.test(text);

/** Whether `text` is a storage size in whole binary units: `50Gi`. */
export const isStorageSize = (text: string): boolean => SIZE.test(text);

/** A share of a storage size, in the notation of Prometheus: 80 % of `50Gi` is `40GiB`. */
export function shareOfSize(size: string, percent: number): string | undefined {
  const [, digits, unit = ''] = SIZE.exec(size) ?? [];
  if (digits === undefined) return undefined;
  const whole = Math.floor((Number(digits) * percent) / 100);
  if (whole > 0) return `${whole}${unit}B`;
  const smaller = { Mi: 'Ki', Gi: 'Mi', Ti: 'Gi', Pi: 'Ti' }[unit];
  return smaller && `${Math.floor((Number(digits) * 1024 * percent) / 100)}${smaller}B`;
}
