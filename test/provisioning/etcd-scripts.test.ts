import { spawnSync } from 'node:child_process';
import { Platform } from '../../lib';
import { hostFiles } from '../../lib/engines/hosts';
import { examples, platforms } from '../../lib/provisioning/etcd/examples';
import { freeRoot } from '../harness/sample';

// Every script of every example, as it is written to machines.

const CASES = Object.entries(examples).flatMap(([name, example]) => {
  const platform = new Platform(freeRoot(), 'prod', platforms[name]);
  example(platform);
  return [...hostFiles(platform.node.root)]
    .filter(([, { text }]) => text.startsWith('#!'))
    .map(([path, { text, mode }]) => ({ title: `${name} ${path}`, text, mode }));
});

/** What is wrong with a script: by shellcheck, or by the shell itself where that is missing. */
function objections(text: string): string {
  const checked = spawnSync('shellcheck', ['--shell=sh', '-'], { input: text, encoding: 'utf8' });
  if (checked.error === undefined) return checked.stdout;
  return spawnSync('sh', ['-n'], { input: text, encoding: 'utf8' }).stderr;
}

test('there are scripts', () => {
  expect(CASES).toHaveLength(11);
});

test.each(CASES)('$title is a sound script that may be run', ({ text, mode }) => {
  expect([mode, objections(text)]).toStrictEqual(['0755', '']);
});

test('fails for a script with a fault', () => {
  expect(objections('#!/bin/sh\nif true; then\n')).not.toBe('');
});
