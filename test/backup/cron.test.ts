import { atNight, cronError, longestGap } from '../../lib/backup/cron';

test.each([
  ['*/5 * * * *', 1],
  ['0 */6 * * *', 6],
  ['30 2 * * *', 24],
  ['0 4 * * 0', 168],
  ['0 4 1 * *', 744],
  ['0 4 1 1 *', 8784],
])('%s runs at least every %d hours', (cron, hours) => {
  expect(longestGap(cron)).toBe(hours);
});

test('spreads schedules over the night, each always at the same time', () => {
  const times = ['cluster', 'shop', 'harbor', 'keycloak'].map(atNight);
  expect(new Set(times).size).toBe(4);
  expect(times.every((time) => /^[1-5]?\d [1-4] \* \* \*$/.test(time))).toBe(true);
  expect(atNight('shop')).toBe(times[1]);
});

test('fails for what is not five fields', () => {
  expect(cronError('it', '0 2 * * *')).toBeUndefined();
  expect(cronError('it', '0 2 * *')).toBe(
    "it runs at '0 2 * *', which is not cron's five fields; write one such as `0 2 * * *`",
  );
});

test.each([['0,30 1-5/2 ? JAN-mar mon'], ['*/5 23 31 12 6'], ['0 0 * * sun,SAT']])(
  'takes %s',
  (cron) => {
    expect(cronError('it', cron)).toBeUndefined();
  },
);

test.each([
  ['60 * * * *', '60'],
  ['0 2 0 * *', '0'],
  ['0 2 * * 7', '7'],
  ['0 5-1 * * *', '5-1'],
])('fails for %s, as the servers would', (cron, odd) => {
  expect(cronError('it', cron)).toContain(`in which '${odd}' cannot be; write minute, hour`);
});
