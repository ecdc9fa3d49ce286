import type { Host } from '../../index';
import { isIpv6 } from '../api-endpoint';
import { CHECK_SCRIPT } from './check-script';
import type { VirtualAddressOptions } from './words';

/** Account that the check runs under: it needs no right at all. */
export const SCRIPT_USER = 'keepalived_script';

/** What keepalived's file on one machine is made from. */
export interface KeepalivedInput {
  readonly host: Host;
  /** All machines that share the address, in order of preference. */
  readonly balancers: readonly Host[];
  readonly address: string;
  readonly prefixLength: number;
  readonly options: Pick<VirtualAddressOptions, 'virtualRouterId' | 'preempt'>;
}

const HIGHEST = 150;
/** More than any two machines differ by, so that one with a failed check is behind all others. */
const PENALTY = 100;

/**
 * `/etc/keepalived/keepalived.conf` of one machine. VRRP 3 between the machines' own addresses: it
 * has no passwords, and those of version 2 are readable on the network anyway; a firewall and the
 * check of the sender keep others out. Machines never send from a shared IPv6 address
 * (`preferred_lft 0`): control planes know them by their own.
 */
export function keepalivedConfig(input: KeepalivedInput): string {
  const { host, balancers, address, prefixLength, options } = input;
  const peers = balancers.filter(({ name }) => name !== host.name);
  const preempt = options.preempt ?? true;
  const position = balancers.findIndex(({ name }) => name === host.name);
  const deprecated = isIpv6(address) ? ' preferred_lft 0' : '';
  return `global_defs {
  router_id ${host.name}
  script_user ${SCRIPT_USER}
  enable_script_security
  vrrp_version 3
  vrrp_garp_master_repeat 5
  vrrp_garp_master_refresh 60
}

# Without HAProxy a machine is of no use: it gives the address away at once, and the other need not
# wait until it has missed this one for seconds.
vrrp_script check_haproxy {
  script "${CHECK_SCRIPT} haproxy"
  interval 1
  timeout 3
  fall 2
  rise 2
}

vrrp_script check_api {
  script "${CHECK_SCRIPT}"
  interval 2
  timeout 5
  fall 3
  rise 2
${preempt ? weighted : decisive}}

vrrp_instance api {
  # Who has the highest priority becomes master; the same start on all machines avoids two of them.
  state BACKUP
  interface ${host.interface ?? 'eth0'}
  virtual_router_id ${options.virtualRouterId ?? 51}
  priority ${HIGHEST - position}
  advert_int 1
${preempt ? '' : '  nopreempt\n'}${peers.length > 0 ? unicast(host, peers) : ''}  virtual_ipaddress {
    ${address}/${prefixLength} dev ${host.interface ?? 'eth0'}${deprecated}
  }
  track_script {
    check_haproxy
    check_api
  }
}
`;
}

const weighted = `  # A failed check costs more priority than the machines differ by. Where it fails everywhere, as
  # before the first API server runs, the address stays where it is.
  weight -${PENALTY}
`;

const decisive = `  # Without preemption a lower priority moves nothing: a failed check gives the address away.
  weight 0
`;

const unicast = (host: Host, peers: readonly Host[]): string => `  unicast_src_ip ${host.address}
  check_unicast_src
  unicast_peer {
${peers.map(({ address }) => `    ${address}\n`).join('')}  }
`;
