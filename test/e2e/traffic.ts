import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { tools } from '../../tools/control-plane/build';
import type { Manifest, PodPort } from '../../lib';
import { runCommand } from './rig/command';

/** Pods, or somebody outside the cluster. */
export type Party = { readonly namespace: string; readonly pods: Labels } | 'outside';

type Labels = Readonly<Record<string, string>>;

/** One connection that somebody tries. */
export interface Attempt {
  readonly from: Party;
  readonly to: Party;
  /** Port of the Pods, by number or name; `53/UDP`. */
  readonly port: PodPort;
}

const SUBNETS = { source: '10.244.1.', destination: '10.244.2.' };

/**
 * What a set of network policies lets through, as cyclonus, the tool by which CNI plugins are
 * tested, reads them.
 *
 * @returns an answer for each attempt
 */
export async function lets(
  policies: readonly Manifest[],
  attempts: readonly Attempt[],
): Promise<boolean[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kubestrata-traffic-'));
  try {
    const [policyPath, trafficPath] = [join(folder, 'policies'), join(folder, 'traffic.json')];
    mkdirSync(policyPath);
    // It reads one policy a file.
    for (const [i, policy] of policies.entries()) {
      writeFileSync(join(policyPath, `${i}.yaml`), stringify(policy));
    }
    writeFileSync(trafficPath, JSON.stringify(attempts.map(traffic)));
    const { cyclonus } = await tools(['cyclonus']);
    const { code, stdout, stderr } = await runCommand(cyclonus, [
      'analyze',
      '--mode=query-traffic',
      `--policy-path=${policyPath}`,
      `--traffic-path=${trafficPath}`,
    ]);
    if (code !== 0) throw new Error(`cyclonus: ${stderr}`);
    const answers = [...stdout.matchAll(/IS ALLOWED\?\s*\|\s*(TRUE|FALSE)/g)];
    if (answers.length !== attempts.length) {
      throw new Error(`cyclonus gave ${answers.length} answers to ${attempts.length} attempts`);
    }
    return answers.map(([, answer]) => answer === 'TRUE');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function traffic({ from, to, port }: Attempt, i: number): object {
  const [name = '', protocol = 'TCP'] = String(port).split('/');
  const number = /^\d+$/.test(name) ? Number(name) : 0;
  return {
    Source: party(from, `${SUBNETS.source}${(i % 250) + 1}`),
    Destination: party(to, `${SUBNETS.destination}${(i % 250) + 1}`),
    Protocol: protocol,
    ResolvedPort: number,
    ResolvedPortName: number === 0 ? name : '',
  };
}

const party = (who: Party, address: string): object =>
  who === 'outside'
    ? { IP: '198.51.100.7' }
    : {
        IP: address,
        Internal: {
          Namespace: who.namespace,
          NamespaceLabels: { 'kubernetes.io/metadata.name': who.namespace },
          PodLabels: who.pods,
        },
      };
