/** What is wrong with a time in cron's five fields, as a sentence. */
export const cronError = (what: string, cron: string): string | undefined =>
  cron.trim().split(/\s+/).length === 5
    ? undefined
    : `${what} runs at '${cron}', which is not cron's five fields; write one such as \`0 2 * * *\``;

/** A time of the night, between 1 and 5 o'clock, that differs from name to name: not all at once. */
export function atNight(name: string): string {
  const sum = [...name].reduce((all, char) => (all * 31 + char.charCodeAt(0)) % 240, 7);
  return `${sum % 60} ${1 + Math.floor(sum / 60)} * * *`;
}

/** The longest time between two runs, in hours; rounded up to what alerts need. */
export function longestGap(cron: string): number {
  const [, hour = '*', day = '*', month = '*', weekday = '*'] = cron.trim().split(/\s+/);
  if (month !== '*') return 366 * 24;
  if (day !== '*') return 31 * 24;
  if (weekday !== '*') return 7 * 24;
  if (hour === '*') return 1;
  const step = /^\*\/(\d+)$/.exec(hour)?.[1];
  return step === undefined ? 24 : Number(step);
}
