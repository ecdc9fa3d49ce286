import { checkCondition, type DefinedNames } from './condition-checks';
import { DEFAULT_RULES, EVENT_MACROS } from './default-rules';
import { checkException } from './exceptions';
import { checkOutput } from './output-format';
import type { RulePack } from './rule-pack';
import {
  PRIORITIES,
  type FalcoException,
  type FalcoList,
  type FalcoMacro,
  type FalcoRule,
  type FalcoRuleChange,
  type KnownRules,
} from './rule-words';

/** One entry of a rules file, in the words of Falco. */
export type RuleItem = Readonly<Record<string, unknown>>;

const LIST_NAME = /^[^()"'\s=,]+$/;
const MACRO_NAME = /^[a-zA-Z]\w*$/;

/**
 * Rules of a platform in the order in which Falco reads them: whatever an entry names must have
 * been added before it, or come with the default rules.
 */
export class RuleSet {
  private readonly entries: RuleItem[] = [];
  private readonly names: { lists: Set<string>; macros: Set<string> };
  /** Source of each rule; `undefined` where a file that is not known here defines it. */
  private readonly rules: Map<string, string | undefined>;
  private readonly own = new Set<string>();
  /** Macros that say which types of events they are about. */
  private readonly eventMacros = new Set(EVENT_MACROS);
  private readonly unbounded: string[] = [];

  /**
   * @param assumed names beside those of the default rules
   * @param fail called with what is wrong; must not return
   */
  constructor(
    assumed: KnownRules,
    private readonly fail: (what: string) => never,
  ) {
    this.names = {
      lists: new Set([...DEFAULT_RULES.lists, ...(assumed.lists ?? [])]),
      macros: new Set([...DEFAULT_RULES.macros, ...(assumed.macros ?? [])]),
    };
    this.rules = new Map([
      ...DEFAULT_RULES.rules.map((name): [string, string] => [name, 'syscall']),
      ...(assumed.rules ?? []).map((name): [string, undefined] => [name, undefined]),
    ]);
  }

  /** The entries of the rules file. */
  get items(): readonly RuleItem[] {
    return [...this.entries];
  }

  /** Rules that are evaluated for every event, whatever its type: they cost much. */
  get rulesForAllEvents(): readonly string[] {
    return [...this.unbounded];
  }

  /** Adds a list, to be named by what is added later. */
  addList({ name, items }: FalcoList): void {
    if (!LIST_NAME.test(name)) {
      this.fail(`list '${name}' has blanks, quotes, commas or parentheses in its name; rename it`);
    }
    this.define('list', name, this.names.lists);
    this.entries.push({ list: name, items });
  }

  /** Adds a macro, to be named by what is added later. */
  addMacro({ name, condition }: FalcoMacro): void {
    if (!MACRO_NAME.test(name)) {
      this.fail(`macro '${name}' is not made of letters, digits and '_'; rename it`);
    }
    const bounded = this.check(`condition of macro '${name}'`, condition, undefined);
    this.define('macro', name, this.names.macros);
    if (bounded) this.eventMacros.add(name);
    this.entries.push({ macro: name, condition });
  }

  /** Adds a rule, checked as Falco would read it. */
  addRule(rule: FalcoRule): void {
    const { name, description, condition, output, priority, source = 'syscall' } = rule;
    const { tags, exceptions = [], enabled, skipIfUnknownFilter } = rule;
    if (name.trim() === '') this.fail('a rule has no name; give it one');
    if (this.rules.has(name)) {
      const way = this.own.has(`rule ${name}`) ? 'rename one' : 'change it with `changeRule()`';
      this.fail(`there is already a rule '${name}'; ${way}`);
    }
    if (description.trim() === '') this.fail(`rule '${name}' has no description; write one`);
    this.checkPriority(name, priority);
    const bounded = this.check(`condition of rule '${name}'`, condition, source);
    checkOutput(output, source, this.rejecter(`output of rule '${name}'`));
    this.checkExceptions(name, exceptions, source);
    if (!bounded && source === 'syscall') this.unbounded.push(name);
    this.rules.set(name, source);
    this.own.add(`rule ${name}`);
    this.entries.push({
      rule: name,
      desc: description,
      condition,
      output,
      priority,
      ...(source !== 'syscall' && { source }),
      ...(tags && { tags }),
      ...(exceptions.length > 0 && { exceptions }),
      ...(enabled !== undefined && { enabled }),
      ...(skipIfUnknownFilter && { 'skip-if-unknown-filter': true }),
    });
  }

  /** Adds lists, macros and rules that belong together. */
  addPack({ lists = [], macros = [], rules }: RulePack): void {
    for (const list of lists) this.addList(list);
    for (const macro of macros) this.addMacro(macro);
    for (const rule of rules) this.addRule(rule);
  }

  /** Lets more pass: one more exception for a rule that is there already. */
  addException(rule: string, exception: FalcoException): void {
    this.checkExceptions(rule, [exception], this.sourceOf(rule));
    this.entries.push({ rule, exceptions: [exception], override: { exceptions: 'append' } });
  }

  /** Adds items to a list that is there already. */
  appendToList({ name, items }: FalcoList): void {
    if (!this.names.lists.has(name)) {
      this.fail(`there is no list '${name}' to append to; add it with \`addList()\``);
    }
    this.entries.push({ list: name, items, override: { items: 'append' } });
  }

  /** Puts a condition in the place of a macro's, such as one of the default rules' hooks. */
  replaceMacro({ name, condition }: FalcoMacro): void {
    if (!this.names.macros.has(name)) {
      this.fail(`there is no macro '${name}' to replace; add it with \`addMacro()\``);
    }
    this.check(`condition of macro '${name}'`, condition, undefined);
    this.entries.push({ macro: name, condition, override: { condition: 'replace' } });
  }

  /** Changes a rule that is there already, in parts. */
  changeRule({ rule, condition, output, tags, priority, enabled }: FalcoRuleChange): void {
    const source = this.sourceOf(rule);
    const entry: Record<string, unknown> = { rule };
    const override: Record<string, 'append' | 'replace'> = {};
    for (const [key, change] of Object.entries({ condition, output, tags })) {
      if (!change) continue;
      entry[key] = 'append' in change ? change.append : change.replace;
      override[key] = 'append' in change ? 'append' : 'replace';
    }
    for (const [key, value] of Object.entries({ priority, enabled })) {
      if (value === undefined) continue;
      entry[key] = value;
      override[key] = 'replace';
    }
    if (Object.keys(override).length === 0) this.fail(`rule '${rule}' is not changed; say what`);
    if (priority !== undefined) this.checkPriority(rule, priority);
    if (condition) {
      const what = `condition of rule '${rule}'`;
      if ('replace' in condition) this.check(what, condition.replace, source);
      // What is there already stands for itself: any comparison will do to read the rest with it.
      else this.check(`appended ${what}`, `evt.num exists ${condition.append}`, source);
    }
    if (output) {
      const text = 'append' in output ? output.append : output.replace;
      checkOutput(text, source, this.rejecter(`output of rule '${rule}'`));
    }
    this.entries.push({ ...entry, override });
  }

  private define(kind: string, name: string, names: Set<string>): void {
    if (names.has(name)) {
      const change = kind === 'list' ? '`appendToList()`' : '`replaceMacro()`';
      this.fail(`there is already a ${kind} '${name}'; rename one, or use ${change}`);
    }
    names.add(name);
  }

  private sourceOf(rule: string): string {
    if (!this.rules.has(rule)) {
      this.fail(`there is no rule '${rule}' to change; add it, or name it in \`assumes\``);
    }
    return this.rules.get(rule) ?? 'unknown';
  }

  /** Whether the condition, or a macro in it, names types of events. */
  private check(what: string, text: string, source: string | undefined): boolean {
    const names: DefinedNames = this.names;
    const reject = this.rejecter(what);
    const { fields, macros } = checkCondition(text, { names, source, reject });
    return (
      fields.some(({ name }) => name === 'evt.type') || macros.some((m) => this.eventMacros.has(m))
    );
  }

  private checkPriority(rule: string, priority: string): void {
    if (PRIORITIES.some((known) => known === priority)) return;
    this.fail(`rule '${rule}' has priority '${priority}'; take one of ${PRIORITIES.join(', ')}`);
  }

  private checkExceptions(rule: string, all: readonly FalcoException[], source: string): void {
    for (const exception of all) {
      const what = `exception '${exception.name}' of rule '${rule}'`;
      const key = `exception ${rule}\n${exception.name}`;
      if (this.own.has(key)) this.fail(`there is already an ${what}; rename one`);
      this.own.add(key);
      checkException(exception, source, this.rejecter(what));
    }
  }

  private rejecter(what: string): (problem: string) => never {
    return (problem) => this.fail(`${what} ${problem}`);
  }
}
