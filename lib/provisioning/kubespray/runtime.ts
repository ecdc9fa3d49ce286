import type { RegistryMirror } from '../../contracts/image-registry';
import { installsRuntime, minorOf } from './release';
import type { Source, Variables } from './source';

/** Where machines with containerd find the authority of the image registry. */
export const REGISTRY_CA = '/etc/kubestrata/registry-ca.crt';

const NVIDIA_RUNTIME = '/usr/bin/nvidia-container-runtime';

/** The container runtime, with the registries that stand in for the public ones. */
export function runtimeVariables(source: Source): Variables {
  const { runtime, options } = source;
  const handlers = new Set(runtime?.handlers ?? []);
  const shared = {
    nri_enabled: runtime?.nri ?? runtime?.name !== 'cri-o',
    container_manager: runtime?.name === 'cri-o' ? 'crio' : 'containerd',
    kata_containers_enabled: handlers.has('kata-qemu'),
    gvisor_enabled: handlers.has('runsc'),
    crun_enabled: false,
    runc_enabled: false,
    youki_enabled: false,
  };
  const version =
    runtime && options.release === undefined && installsRuntime(runtime.name, runtime.version)
      ? runtime.version
      : undefined;
  const own = runtime?.name === 'cri-o' ? crio(source) : containerd(source);
  const name = runtime?.name === 'cri-o' ? 'crio_version' : 'containerd_version';
  return { ...shared, [name]: version, ...own };
}

/** What of the runtime is not as the platform says, in sentences. */
export function runtimeWarnings({ runtime, version, options }: Source): readonly string[] {
  if (!runtime) return [];
  const other = runtime.handlers.filter((handler) => !HANDLERS.has(handler));
  return [
    ...other.map(
      (handler) => `kubespray does not know the runtime handler '${handler}'; add it by hand`,
    ),
    ...(runtime.selinux === 'workers'
      ? [
          "kubespray labels containers for SELinux on all nodes or on none, not on 'workers': by its variables they have no labels",
        ]
      : []),
    ...(options.release === undefined && !installsRuntime(runtime.name, runtime.version)
      ? [
          `kubespray has no ${runtime.name} '${runtime.version}' and installs its own newest one for Kubernetes ${minorOf(version)} instead`,
        ]
      : []),
  ];
}

/** Handlers that kubespray makes, or that the runtime has anyway. */
const HANDLERS: ReadonlySet<string> = new Set(['crun', 'kata-qemu', 'nvidia', 'runc', 'runsc']);

function containerd({ runtime, registry }: Source): Variables {
  const mirrors = registry?.mirrors ?? [];
  const ca = registry?.caCertificates === undefined ? {} : { ca: REGISTRY_CA };
  return {
    containerd_use_systemd_cgroup: true,
    containerd_enable_selinux: runtime?.selinux === true,
    ...(mirrors.length > 0 && {
      containerd_registries_mirrors: mirrors.map(({ upstream, mirror }) => ({
        prefix: upstream,
        server: upstream === 'docker.io' ? 'https://registry-1.docker.io' : `https://${upstream}`,
        mirrors: [{ ...hostOf(mirror), capabilities: ['pull', 'resolve'], ...ca }],
      })),
    }),
    ...(runtime?.handlers.includes('nvidia') && {
      containerd_additional_runtimes: [
        {
          name: 'nvidia',
          type: 'io.containerd.runc.v2',
          // Text, as kubespray quotes every other word than `true` and `false`.
          options: { BinaryName: NVIDIA_RUNTIME, SystemdCgroup: 'true' },
        },
      ],
    }),
  };
}

/** With a path, containerd is told the whole prefix of the registry's API. */
function hostOf(mirror: string): { readonly host: string; readonly override_path?: true } {
  const [host = '', ...path] = mirror.split('/');
  if (path.length === 0) return { host: `https://${host}` };
  return { host: `https://${host}/v2/${path.join('/')}`, override_path: true };
}

function crio({ runtime, registry }: Source): Variables {
  const mirrors = registry?.mirrors ?? [];
  const location = ({ mirror }: RegistryMirror) => [{ location: mirror }];
  return {
    // Text: the template puts Python's `True` into the file as it is.
    ...(runtime?.selinux !== undefined && { crio_selinux: `${runtime.selinux === true}` }),
    ...(mirrors.length > 0 && {
      crio_registries: mirrors.map((m) => ({
        prefix: m.upstream,
        location: m.upstream,
        mirrors: location(m),
      })),
    }),
    ...(runtime?.handlers.includes('nvidia') && {
      crio_runtimes: [
        { name: 'crun', path: '{{ crio_runtime_bin_dir }}/crun', type: 'oci', root: '/run/crun' },
        { name: 'nvidia', path: NVIDIA_RUNTIME, type: 'oci', root: '/run/nvidia' },
      ],
    }),
  };
}
