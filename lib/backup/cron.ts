/** Least and most of minute, hour, day, month and day of the week. */
const RANGES = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
] as const;
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** What is wrong with a time in cron's five fields, as a sentence. */
export function cronError(what: string, cron: string): string | undefined {
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== RANGES.length) {
    return `${what} runs at '${cron}', which is not cron's five fields; write one such as \`0 2 * * *\``;
  }
  const odd = fields.find((field, i) => !field.split(',').every((part) => isPart(part, i)));
  return (
    odd &&
    `${what} runs at '${cron}', in which '${odd}' cannot be; write minute, hour, day, month and day of the week as in \`0 2 * * *\``
  );
}

/** One part of a field: `*`, a number or name, a range, each with a step or not. */
function isPart(part: string, field: number): boolean {
  const [, from, to, step] = /^([A-Z]+|\d+|\*|\?)(?:-([A-Z]+|\d+))?(?:\/(\d+))?$/i.exec(part) ?? [];
  if (from === undefined || step === '0') return false;
  if (from === '*' || from === '?') return to === undefined;
  const [least = 0, most = 0] = RANGES[field] ?? [];
  const [first, last] = [numberOf(from, field), numberOf(to ?? from, field)];
  return first >= least && last <= most && first <= last;
}

function numberOf(text: string, field: number): number {
  const name = text.toUpperCase();
  if (field === 3 && MONTHS.includes(name)) return MONTHS.indexOf(name) + 1;
  if (field === 4 && WEEKDAYS.includes(name)) return WEEKDAYS.indexOf(name);
  return Number(text);
}

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
