import type { RulePack } from '../rule-pack';

/**
 * Connections to ports that mining pools listen on, and programs that speak their protocol.
 *
 * @param ports further ports
 */
export function cryptoMining(ports: readonly number[] = []): RulePack {
  return {
    lists: [
      { name: 'mining_pool_ports', items: [3333, 4444, 5555, 7777, 14433, 14444, 45560, ...ports] },
      { name: 'mining_programs', items: ['xmrig', 'minerd', 'cpuminer', 'ethminer', 'nbminer'] },
    ],
    rules: [
      {
        name: 'Connection to mining pool port',
        description:
          'A container connects to the outside on a port that pools of crypto miners use.',
        condition: [
          'evt.type in (connect, sendto, sendmsg) and container',
          'and fd.typechar = 4 and fd.sport in (mining_pool_ports)',
          'and not fd.snet in (rfc_1918_addresses) and not fd.sip = "127.0.0.1"',
        ].join(' '),
        output:
          'mining pool contacted | connection=%fd.name cmd=%proc.cmdline image=%container.image.repository ns=%k8s.ns.name pod=%k8s.pod.name',
        priority: 'CRITICAL',
        tags: ['network', 'mitre_impact', 'T1496'],
      },
      {
        name: 'Crypto miner started',
        description: 'A program that mines coins runs in a container.',
        condition:
          'spawned_process and container and (proc.name in (mining_programs) or proc.cmdline icontains "stratum+tcp" or proc.cmdline icontains "stratum+ssl")',
        output:
          'miner started | cmd=%proc.cmdline image=%container.image.repository ns=%k8s.ns.name pod=%k8s.pod.name',
        priority: 'CRITICAL',
        tags: ['process', 'mitre_impact', 'T1496'],
      },
    ],
  };
}
