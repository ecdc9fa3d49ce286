import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Construct } from 'constructs';
import { parse } from 'yaml';
import { Registry } from '../../lib';
import {
  cryptoMining,
  Falco,
  interactiveAccess,
  serviceAccountTokenTheft,
  systemFileChanges,
  type FalcoException,
  type FalcoRule,
} from '../../lib/security/falco';
import { compileSchema } from '../catalog/schema-validator';
import type { JsonObject } from '../catalog/system-facts';
import { testWithCatalog } from '../catalog/with-catalog';

const falco = (): Falco => new Falco(new Construct(undefined as never, ''), 'falco');

const rule: FalcoRule = {
  name: 'Odd tool runs',
  description: 'A tool that nobody needs.',
  condition: 'spawned_process and proc.name in (odd_tools)',
  output: 'odd tool | cmd=%proc.cmdline parent=%proc.aname[2] flags=%evt.arg.flags *%fd.name',
  priority: 'WARNING',
};

test('writes entries in the order in which they were added', () => {
  const own = falco();
  own.addList({ name: 'odd_tools', items: ['nmap', 'socat'] });
  own.addMacro({ name: 'odd_tool', condition: 'spawned_process and proc.name in (odd_tools)' });
  own.addRule({ ...rule, condition: 'odd_tool', tags: ['T1046'], enabled: false });
  expect(own.rules.items).toStrictEqual([
    { list: 'odd_tools', items: ['nmap', 'socat'] },
    { macro: 'odd_tool', condition: 'spawned_process and proc.name in (odd_tools)' },
    {
      rule: 'Odd tool runs',
      desc: 'A tool that nobody needs.',
      condition: 'odd_tool',
      output: rule.output,
      priority: 'WARNING',
      tags: ['T1046'],
      enabled: false,
    },
  ]);
});

test('writes exceptions and longer lists as overrides', () => {
  const own = falco();
  const toolbox = { name: 'toolbox', fields: 'k8s.ns.name', values: ['debug'] };
  own.addException('Terminal shell in container', toolbox);
  own.rules.appendToList({ name: 'shell_binaries', items: ['fish'] });
  expect(own.rules.items).toStrictEqual([
    {
      rule: 'Terminal shell in container',
      exceptions: [toolbox],
      override: { exceptions: 'append' },
    },
    { list: 'shell_binaries', items: ['fish'], override: { items: 'append' } },
  ]);
});

test('changes rules that are there, in parts', () => {
  const own = falco();
  own.rules.changeRule({
    rule: 'Terminal shell in container',
    condition: { append: 'and not k8s.ns.name = debug' },
    priority: 'ERROR',
    tags: { append: ['platform'] },
  });
  own.rules.replaceMacro({
    name: 'user_expected_terminal_shell_in_container_conditions',
    condition: 'k8s.ns.name = debug',
  });
  expect(own.rules.items).toStrictEqual([
    {
      rule: 'Terminal shell in container',
      condition: 'and not k8s.ns.name = debug',
      tags: ['platform'],
      priority: 'ERROR',
      override: { condition: 'append', tags: 'append', priority: 'replace' },
    },
    {
      macro: 'user_expected_terminal_shell_in_container_conditions',
      condition: 'k8s.ns.name = debug',
      override: { condition: 'replace' },
    },
  ]);
});

test('knows names that further rules files define', () => {
  const props = { assumes: { macros: ['my_app'], lists: ['my_tools'], rules: ['My rule'] } };
  const own = new Falco(new Construct(undefined as never, ''), 'falco', props);
  own.addRule({ ...rule, condition: 'my_app and proc.name in (my_tools)' });
  own.rules.changeRule({ rule: 'My rule', enabled: false });
  expect(own.rules.items).toHaveLength(2);
});

test('gives its rules to the chart as YAML that reads back the same', () => {
  const own = falco();
  own.addRule({
    ...rule,
    condition: 'evt.type = open',
    output: 'yes: %proc.name #1',
    tags: ['on'],
  });
  const { customRules } = own.release.values as { customRules: Record<string, string> };
  expect(parse(customRules['platform_rules.yaml'] ?? '', { version: '1.1' })).toStrictEqual(
    own.rules.items,
  );
});

test.each([
  [{ name: ' ' }, 'a rule has no name; give it one'],
  [{ description: '' }, "rule 'Odd tool runs' has no description; write one"],
  [
    { priority: 'INFO' as never },
    "rule 'Odd tool runs' has priority 'INFO'; take one of EMERGENCY,",
  ],
  [{ output: '' }, "output of rule 'Odd tool runs' is empty"],
  [
    { output: 'x %proc.nmae' },
    "output of rule 'Odd tool runs' has no such field, with 'proc.nmae'",
  ],
  [{ output: '100% of it' }, "has no field after '%' at character 4, in '% of it'"],
  [{ output: '%fd.port' }, "has the field 'fd.port', which is for conditions only; take another"],
  [{ output: '%ka.verb' }, "has the field 'ka.verb' of source 'k8s_audit'"],
  [{ name: 'Terminal shell in container' }, 'change it with `changeRule()`'],
])('fails for a rule with %j', (part: Partial<FalcoRule>, message) => {
  const own = falco();
  own.addList({ name: 'odd_tools', items: ['nmap'] });
  expect(() => own.addRule({ ...rule, ...part })).toThrow(message);
});

