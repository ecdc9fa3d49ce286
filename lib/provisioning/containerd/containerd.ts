import type { Construct } from 'constructs';
import type { NodeRuntime } from '../../contracts/container-runtime';
import { Component, ON_MACHINES, type HostFileProps, type HostNeeds } from '../../index';
import { placements, strandedError, type Placement } from '../runtime/handlers';
import { bootstrapWarning, strangersError, strangersWarning } from '../runtime/registries';
import {
  KERNEL_NEEDS,
  kubernetesOf,
  offerRuntime,
  runtimeFiles,
  runtimePorts,
  runtimeSettings,
  type RuntimeSettings,
} from '../runtime/settings';
import { refusesLabels } from '../runtime/selinux';
import { mirrorSteps } from '../runtime/mirror-step';
import { pauseImage } from '../runtime/versions';
import { configToml, runscToml, RUNSC_SETTINGS } from './config-toml';
import { caFileOf } from './hosts-toml';
import { INSTALLER, installer, UNIT, UNIT_PATH } from './installer';
import { MONITORING } from './monitoring';
import { pullError } from './option-errors';
import { registryFiles } from './registry-files';
import { hasLabels, labelsError, labelsWarning, placementsByLabels } from './selinux';
import { installStep, upgradeStep } from './steps';
import { configurationError, versionError, versionWarning } from './versions';
import type { ContainerdProps } from './words';

const VERSION = '2.3.4';
const SERVICE = 'containerd';
/** The soft limit of files is what programs expect, the hard one what they may raise it to. */
const UNIT_SETTINGS = [
  'Delegate=yes',
  'KillMode=process',
  'LimitNOFILE=1024:1048576',
  'OOMScoreAdjust=-999',
  'TasksMax=infinity',
];

/**
 * containerd: what runs the containers of the nodes, pulls their images through the platform's
 * registry, and has further runtimes for Pods that ask for them. Choose it unless you have CRI-O
 * already: it is what most platforms run.
 *
 * Systemd manages cgroups for every runtime, as kubelets then do too. What an operator or a team
 * adds goes to `/etc/containerd/conf.d`: tables are merged key by key, lists grow (under 1.7 a
 * drop-in replaces a whole plugin's settings). Changes of `hosts.toml` need no restart.
 *
 * Metrics are served on all addresses of the nodes, without a password, as containerd has none:
 * the firewall keeps all but nodes and Pods away.
 *
 * Accounts of registries stand in no file here: Pods name `imagePullSecrets`, and what kubelets
 * need for all Pods is a credential provider of theirs.
 *
 * Upgrades go to the next minor version, or from 1.7 to 2.3. An older containerd does not start with a
 * newer configuration: keep `configuration` at the older one until all nodes are through.
 *
 * @see https://github.com/containerd/containerd/blob/main/docs/ops.md
 */
export class Containerd extends Component implements NodeRuntime {
  readonly name = 'containerd';
  readonly version: string;
  readonly socket = 'unix:///run/containerd/containerd.sock';
  readonly service = SERVICE;
  /** Runtimes beside the default one, as the configuration names them. */
  readonly handlers: readonly string[];
  readonly nri: boolean;
  readonly selinux: boolean | 'workers';
  private readonly props: ContainerdProps;
  private readonly settings: RuntimeSettings;

  /** @throws DefinitionError for a version, runtime, registry or proxy that cannot be */
  constructor(scope: Construct, id: string, props: ContainerdProps = {}) {
    super(scope, id, props, ON_MACHINES);
    const { version = VERSION, registries = [] } = props;
    const settings = runtimeSettings(props, ['runc'], 1338);
    if (typeof settings === 'string') this.fail(settings);
    this.orFail(versionError(version, kubernetesOf(this)));
    this.orFail(configurationError(version, props.configuration) ?? pullError(props));
    this.orFail(props.selinux ? refusesLabels(settings.runtimes) : undefined);
    this.props = props;
    this.version = version;
    this.settings = settings;
    this.handlers = settings.runtimes.map(({ name }) => name);
    this.nri = props.nri ?? false;
    this.selinux = props.selinux ?? false;
    offerRuntime(this, settings, MONITORING);
    this.hostPorts(() => runtimePorts(this, settings));
    this.hostNeeds(() => this.needs());
    this.hostFiles(() => [
      ...runtimeFiles(this, UNIT_SETTINGS, props),
      ...this.placements().flatMap((placement) => this.configuration(placement)),
      ...registryFiles(this, props, version),
      ...this.installerFiles(),
    ]);
    this.steps(() => [
      installStep(this, this.pauseImage(), props),
      ...mirrorSteps(this, props, caFileOf),
      upgradeStep(this),
    ]);
    this.check(() => strandedError(this, settings.runtimes));
    this.check(() => labelsError(this, props.selinux));
    this.check(() => strangersError(this, registries));
    this.warn(() => strangersWarning(registries));
    this.warn(() => bootstrapWarning(this, props));
    this.warn(() => versionWarning(version));
    this.warn(() => labelsWarning(this, props.selinux));
  }

  private needs(): HostNeeds {
    const curl = { debian: 'curl', redhat: 'curl' };
    const own = { debian: 'containerd.io', redhat: 'containerd.io' };
    return this.props.install === 'package'
      ? { ...KERNEL_NEEDS, packages: [curl, own], services: [SERVICE] }
      : { ...KERNEL_NEEDS, packages: [curl, { debian: 'tar', redhat: 'tar' }] };
  }

  private placements(): readonly Placement[] {
    return placementsByLabels(this, placements(this, this.settings.runtimes), this.props.selinux);
  }

  private configuration({ on, handlers }: Placement): readonly HostFileProps[] {
    const { props } = this;
    const content = () => ({
      toml: configToml({
        version: this.version,
        configuration: props.configuration,
        pause: this.pauseImage(),
        handlers,
        nri: this.nri,
        metricsPort: this.settings.metricsPort,
        concurrentDownloads: props.concurrentDownloads ?? 3,
        pullProgressTimeout: props.pullProgressTimeout ?? '5m',
        selinux: hasLabels(this, on, props.selinux),
        deviceOwnership: props.deviceOwnership ?? true,
        unprivilegedPorts: props.unprivilegedPorts ?? true,
        discardUnpackedLayers: props.discardUnpackedLayers ?? false,
        garbageCollection: props.garbageCollection,
      }),
    });
    const gvisor = handlers.find(({ preset }) => preset === 'gvisor');
    return [
      // Not restarted by itself: an older containerd does not start with a newer configuration.
      { on, path: '/etc/containerd/config.toml', content },
      ...(gvisor ? [{ on, path: RUNSC_SETTINGS, content: { toml: runscToml(gvisor) } }] : []),
    ];
  }

  private installerFiles(): readonly HostFileProps[] {
    const {
      install = 'release',
      cniPlugins = '1.9.1',
      downloads = 'https://github.com',
      selinux = false,
    } = this.props;
    const labels = selinux !== false;
    const text = installer({ version: this.version, cniPlugins, install, downloads, labels });
    return [
      { on: 'nodes', path: `/usr/local/sbin/${INSTALLER}`, mode: '0755', content: { text } },
      ...(install === 'release'
        ? [{ on: 'nodes' as const, path: UNIT_PATH, content: { text: UNIT } }]
        : []),
    ];
  }

  /** The pause image that kubeadm of this Kubernetes names, where nodes pull it from. */
  private pauseImage(): string {
    return this.image(pauseImage(kubernetesOf(this)));
  }
}
