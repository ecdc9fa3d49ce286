import type { Construct } from 'constructs';
import {
  Component,
  ON_MACHINES,
  Platform,
  type HostFile,
  type HostFileProps,
  type HostNeeds,
  type HostPort,
  type PlatformProps,
} from '../../lib';
import { freeRoot } from '../harness/sample';

/** A component on machines whose every protected method a test may call. */
export class OnMachines extends Component {
  constructor(scope: Construct, id: string) {
    super(scope, id, {}, ON_MACHINES);
  }

  file(props: Partial<HostFileProps> = {}): HostFile {
    return this.hostFile({ on: 'nodes', path: '/etc/a', content: { text: 'a' }, ...props });
  }

  needs(needs: HostNeeds): this {
    this.hostNeeds(() => needs);
    return this;
  }

  ports(...ports: readonly HostPort[]): this {
    this.hostPorts(() => ports);
    return this;
  }

  reserve(range: string, withinNodes = true): this {
    this.claimAddresses('virtual address', range, { withinNodes });
    return this;
  }
}

/** One control plane, two workers, and machines beside them. */
export const MACHINES: PlatformProps = {
  nodes: [
    { name: 'cp-1', address: '192.0.2.1', role: 'control-plane' },
    { name: 'w-1', address: '192.0.2.11', role: 'worker' },
    { name: 'w-2', address: '192.0.2.12', role: 'worker' },
  ],
  machines: [
    { name: 'lb-1', address: '198.51.100.1', role: 'load-balancer' },
    { name: 'etcd-1', address: '198.51.100.11', role: 'etcd' },
  ],
};

export const platformOf = (props: PlatformProps = MACHINES): Platform =>
  new Platform(freeRoot(), 'p', props);
