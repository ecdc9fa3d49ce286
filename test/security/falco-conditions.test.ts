import { Construct } from 'constructs';
import { Falco } from '../../lib/security/falco';

const falco = (): Falco =>
  new Falco(new Construct(undefined as never, ''), 'falco', { outputs: { alertmanager: false } });

const add = (condition: string, source?: string): void => {
  const rule = { name: 'R', description: 'd', output: 'o', priority: 'NOTICE' } as const;
  falco().addRule({ ...rule, condition, ...(source !== undefined && { source }) });
};

test.each([
  'evt.type = open',
  'evt.type in (open, openat, openat2) and fd.name startswith /etc/',
  'evt.type=execve and evt.arg.flags contains EXE_WRITABLE and evt.arg[0] = x',
  'spawned_process and proc.name in (shell_binaries, fish) and not container',
  'spawned_process and (proc.aname[2] = sshd or proc.aname = "cron d")',
  "not(proc.name = bash)and(proc.tty != 0)or(proc.name='it\\'s')",
  'tolower(proc.name) = xmrig and basename(proc.exepath) in (a, b)',
  'proc.name = val(proc.pname) and proc.exe startswith val(proc.pexe)',
  'join("-", (proc.name, proc.pname)) = a-b and len(proc.args) > 0x10',
  'proc.cmdline contains oneof (curl, wget) and evt.num >= -1.5e+3',
  'fd.name pmatch (/etc, /usr/*) and proc.args intersects (a) and proc.env[HOME] exists',
  'fd.snet in ("10.0.0.0/8") and not not k8s.ns.name exists',
])('reads the condition %s', (condition) => {
  expect(() => add(condition)).not.toThrow();
});

test.each([
  ['', 'is empty; write a filter such as `evt.type = open`'],
  ['(evt.type = open', 'expects `)` at character 17, before the end; correct it there'],
  ['evt.type = open)', "expects `and` or `or` at character 16, before ')'"],
  ['evt.type = "open', 'expects a closing " at character 12'],
  ["evt.type = 'open", "expects a closing ' at character 12"],
  ['evt.type is open', 'expects an operator such as `=`, `in`, `startswith` or `exists`'],
  ['evt.type startswithopen', 'expects an operator'],
  ['evt.type =', 'expects a value at character 11, before the end'],
  ['evt.type = open evt.type = close', 'expects `and` or `or` at character 17'],
  ['evt.type = open and', 'expects `and` or `or`'],
  ['evt.type = open and and container', 'expects a field, a macro or `(` at character 21'],
  ['or container', 'expects a field, a macro or `(` at character 1'],
  ['container andcontainer', 'expects `and` or `or` at character 11'],
  ['proc.pid > many', 'expects a number at character 12'],
  ['proc.name in bash', 'expects a list in parentheses, such as `(a, b)` or `(my_list)`'],
  ['proc.name in (bash,)', 'expects a value'],
  ['proc.name in (bash zsh)', 'expects `)` at character 20'],
  ['proc.aname[] = bash', 'expects an argument at character 12'],
  ['proc.aname[2 = bash', 'expects `]` at character 13'],
  ['tolower(proc.name = a', 'expects `)` at character 19'],
  ['tolower() = a', 'expects a field, a text, a number or a transformer at character 9'],
  ['proc.name = val(3)', 'expects a field at character 17'],
  ['proc.nmae = bash', "has no such field, with 'proc.nmae' (did you mean 'proc.name'?)"],
  ['my.own.field = 1', "has no such field, with 'my.own.field'; see Falco's fields"],
  ['proc.name[1] = bash', "gives the field 'proc.name' an argument, '1', which it does not take"],
  ['evt.arg = bash', "has the field 'evt.arg' without an argument; write `evt.arg[…]`"],
  ['ka.verb = create', "has the field 'ka.verb' of source 'k8s_audit' among events of 'syscall'"],
  ['evt.type = opne', "has no such event type, with 'opne' (did you mean 'open'?)"],
  ['evt.type in (open, drop)', "has no such event type, with 'drop'"],
  ['spawned_proces', "names the macro 'spawned_proces', which is not defined before (did you mean"],
  ['my_macro', "names the macro 'my_macro', which is not defined before; define it first"],
  [
    'proc.name in (shell_binarys)',
    "names the list 'shell_binarys', which is not defined before; did you mean 'shell_binaries'?",
  ],
])('fails for the condition %s', (condition, message) => {
  expect(() => add(condition)).toThrow(`[falco] condition of rule 'R' ${message}`);
});

test('reads fields of the audit log in rules of that source only', () => {
  expect(() => add('ka.verb = create and ka.target.resource = pods', 'k8s_audit')).not.toThrow();
  expect(() => add('ka.verb = create and proc.name = bash', 'k8s_audit')).toThrow(
    "has the field 'proc.name' of source 'syscall' among events of 'k8s_audit'; drop it",
  );
});

test('leaves fields of plugins that it does not know to Falco', () => {
  expect(() => add('ct.name = ConsoleLogin', 'aws_cloudtrail')).not.toThrow();
});

test('reads macros without a source, and what they are made of', () => {
  const own = falco();
  own.addList({ name: 'my_verbs', items: ['create'] });
  own.addMacro({ name: 'my_macro', condition: 'ka.verb in (my_verbs)' });
  expect(() => own.addMacro({ name: 'other', condition: 'my_macro and proc.nam = a' })).toThrow(
    "condition of macro 'other' has no such field, with 'proc.nam' (did you mean 'proc.name'?)",
  );
});
