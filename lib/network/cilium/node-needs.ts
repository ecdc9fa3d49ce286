import type { HostNeeds } from '../../index';
import type { CiliumValuesOptions } from './options';

/** What the choices need of the nodes. */
export const nodeNeeds = ({ bbr = false, encryption }: CiliumValuesOptions): HostNeeds => ({
  kernel: bbr ? '5.18' : '5.10',
  modules: encryption?.type === 'wireguard' ? ['wireguard'] : [],
  protocols: encryption?.type === 'ipsec' ? ['esp'] : [],
});
