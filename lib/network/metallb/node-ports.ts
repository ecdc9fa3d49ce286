import type { HostPort } from '../../index';

/** What decides which ports the speakers take. */
export interface PortChoices {
  readonly bgp: boolean;
  readonly bfd: boolean;
  readonly metrics: boolean;
}

/** Ports of the nodes: speakers find each other, and FRR keeps sessions with routers. */
export function nodePorts({ bgp, bfd, metrics }: PortChoices): HostPort[] {
  return [
    { port: 7946, purpose: 'speaker membership', from: ['nodes'] },
    { port: 7946, protocol: 'UDP', purpose: 'speaker membership', from: ['nodes'] },
    // Speakers call the routers, never the other way round; but each side of BFD sends by itself.
    ...(bgp ? [{ port: 179, purpose: 'BGP', from: [] }] : []),
    ...(bgp && bfd ? [bfdPort(3784), bfdPort(4784)] : []),
    ...(bgp ? [{ port: 19443, purpose: 'the webhook of FRR', from: ['nodes'] as const }] : []),
    ...(metrics ? [{ port: 9120, purpose: 'metrics of speakers' }] : []),
    ...(metrics && bgp
      ? [
          { port: 9140, purpose: 'metrics of the BGP daemon' },
          { port: 9141, purpose: 'metrics of FRR' },
        ]
      : []),
  ];
}

/** One hop away, and more. Routers may have other addresses than their sessions. */
const bfdPort = (port: number): HostPort => ({
  ...{ port, protocol: 'UDP', purpose: 'BFD', from: ['anywhere'] },
});
