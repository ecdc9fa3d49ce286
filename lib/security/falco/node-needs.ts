import type { HostNeeds } from '../../index';
import type { FalcoSettings } from './settings';

/** What nodes need for system calls to be seen without a kernel module. */
export const nodeNeeds = ({ driver = 'modern_ebpf' }: FalcoSettings): HostNeeds =>
  driver === 'modern_ebpf' ? { kernel: '5.8' } : {};
