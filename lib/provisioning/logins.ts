/** Who logs in at a machine, as `ssh` and `scp` want it: `ops@192.0.2.11`, or the address alone. */
export const loginAt = (machine: string, sshUser: string | undefined): string =>
  sshUser === undefined ? machine : `${sshUser}@${machine}`;

/**
 * How a runbook's command reaches a machine, by its address or by a word that the reader replaces:
 * `ssh -n ops@192.0.2.11`. Without `-n`, ssh takes for its input the lines that were pasted after it,
 * and they are never run.
 */
export const ssh = (machine: string, sshUser: string | undefined): string =>
  `ssh -n ${loginAt(machine, sshUser)}`;

/** The same for a command that is given something to read: `give | ssh ops@192.0.2.11 take`. */
export const sshInto = (machine: string, sshUser: string | undefined): string =>
  `ssh ${loginAt(machine, sshUser)}`;