test.each([
  [{ fields: [] }, 'compares no field; name one or more'],
  [{ fields: 'proc.nmae' }, "has no such field, with 'proc.nmae'"],
  [{ values: [] }, 'lets nothing pass; give it values'],
  [{ name: '' }, 'has no name; give it one'],
  [{ comps: 'like' }, "has no such operator, with 'like'"],
  [{ comps: ['in'] }, 'has one field and a list of operators; give one operator'],
  [
    { fields: ['proc.name', 'fd.name'], comps: ['='] },
    'has 2 fields and 1 operators; give as many',
  ],
  [
    { fields: ['proc.name', 'fd.name'], values: [['bash']] },
    'has 2 fields and the values ["bash"]; give a value for each field',
  ],
])('fails for an exception with %j', (part: Partial<FalcoException>, message) => {
  const exception = { name: 'x', fields: 'proc.name', values: ['bash'], ...part };
  expect(() => falco().addException('Terminal shell in container', exception)).toThrow(
    `exception '${exception.name}' of rule 'Terminal shell in container' ${message}`,
  );
});

test('fails for names that are taken, or are none', () => {
  const own = falco();
  own.addList({ name: 'odd_tools', items: ['nmap'] });
  own.addRule(rule);
  const exception = { name: 'x', fields: 'proc.name', values: ['a'] };
  own.addException(rule.name, exception);
  expect(() => own.addRule(rule)).toThrow("there is already a rule 'Odd tool runs'; rename one");
  expect(() => own.addList({ name: 'odd_tools', items: [] })).toThrow('already a list');
  expect(() => own.addList({ name: 'a b', items: [] })).toThrow("list 'a b' has blanks");
  expect(() => own.addMacro({ name: 'container', condition: 'evt.num > 0' })).toThrow(
    "there is already a macro 'container'; rename one, or use `replaceMacro()`",
  );
  expect(() => own.addMacro({ name: 'a-b', condition: 'evt.num > 0' })).toThrow(
    "macro 'a-b' is not made of letters, digits and '_'; rename it",
  );
  expect(() => own.addException(rule.name, exception)).toThrow("there is already an exception 'x'");
});

test('fails to change what is not there, or nothing', () => {
  const { rules } = falco();
  expect(() => rules.changeRule({ rule: 'Nope', enabled: false })).toThrow(
    "there is no rule 'Nope' to change; add it, or name it in `assumes`",
  );
  expect(() => rules.changeRule({ rule: 'Terminal shell in container' })).toThrow('is not changed');
  expect(() => rules.appendToList({ name: 'nope', items: [] })).toThrow("there is no list 'nope'");
  expect(() => rules.replaceMacro({ name: 'nope', condition: 'container' })).toThrow(
    "there is no macro 'nope' to replace",
  );
  expect(() =>
    rules.changeRule({ rule: 'Run shell untrusted', condition: { append: 'not container' } }),
  ).toThrow("appended condition of rule 'Run shell untrusted' expects `and` or `or`");
});

testWithCatalog("Falco's own schema of rules files")('writes rules that the schema takes', () => {
  const own = falco();
  own.rules.addPack(interactiveAccess(['harbor']));
  own.rules.addPack(serviceAccountTokenTheft());
  own.rules.addPack(cryptoMining([3334]));
  own.rules.addPack(systemFileChanges());
  own.addException('Terminal shell in container', {
    name: 'x',
    fields: ['k8s.ns.name', 'proc.name'],
    comps: ['=', 'in'],
    values: [['debug', ['bash', 'sh']]],
  });
  own.rules.changeRule({ rule: 'Run shell untrusted', enabled: false });
  const file = join(process.env['KUBESTRATA_CATALOG'] ?? '', 'falco', 'rules.schema.json');
  const validate = compileSchema(JSON.parse(readFileSync(file, 'utf8')) as JsonObject);
  validate(own.rules.items);
  expect(validate.errors ?? []).toStrictEqual([]);
});

test('warns about rules that say nothing of the type of events', () => {
  const scope = new Construct(undefined as never, '');
  const own = new Falco(scope, 'falco');
  const warned = () => Registry.of(scope).warnings.flatMap((w) => w.text() ?? []);
  own.addMacro({ name: 'starts_tool', condition: 'spawned_process and proc.name = nmap' });
  own.addRule({ ...rule, condition: 'starts_tool' });
  own.addRule({ ...rule, name: 'Opens', condition: 'evt.type = open and container' });
  expect(warned()).toStrictEqual([]);
  own.addRule({ ...rule, name: 'Busy', condition: 'container and proc.name = nmap' });
  expect(warned()).toStrictEqual([
    "rules 'Busy' are evaluated for every system call; name types with `evt.type`",
  ]);
});
