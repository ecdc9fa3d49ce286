import type { RunbookStep } from '../../../kernel';
import { ssh, sshInto } from '../../logins';
import { encryptionOf } from './encryption';
import type { ApiServerInput } from './options';
import { FILES, KEY_SCRIPT } from './paths';

/** The machine where keys are made; a group where machines are not known. */
export function keyMaker({ controlPlanes = [] }: ApiServerInput): RunbookStep['on'] & {} {
  const first = controlPlanes[0];
  return first ? { host: first.name } : 'control-plane';
}

/** Commands that bring the file from the first machine of the control plane to each other. */
export function handOver({ controlPlanes = [], sshUser }: ApiServerInput): readonly string[] {
  const [first, ...others] = controlPlanes;
  if (!first) return [];
  const give = `${ssh(first.address, sshUser)} sudo ${KEY_SCRIPT} give`;
  return others.map(
    ({ address }) => `${give} | ${sshInto(address, sshUser)} sudo ${KEY_SCRIPT} take`,
  );
}

/** Whether a script makes the key, on a machine. */
export function hasLocalKey(input: ApiServerInput): boolean {
  const encryption = encryptionOf(input);
  return encryption !== undefined && encryption.provider !== 'kms';
}

/** The key, before the first API server starts, and on the others before they join. */
export function firstKey(input: ApiServerInput): RunbookStep[] {
  const encryption = encryptionOf(input);
  if (encryption?.kmsEndpoint !== undefined) {
    const socket = encryption.kmsEndpoint.replace(/^unix:\/\//, '');
    return [
      {
        runbook: 'install',
        stage: 'machines',
        title: 'Start the plugin that has the key of encryption at rest',
        on: 'control-plane',
        text: 'API servers ask it for every key they use, and do not become ready without it. It has to run below Kubernetes: as a service of systemd, or as a static Pod.',
        verify: [`test -S ${socket}`],
      },
    ];
  }
  if (!encryption) return [];
  const commands = handOver(input);
  return [
    {
      runbook: 'install',
      stage: 'first-control-plane',
      title: 'Make the key of encryption at rest',
      on: keyMaker(input),
      text: [
        `It encrypts ${encryption.resources.join(', ')} before etcd gets them, and stands in \`${FILES.encryption}\` only.`,
        '**Keep a copy of that file** in a safe place apart from the backups of etcd: whoever has both can read everything, and without the file no backup is of use.',
      ].join(' '),
      commands: [`${KEY_SCRIPT} make`],
      verify: [`${KEY_SCRIPT} check`],
    },
    ...(commands.length > 0
      ? [
          {
            runbook: 'install' as const,
            stage: 'join' as const,
            title: 'Hand the key of encryption at rest to the other machines of the control plane',
            text: 'All API servers need the same file before they start. It goes from one machine to the other through this one, and is not written here.',
            commands,
          },
        ]
      : []),
  ];
}

/** For clusters that were made without encryption, or whose definition names other resources since. */
export function keyAtUpgrade(input: ApiServerInput): RunbookStep[] {
  if (!hasLocalKey(input)) return [];
  const commands = handOver(input);
  return [
    {
      runbook: 'upgrade',
      stage: 'machines',
      title: 'See that the key of encryption at rest is there',
      on: keyMaker(input),
      text: [
        'A key is made only where there is none. `refresh` has the file name the resources of the definition; keys stay as they are.',
        ...(commands.length > 0
          ? [
              'Where encryption is new, or for other resources, an API server that is upgraded writes what the others cannot read yet: bring the key to all, and upgrade all control planes without a pause.',
            ]
          : []),
      ].join(' '),
      commands: [`${KEY_SCRIPT} make || ${KEY_SCRIPT} refresh`],
      verify: [`${KEY_SCRIPT} check`],
    },
    ...(commands.length > 0
      ? [
          {
            runbook: 'upgrade' as const,
            stage: 'machines' as const,
            title: 'Hand the key of encryption at rest to the other machines of the control plane',
            commands,
          },
        ]
      : []),
    {
      runbook: 'upgrade',
      stage: 'afterwards',
      title: 'Write again what has to be encrypted',
      on: keyMaker(input),
      text: 'Only needed where encryption was turned on, or for other resources; else nothing changes.',
      commands: [`${KEY_SCRIPT} rewrite`],
    },
  ];
}

/** A machine of the control plane that is made anew needs the old key. */
export function keyInRecovery(input: ApiServerInput): RunbookStep[] {
  if (!hasLocalKey(input)) return [];
  return [
    {
      runbook: 'recovery',
      stage: 'first-control-plane',
      title: 'No control plane has the key of encryption at rest any more: bring it back',
      on: keyMaker(input),
      text: `Never make another key for data that is there. Give it the copy that was kept (\`encryption.yaml\`), before an API server starts. Where a machine of the control plane still has the file, it is handed over from there, and this step is not for you.`,
      commands: [`${KEY_SCRIPT} take < encryption.yaml`],
      verify: [`${KEY_SCRIPT} check`],
    },
  ];
}
