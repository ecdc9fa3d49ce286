/**
 * Which processes a policy looks at: all, those in containers, those that are in none, the ones
 * that the policy has seen start, or by a property: `comm=bash`, `uid!=0`, `tree=1`.
 */
export type TraceeScope = 'global' | 'container' | 'not-container' | 'follow' | (string & {});

/** One event to watch for: a detection, a system call, or an event of the kernel. */
export interface TraceeRule {
  /** `fileless_execution`, `security_file_open`, `execve`. */
  readonly event: string;
  /** All that must hold: `data.pathname=/etc/shadow*`, `retval=0`. @default [] */
  readonly filters?: readonly string[];
}

/** What is watched for, and where. */
export interface TraceePolicy {
  /** DNS label, unique in the cluster. */
  readonly name: string;
  /** A sentence, read in reviews. */
  readonly description: string;
  /** All that must hold. @default ['global'] */
  readonly scope?: readonly TraceeScope[];
  readonly rules: readonly TraceeRule[];
}

/** What looks like an intrusion, whatever runs: detections that come with Tracee. */
export const intrusions: TraceePolicy = {
  name: 'intrusions',
  description: 'What looks like an intrusion, on nodes and in containers.',
  rules: [
    'anti_debugging',
    'cgroup_notify_on_release',
    'cgroup_release_agent',
    'core_pattern_modification',
    'default_loader_mod',
    'disk_mount',
    'docker_abuse',
    'dropped_executable',
    'dynamic_code_loading',
    'fileless_execution',
    'hidden_file_created',
    'illegitimate_shell',
    'k8s_cert_theft',
    'kernel_module_loading',
    'ld_preload',
    'proc_fops_hooking',
    'proc_kcore_read',
    'proc_mem_access',
    'proc_mem_code_injection',
    'process_vm_write_inject',
    'ptrace_code_injection',
    'rcd_modification',
    'sched_debug_recon',
    'scheduled_task_mod',
    'stdio_over_socket',
    'sudoers_modification',
    'syscall_hooking',
    'system_request_key_mod',
  ].map((event) => ({ event })),
};
