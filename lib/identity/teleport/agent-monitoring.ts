import type { RuleGroup } from '../../contracts/metrics';

/** What somebody has to know of an agent: what it serves is out of reach. */
export const agentAlerts = (namespace: string, name: string): RuleGroup => {
  const of = `namespace="${namespace}",pod=~"${name}-.*"`;
  return {
    name: 'teleport-agent',
    rules: [
      {
        alert: 'TeleportAgentDown',
        expr: `absent(up{${of}} == 1)`,
        for: '10m',
        severity: 'warning',
        summary: `No copy of the agent ${name} answers`,
        description:
          'What it serves is unreachable through Teleport. See the events and the log of its Pods.',
      },
      {
        alert: 'TeleportAgentDisconnected',
        expr: `min(process_state{${of}}) > 0`,
        for: '15m',
        severity: 'warning',
        summary: `The agent ${name} is not connected`,
        description:
          'It does not reach Teleport, or is not let in. Its log says which: the name in DNS, the authority of the certificate, the join token, a version ahead of Teleport.',
      },
      {
        alert: 'TeleportAgentDatabaseErrors',
        expr: `sum(rate(teleport_db_errors_total{${of}}[10m])) > 0.1`,
        for: '15m',
        severity: 'warning',
        summary: `People get errors from databases behind ${name}`,
        description:
          'The log of the agent names the database: mostly it does not trust the authority of Teleport, or the user is not there.',
      },
    ],
  };
};
