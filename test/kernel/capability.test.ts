import { Platform } from '../../lib';
import { freeRoot, Paint, Sample } from '../harness/sample';

const red = { colour: 'red' };
const blue = { colour: 'blue' };

test('a look-up finds the provider of the same platform only', () => {
  const root = freeRoot();
  const [one, two] = [new Platform(root, 'one'), new Platform(root, 'two')];
  const user = new Sample(one, 'user');
  Paint.provide(new Sample(two, 'painter'), blue);
  expect(Paint.find(user)).toBeUndefined();
  Paint.provide(new Sample(one, 'painter'), red);
  expect(Paint.find(user)).toBe(red);
});

test('a reaction runs once, whether the provider comes before or after', () => {
  const platform = new Platform(freeRoot(), 'one');
  const seen: string[] = [];
  Paint.whenProvided(new Sample(platform, 'early'), ({ colour }) => seen.push(`early ${colour}`));
  Paint.provide(new Sample(platform, 'painter'), red);
  Paint.whenProvided(new Sample(platform, 'late'), ({ colour }) => seen.push(`late ${colour}`));
  expect(seen).toStrictEqual(['early red', 'late red']);
});

test('wiring of a component goes before what the platform has', () => {
  const platform = new Platform(freeRoot(), 'one');
  Paint.provide(new Sample(platform, 'painter'), red);
  const own = new Sample(platform, 'own', { wiring: [Paint.with(blue)] });
  const without = new Sample(platform, 'without', { wiring: [Paint.none] });
  const seen: string[] = [];
  Paint.whenProvided(own, ({ colour }) => seen.push(colour));
  Paint.whenProvided(without, ({ colour }) => seen.push(colour));
  expect([Paint.find(own), Paint.find(without), seen]).toStrictEqual([blue, undefined, ['blue']]);
});

test('fails to choose between two providers, naming both', () => {
  const platform = new Platform(freeRoot(), 'one');
  const user = new Sample(platform, 'user');
  Paint.provide(new Sample(platform, 'a'), red);
  Paint.provide(new Sample(platform, 'b'), blue);
  const message =
    "2 components provide a supply of paint ('one/a', 'one/b'); say which one with `wiring`, or remove all but one";
  expect(() => Paint.find(user)).toThrow(`[one/user] ${message}`);
  Paint.whenProvided(user, () => undefined);
  expect(user.node.validate()).toStrictEqual([message]);
});

test('fails synthesis when something required is not there', () => {
  const platform = new Platform(freeRoot(), 'one');
  const user = new Sample(platform, 'user');
  Paint.require(user, 'to paint the fence');
  expect(user.node.validate()).toStrictEqual([
    'needs a supply of paint to paint the fence, and nothing in this platform provides one; add a component that does, or pass `wiring`',
  ]);
  Paint.provide(new Sample(platform, 'painter'), red);
  expect(user.node.validate()).toStrictEqual([]);
});
