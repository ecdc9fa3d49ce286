import type { NodeRuntime } from '../../contracts/container-runtime';
import type { FalcoPriority } from './rule-words';

/** One step of choosing rules: those of a name (`*` stands for any text) or with a tag. */
export interface RuleSelection {
  readonly action: 'enable' | 'disable';
  /** @default - rules of any name */
  readonly rule?: string;
  /** @default - rules with any tags */
  readonly tag?: string;
}

/** How Falco watches, whatever delivers it. */
export interface FalcoSettings {
  /** Least priority of rules that are loaded. @default 'NOTICE' */
  readonly minimumPriority?: FalcoPriority;
  /** Which rules are on, later steps over earlier ones. @default - those that say so themselves */
  readonly selection?: readonly RuleSelection[];
  /**
   * How system calls are seen: `modern_ebpf` from Linux 5.8 on, `kmod` with a kernel module that
   * is built or downloaded on each node, `auto` for the first that works.
   * @default 'modern_ebpf'
   */
  readonly driver?: 'modern_ebpf' | 'kmod' | 'auto';
  /**
   * Size of the buffer between kernel and Falco, 1 (1 MB a CPU pair) to 10 (512 MB). Raise it
   * when events are dropped.
   * @default 4
   */
  readonly bufferPreset?: number;
  /** Runtime that names containers and Pods. @default - the platform's, or containerd where nothing says */
  readonly containerRuntime?: 'containerd' | 'cri-o';
  /** Its socket on the nodes. @default - the platform's, or the runtime's usual one */
  readonly runtimeSocket?: string;
  /**
   * Whether Services, ReplicaSets and so on are looked up for each event (`k8smeta.*`); Pods and
   * namespaces are known without.
   * @default false
   */
  readonly kubernetesMetadata?: boolean;
  /**
   * Where the default rules and the plugins come from: the Falco image, or a registry at each
   * start. The image has no plugin for `kubernetesMetadata`.
   * @default - the registry, but the image where there is an image mirror and that is enough
   */
  readonly artifacts?: 'image' | 'registry';
  /**
   * Rules files in the registry, in order; a mirror is put before them.
   * @default ['ghcr.io/falcosecurity/rules/falco-rules:5.1.0']
   */
  readonly ruleArtifacts?: readonly string[];
  /** Whether newer rules files are loaded once a week without a deployment. @default false */
  readonly followArtifacts?: boolean;
  /** Labels of the nodes that are watched. @default - all Linux nodes but edge nodes */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** @default 'system-node-critical' */
  readonly priorityClassName?: string;
}

/** Plugin that names containers. */
export const CONTAINER_PLUGIN = 'ghcr.io/falcosecurity/plugins/plugin/container:0.7.1';

/** Plugin that looks up Kubernetes' objects. */
export const KUBERNETES_PLUGIN = 'ghcr.io/falcosecurity/plugins/plugin/k8smeta:0.4.1';

/** Default rules of the Falco version that the chart installs. */
export const DEFAULT_RULE_ARTIFACTS = ['ghcr.io/falcosecurity/rules/falco-rules:5.1.0'];

/** What goes into `falco.yaml` for either delivery. */
export const falcoConfig = (
  { minimumPriority = 'NOTICE', selection = [] }: FalcoSettings,
  sidekick: string,
) => ({
  priority: minimumPriority.toLowerCase(),
  json_output: true,
  json_include_output_property: true,
  json_include_tags_property: true,
  time_format_iso_8601: true,
  http_output: { enabled: true, url: sidekick },
  // There is no syslog in a container.
  syslog_output: { enabled: false },
  log_syslog: false,
  ...(selection.length > 0 && {
    rules: selection.map(({ action, rule, tag }) => ({
      [action]: { ...(rule !== undefined && { rule }), ...(tag !== undefined && { tag }) },
    })),
  }),
});

const USUAL_SOCKETS = {
  containerd: '/run/containerd/containerd.sock',
  'cri-o': '/run/crio/crio.sock',
};

/**
 * Engines of the container plugin: the one CRI socket and nothing else.
 *
 * @param platforms the runtime that the platform's nodes are set up with
 */
export function containerEngines(
  { containerRuntime, runtimeSocket }: FalcoSettings,
  platforms: NodeRuntime | undefined,
) {
  const known =
    containerRuntime === undefined ? platforms?.socket.replace('unix://', '') : undefined;
  const socket = runtimeSocket ?? known ?? USUAL_SOCKETS[containerRuntime ?? 'containerd'];
  const off = { enabled: false };
  return {
    cri: { enabled: true, sockets: [socket] },
    ...{ containerd: off, docker: off, podman: off, lxc: off, libvirt_lxc: off, bpm: off },
  };
}

/** Linux nodes, the control plane and tainted ones too, but not those at the edge. */
export const placement = ({ nodeSelector }: FalcoSettings) => ({
  nodeSelector: { 'kubernetes.io/os': 'linux', ...nodeSelector },
  tolerations: [{ operator: 'Exists' }],
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          { matchExpressions: [{ key: 'node-role.kubernetes.io/edge', operator: 'DoesNotExist' }] },
        ],
      },
    },
  },
});
