import type { RulePack } from '../rule-pack';

const WHERE = 'ns=%k8s.ns.name pod=%k8s.pod.name container=%container.name';

/**
 * Somebody at a terminal in a Pod: `kubectl exec -it` into namespaces where nobody should have to,
 * and shells everywhere else.
 *
 * @param namespaces those of the platform itself: the alarm is louder there
 */
export function interactiveAccess(namespaces: readonly string[]): RulePack {
  return {
    lists: [
      { name: 'platform_namespaces', items: namespaces },
      { name: 'interactive_shells', items: ['bash', 'sh', 'ash', 'dash', 'zsh', 'ksh', 'busybox'] },
    ],
    macros: [
      {
        // The runtime is outside the container's processes, so that what it starts has no parent there.
        name: 'started_by_runtime_at_terminal',
        condition:
          'spawned_process and container and proc.tty != 0 and proc.vpid > 1 and proc.pvpid = 0',
      },
    ],
    rules: [
      {
        name: 'Exec into platform namespace',
        description:
          'Somebody opened a terminal in a Pod of the platform itself, with its ServiceAccount and its secrets.',
        condition: 'started_by_runtime_at_terminal and k8s.ns.name in (platform_namespaces)',
        output: `terminal in a platform Pod | ${WHERE} cmd=%proc.cmdline uid=%user.uid`,
        priority: 'CRITICAL',
        tags: ['container', 'k8s', 'mitre_execution', 'T1609'],
      },
      {
        name: 'Shell at terminal in Pod',
        description: 'Somebody runs an interactive shell in a Pod.',
        condition:
          'started_by_runtime_at_terminal and proc.name in (interactive_shells) and not k8s.ns.name in (platform_namespaces)',
        output: `shell in a Pod | ${WHERE} cmd=%proc.cmdline uid=%user.uid`,
        priority: 'NOTICE',
        tags: ['container', 'shell', 'mitre_execution', 'T1059'],
      },
    ],
  };
}
