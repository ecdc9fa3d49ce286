import type { RunbookStep } from '../../../kernel';
import { encryptionOf } from './encryption';
import { handOver, hasLocalKey, keyMaker } from './encryption-steps';
import type { ApiServerInput } from './options';
import { KEY_SCRIPT } from './paths';

const WHERE = { runbook: 'certificates', stage: 'afterwards' } as const;
const SUBJECT = 'Change the key of encryption at rest';

/**
 * A new key, in the order in which nothing is ever unreadable to any API server: all must know a key
 * before the first one encrypts with it, and all must have left the old one before it goes.
 */
export function keyRotation(input: ApiServerInput): RunbookStep[] {
  if (encryptionOf(input)?.provider === 'kms') return [afterThePlugin(input)];
  if (!hasLocalKey(input)) return [];
  const on = keyMaker(input);
  return [
    {
      ...WHERE,
      title: `${SUBJECT}: add a new one`,
      on,
      text: 'At least once a year, and whenever somebody leaves who could read the old one. Nothing is encrypted with the new key yet.',
      commands: [`${KEY_SCRIPT} add`],
    },
    ...everywhere(input, 'all know it'),
    {
      ...WHERE,
      title: `${SUBJECT}: encrypt with the new one`,
      on,
      commands: [`${KEY_SCRIPT} promote`],
    },
    ...everywhere(input, 'all encrypt with it'),
    {
      ...WHERE,
      title: `${SUBJECT}: write everything again`,
      on,
      text: 'May be started again at any time. Keep a copy of the file as it is now: backups of etcd from before are of use only with the old key.',
      commands: [`${KEY_SCRIPT} rewrite`],
    },
    {
      ...WHERE,
      title: `${SUBJECT}: forget the old one`,
      on,
      commands: [`${KEY_SCRIPT} remove`],
    },
    ...everywhere(input, 'all have forgotten the old one'),
  ];
}

/** The changed file on every machine, and the proof that each API server uses it. */
function everywhere(input: ApiServerInput, until: string): RunbookStep[] {
  const commands = handOver(input);
  return [
    ...(commands.length > 0
      ? [{ ...WHERE, title: `${SUBJECT}: hand the file to the other machines`, commands }]
      : []),
    {
      ...WHERE,
      title: `${SUBJECT}: wait until ${until}`,
      on: 'control-plane',
      text: 'API servers look at the file once a minute. Go on only when every machine has said yes.',
      commands: [`${KEY_SCRIPT} loaded`],
    },
  ];
}

function afterThePlugin(input: ApiServerInput): RunbookStep {
  return {
    ...WHERE,
    title: SUBJECT,
    on: keyMaker(input),
    text: "Change the key where the plugin has it, as its own documentation says; the API servers see the new key's id within a minute. Then everything is written again, and the old key may go once no backup of etcd needs it.",
    commands: [`${KEY_SCRIPT} rewrite`],
  };
}
