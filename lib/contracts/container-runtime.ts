import { Capability } from '../kernel';

/** What runs the containers of the nodes. */
export interface NodeRuntime {
  readonly name: 'containerd' | 'cri-o';
  /** `2.3.4`. */
  readonly version: string;
  /** Socket of the container runtime interface: `unix:///run/containerd/containerd.sock`. */
  readonly socket: string;
  /** systemd unit. */
  readonly service: string;
  /** Handlers beside the default one that RuntimeClasses may name: `nvidia`. */
  readonly handlers: readonly string[];
  /** Whether NRI plugins may connect; they can change every container of their node. @default - as its project has it */
  readonly nri?: boolean;
  /** Whether containers get labels of SELinux: on all nodes, on none, or on workers only. @default - as its project has it */
  readonly selinux?: boolean | 'workers';
}

export const ContainerRuntime = new Capability<NodeRuntime>(
  'container-runtime',
  'a container runtime on the nodes',
);
