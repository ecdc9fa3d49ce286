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
}

export const ContainerRuntime = new Capability<NodeRuntime>(
  'container-runtime',
  'a container runtime on the nodes',
);
