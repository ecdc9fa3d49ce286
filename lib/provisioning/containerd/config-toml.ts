import { KATA_SETTINGS, type Handler } from '../runtime/handlers';
import { CERTS_FOLDER } from './hosts-toml';
import { knownVersion } from './versions';
import type { GarbageCollection } from './words';

/** What the configuration depends on. */
export interface ContainerdSettings {
  readonly version: string;
  /** Version of the file. @default - the newest that the version reads */
  readonly configuration: 2 | 3 | 4 | undefined;
  /** The pause image, where nodes pull it from. */
  readonly pause: string;
  readonly handlers: readonly Handler[];
  readonly nri: boolean;
  readonly metricsPort: number | false;
  readonly concurrentDownloads: number;
  readonly pullProgressTimeout: string;
  readonly selinux: boolean;
  readonly deviceOwnership: boolean;
  readonly unprivilegedPorts: boolean;
  readonly discardUnpackedLayers: boolean;
  readonly garbageCollection: GarbageCollection | undefined;
}

/** Drop-ins that others add: an operator for GPUs, a team. */
export const DROP_INS = '/etc/containerd/conf.d/*.toml';
/** What gVisor's shim reads. */
export const RUNSC_SETTINGS = '/etc/containerd/runsc.toml';

const RUNC = 'io.containerd.runc.v2';

/** The content of `config.toml`, in the form that the version reads without migrating it. */
export function configToml(settings: ContainerdSettings): object {
  const configuration = settings.configuration ?? knownVersion(settings.version).configuration;
  const { metricsPort, nri, garbageCollection } = settings;
  const address = metricsPort === false ? undefined : `:${metricsPort}`;
  return {
    version: configuration,
    imports: [DROP_INS],
    ...(configuration < 4 && address !== undefined && { metrics: { address } }),
    plugins: {
      ...(configuration === 2 ? cri(settings) : criOfTwo(settings)),
      'io.containerd.nri.v1.nri': { disable: !nri },
      ...(configuration === 4 &&
        address !== undefined && { 'io.containerd.server.v1.metrics': { address } }),
      ...(garbageCollection && {
        'io.containerd.gc.v1.scheduler': {
          pause_threshold: garbageCollection.pauseThreshold,
          deletion_threshold: garbageCollection.deletionThreshold,
          mutation_threshold: garbageCollection.mutationThreshold,
          schedule_delay: garbageCollection.scheduleDelay,
          startup_delay: garbageCollection.startupDelay,
        },
      }),
    },
  };
}

/** Since containerd 2 the CRI is several plugins, and pulling is one of its own. */
function criOfTwo(settings: ContainerdSettings): object {
  const { concurrentDownloads, discardUnpackedLayers } = settings;
  return {
    'io.containerd.cri.v1.images': {
      image_pull_progress_timeout: settings.pullProgressTimeout,
      // The transfer service cannot discard layers: containerd would fall back by itself, with its default of downloads.
      ...(discardUnpackedLayers && {
        discard_unpacked_layers: true,
        use_local_image_pull: true,
        max_concurrent_downloads: concurrentDownloads,
      }),
      pinned_images: { sandbox: settings.pause },
      registry: { config_path: CERTS_FOLDER },
    },
    'io.containerd.cri.v1.runtime': {
      ...rights(settings),
      cni: { bin_dirs: ['/opt/cni/bin'], conf_dir: '/etc/cni/net.d' },
      containerd: { default_runtime_name: 'runc', runtimes: runtimes(settings.handlers) },
    },
    ...(!discardUnpackedLayers && {
      'io.containerd.transfer.v1.local': { max_concurrent_downloads: concurrentDownloads },
    }),
  };
}

/** The one plugin of containerd 1.7. */
function cri(settings: ContainerdSettings): object {
  return {
    'io.containerd.grpc.v1.cri': {
      sandbox_image: settings.pause,
      image_pull_progress_timeout: settings.pullProgressTimeout,
      max_concurrent_downloads: settings.concurrentDownloads,
      enable_cdi: true,
      ...rights(settings),
      cni: { bin_dir: '/opt/cni/bin', conf_dir: '/etc/cni/net.d' },
      containerd: {
        default_runtime_name: 'runc',
        ...(settings.discardUnpackedLayers && { discard_unpacked_layers: true }),
        runtimes: runtimes(settings.handlers),
      },
      registry: { config_path: CERTS_FOLDER },
    },
  };
}

const rights = ({ selinux, deviceOwnership, unprivilegedPorts }: ContainerdSettings): object => ({
  ...(selinux && { enable_selinux: true }),
  device_ownership_from_security_context: deviceOwnership,
  enable_unprivileged_icmp: unprivilegedPorts,
  enable_unprivileged_ports: unprivilegedPorts,
});

function runtimes(handlers: readonly Handler[]): object {
  const runc = { runtime_type: RUNC, options: { SystemdCgroup: true } };
  return { runc, ...Object.fromEntries(handlers.map((h) => [h.name, runtime(h)])) };
}

function runtime({ preset, binary }: Handler): object {
  if (preset === 'kata') {
    return {
      runtime_type: 'io.containerd.kata.v2',
      runtime_path: binary,
      // A privileged Pod is root in its machine, not on the node.
      privileged_without_host_devices: true,
      pod_annotations: ['io.katacontainers.*'],
      options: { ConfigPath: KATA_SETTINGS },
    };
  }
  if (preset === 'gvisor') {
    return {
      runtime_type: 'io.containerd.runsc.v1',
      pod_annotations: ['dev.gvisor.*'],
      options: { TypeUrl: 'io.containerd.runsc.v1.options', ConfigPath: RUNSC_SETTINGS },
    };
  }
  return { runtime_type: RUNC, options: { BinaryName: binary, SystemdCgroup: true } };
}

/** The content of gVisor's own settings, with cgroups as kubelets name them. */
export const runscToml = ({ binary }: Handler): object => ({
  binary_name: binary,
  runsc_config: { 'systemd-cgroup': 'true' },
});
