import type { Handler } from './handlers';

/** What is wrong with giving containers labels of SELinux, if anything. */
export function refusesLabels(handlers: readonly Handler[]): string | undefined {
  const gvisor = handlers.find(({ preset }) => preset === 'gvisor');
  return gvisor
    ? `runtime '${gvisor.name}' is gVisor, which starts no container that has a label of SELinux; leave out \`selinux\`, or that runtime`
    : undefined;
}
