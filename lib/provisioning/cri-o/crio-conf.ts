import { KATA_SETTINGS, type Handler } from '../runtime/handlers';
import { POLICY } from './policy';
import type { CriOProps } from './words';

/** The monitor of containers, where the project's packages put it: it is not on the path. */
const CONMON = '/usr/libexec/crio/conmon';

/** What the configuration depends on. */
export interface CriOSettings {
  /** The pause image, where nodes pull it from. */
  readonly pause: string;
  readonly handlers: readonly Handler[];
  readonly metricsPort: number | false;
  readonly props: CriOProps;
}

/**
 * The content of the drop-in. It names the default runtime only: the packages' own drop-in says
 * where crun and runc are, and a table here would put out all that it says.
 */
export function crioConf({ pause, handlers, metricsPort, props }: CriOSettings): object {
  const { defaultRuntime = 'crun', pinnedImages = [], logSizeMax } = props;
  return {
    crio: {
      runtime: {
        default_runtime: defaultRuntime,
        cgroup_manager: 'systemd',
        ...(props.selinux !== undefined && { selinux: props.selinux }),
        device_ownership_from_security_context: props.deviceOwnership ?? true,
        ...(logSizeMax !== undefined && { log_size_max: logSizeMax }),
        ...(handlers.length > 0 && {
          runtimes: Object.fromEntries(handlers.map((h) => [h.name, runtime(h)])),
        }),
      },
      image: {
        pause_image: pause,
        pinned_images: [pause, ...pinnedImages],
        short_name_mode: 'enforcing',
        signature_policy: POLICY,
      },
      network: { network_dir: '/etc/cni/net.d/', plugin_dirs: ['/opt/cni/bin/'] },
      metrics: {
        enable_metrics: metricsPort !== false,
        ...(metricsPort !== false && { metrics_host: '', metrics_port: metricsPort }),
      },
      nri: { enable_nri: props.nri ?? false },
    },
  };
}

function runtime({ preset, binary, name }: Handler): object {
  if (preset === 'kata') {
    return {
      runtime_path: binary,
      runtime_type: 'vm',
      runtime_root: '/run/vc',
      runtime_config_path: KATA_SETTINGS,
      // A privileged Pod is root in its machine, not on the node.
      privileged_without_host_devices: true,
    };
  }
  return {
    runtime_path: binary,
    runtime_type: 'oci',
    runtime_root: `/run/${name}`,
    monitor_path: CONMON,
  };
}
