import type { IConstruct } from 'constructs';
import { contains, overlap, parseAddresses, Platform, type AddressRange } from '../../index';
import type { IPPoolSpec } from './kinds';
import { selectorError } from './selectors';
import type { Encapsulation, IpPool } from './words';

/** Where a pool lies: within the Pod networks, or where nothing else is. */
export type PoolPlace = 'pod-network' | 'outside';

interface Placed {
  readonly pool: IpPool;
  readonly range: AddressRange;
  readonly place: PoolPlace;
}

/** The platform's Pod networks; kubeadm's usual one outside any platform. */
export const podNetworks = (scope: IConstruct): readonly string[] =>
  Platform.of(scope)?.networks.pods ?? ['10.244.0.0/16'];

/** The pools of one cluster. */
export class Pools {
  private readonly placed: Placed[] = [];

  /**
   * @param networks Pod networks, as CIDRs
   * @param encapsulation of pools that name none
   */
  constructor(
    private readonly networks: readonly string[],
    private readonly encapsulation: Encapsulation,
    private readonly bgp: boolean,
  ) {}

  /** @returns where the pool lies, or a sentence that says what is wrong with it */
  add(pool: IpPool): { readonly place: PoolPlace } | string {
    const range = pool.cidr.includes('/') ? parseAddresses(pool.cidr) : 'a pool is a CIDR';
    if (typeof range === 'string') return `pool '${pool.name}' has no CIDR: ${range}; correct it`;
    const error = this.optionsError(pool, range) ?? this.overlapError(pool, range);
    if (error !== undefined) return error;
    const place = this.placeOf(range);
    if (place === undefined) {
      return `pool '${pool.name}' with '${pool.cidr}' is partly in the Pod networks ${this.networks.join(', ')}; put all of it inside or outside`;
    }
    this.placed.push({ pool, range, place });
    return { place };
  }

  /** The pools of the Installation: those in the Pod networks, or whole networks that have none. */
  installed(): readonly IpPool[] {
    const own = this.placed.filter((p) => p.place === 'pod-network');
    const whole = this.networks.flatMap((cidr): IpPool[] => {
      const network = parseAddresses(cidr);
      if (typeof network === 'string' || own.some((p) => contains(network, p.range))) return [];
      const first = this.networks.find((n) => n.includes(':') === cidr.includes(':')) === cidr;
      const name = `default-ipv${network.family}-ippool`;
      return [{ name: first ? name : `${name}-${this.networks.indexOf(cidr)}`, cidr }];
    });
    return [...whole, ...own.map((p) => p.pool)];
  }

  /** What is wrong with the pools that nobody named, or `undefined`. */
  get error(): string | undefined {
    const errors = this.installed().map((pool) => {
      const range = parseAddresses(pool.cidr);
      return typeof range === 'string' ? undefined : this.optionsError(pool, range);
    });
    return errors.find((error) => error !== undefined);
  }

  /** How traffic to Pods of a pool is wrapped. */
  encapsulationOf(pool: IpPool): Encapsulation {
    return pool.encapsulation ?? this.encapsulation;
  }

  private optionsError(pool: IpPool, { family }: AddressRange): string | undefined {
    const { name, blockSize, nodeSelector } = pool;
    const encapsulation = this.encapsulationOf(pool);
    const length = Number(pool.cidr.split('/')[1]);
    const [smallest, largest] = family === 4 ? [20, 32] : [116, 128];
    const blocks = blockSize ?? (family === 4 ? 26 : 122);
    if (blocks < smallest || blocks > largest || blocks < length) {
      return `pool '${name}' cannot have blocks of '/${blocks}'; choose ${Math.max(smallest, length)} to ${largest}`;
    }
    if (family === 6 && encapsulation.startsWith('IPIP')) {
      return `pool '${name}' is IPv6, which '${encapsulation}' cannot carry; choose VXLAN or 'None'`;
    }
    if (!this.bgp && !encapsulation.startsWith('VXLAN')) {
      return `pool '${name}' has the encapsulation '${encapsulation}', whose routes only BGP makes known; pass \`bgp\`, or choose VXLAN`;
    }
    const wrong = nodeSelector === undefined ? undefined : selectorError(nodeSelector);
    return wrong && `pool '${name}': ${wrong}`;
  }

  private overlapError({ name, cidr }: IpPool, range: AddressRange): string | undefined {
    const twin = this.placed.find((p) => p.pool.name === name);
    if (twin) return `there is already a pool '${name}'; name it otherwise`;
    const other = this.placed.find((p) => overlap(p.range, range));
    return (
      other &&
      `pool '${name}' with '${cidr}' overlaps pool '${other.pool.name}' with '${other.pool.cidr}'; give one of them other addresses`
    );
  }

  private placeOf(range: AddressRange): PoolPlace | undefined {
    const networks = this.networks.map(parseAddresses).filter((n) => typeof n !== 'string');
    if (networks.some((network) => contains(network, range))) return 'pod-network';
    return networks.some((network) => overlap(network, range)) ? undefined : 'outside';
  }
}

/** A pool as an object, for what lies outside the Pod networks: the operator refuses those. */
export function poolSpec(pool: IpPool, encapsulation: Encapsulation): IPPoolSpec {
  const mode = (of: 'IPIP' | 'VXLAN') => {
    if (!encapsulation.startsWith(of)) return 'Never';
    return encapsulation === of ? 'Always' : 'CrossSubnet';
  };
  return {
    cidr: pool.cidr,
    blockSize: pool.blockSize ?? (pool.cidr.includes(':') ? 122 : 26),
    ipipMode: mode('IPIP'),
    vxlanMode: mode('VXLAN'),
    natOutgoing: pool.natOutgoing ?? !pool.cidr.includes(':'),
    nodeSelector: pool.nodeSelector ?? 'all()',
    disableBGPExport: pool.exportToBgp === false,
    assignmentMode: pool.manual ? 'Manual' : 'Automatic',
    allowedUses: ['Workload', 'Tunnel'],
  };
}
