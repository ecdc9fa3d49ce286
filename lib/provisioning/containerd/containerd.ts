import type { Construct } from 'constructs';
import type { HostContent, HostFileProps, HostNeeds } from '../../index';
import { RuntimeOnNodes } from '../runtime-component';
import { certificatesOf, registryPlans, sourceOf, type RegistryPlan } from '../runtime-registries';
import type { Placement } from '../runtime-handlers';
import { configToml, runscToml, RUNSC_SETTINGS } from './config-toml';
import { caFileOf, DEFAULT, folderOf, hostsToml } from './hosts-toml';
import { INSTALLER, installer, UNIT } from './installer';
import { MONITORING } from './monitoring';
import { installStep, mirrorStep, upgradeStep } from './steps';
import { configurationError, versionError, versionWarning } from './versions';
import type { ContainerdProps } from './words';

const VERSION = '2.3.4';
const SERVICE = 'containerd';

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
export class Containerd extends RuntimeOnNodes {
  private readonly props: ContainerdProps;

  /** @throws DefinitionError for a version, runtime, registry or proxy that cannot be */
  constructor(scope: Construct, id: string, props: ContainerdProps = {}) {
    super(scope, id, props, {
      name: 'containerd',
      version: props.version ?? VERSION,
      socket: 'unix:///run/containerd/containerd.sock',
      service: SERVICE,
      // The soft limit is what programs expect, the hard one what they may raise it to.
      unit: [
        'Delegate=yes',
        'KillMode=process',
        'LimitNOFILE=1024:1048576',
        'OOMScoreAdjust=-999',
        'TasksMax=infinity',
      ],
      metricsPort: 1338,
      monitoring: MONITORING,
      ownHandlers: ['runc'],
    });
    this.props = props;
    this.orFail(versionError(this.version, this.kubernetes));
    this.orFail(configurationError(this.version, props.configuration));
    this.orFail(this.numbersError());
    this.warn(() => versionWarning(this.version));
    for (const placement of this.placements) this.configure(placement);
    this.hostFiles(() => this.registryFiles());
    this.placeInstaller();
    this.steps(() => [
      installStep(this, this.pauseImage()),
      ...[mirrorStep(this.plans(), (host) => this.caOf(host)) ?? []].flat(),
      upgradeStep(this),
    ]);
  }

  protected needs(): HostNeeds {
    const curl = { debian: 'curl', redhat: 'curl' };
    const own = { debian: 'containerd.io', redhat: 'containerd.io' };
    return this.props.install === 'package'
      ? { ...this.kernelNeeds, packages: [curl, own], services: [SERVICE] }
      : { ...this.kernelNeeds, packages: [curl, { debian: 'tar', redhat: 'tar' }] };
  }

  private configure({ on, handlers }: Placement): void {
    const { props } = this;
    this.hostFile({
      on,
      path: '/etc/containerd/config.toml',
      restarts: [SERVICE],
      content: () => ({
        toml: configToml({
          version: this.version,
          configuration: props.configuration,
          pause: this.pauseImage(),
          handlers,
          nri: props.nri ?? false,
          metricsPort: this.metricsPort,
          concurrentDownloads: props.concurrentDownloads ?? 3,
          pullProgressTimeout: props.pullProgressTimeout ?? '5m',
          deviceOwnership: props.deviceOwnership ?? true,
          unprivilegedPorts: props.unprivilegedPorts ?? true,
          discardUnpackedLayers: props.discardUnpackedLayers ?? false,
          garbageCollection: props.garbageCollection,
        }),
      }),
    });
    const gvisor = handlers.find(({ preset }) => preset === 'gvisor');
    if (gvisor) this.hostFile({ on, path: RUNSC_SETTINGS, content: { toml: runscToml(gvisor) } });
  }

  /** Where each registry's images come from, and the authorities of all that are asked. */
  private registryFiles(): readonly HostFileProps[] {
    const plans = [...this.plans(), ...this.defaultPlan()];
    const file = (path: string, content: HostContent): HostFileProps => {
      return { on: 'nodes', path, content };
    };
    const hosts = plans.flatMap(({ registry, mirrors }) => [
      registry,
      ...mirrors.map(({ host }) => host),
    ]);
    return [
      ...plans.map((plan) => file(`${folderOf(plan.registry)}/hosts.toml`, this.hostsFile(plan))),
      ...[...new Set(hosts)].flatMap((host) => {
        const text = this.certificates(host);
        return text === undefined ? [] : file(caFileOf(host), { text });
      }),
    ];
  }

  private hostsFile(plan: RegistryPlan): HostContent {
    const toml = hostsToml(this, plan, this.props, this.version);
    if (plan.registry !== DEFAULT || !plan.fallback) return { toml };
    // Without a server, whichever registry is meant is asked in the end.
    const { server: _, ...rest } = toml;
    return { toml: rest };
  }

  private defaultPlan(): RegistryPlan[] {
    const { defaultMirror: place, fallback = true } = this.props;
    if (place === undefined) return [];
    return [{ registry: DEFAULT, mirrors: [sourceOf(place)], fallback }];
  }

  private placeInstaller(): void {
    const { install = 'release', cniPlugins = '1.9.1', downloads } = this.props;
    const options = { version: this.version, cniPlugins, install };
    const text = installer({ ...options, downloads: downloads ?? 'https://github.com' });
    const path = `/usr/local/sbin/${INSTALLER}`;
    this.hostFile({ on: 'nodes', path, mode: '0755', content: { text } });
    if (install !== 'release') return;
    const unit = `/etc/systemd/system/${SERVICE}.service`;
    this.hostFile({ on: 'nodes', path: unit, content: { text: UNIT } });
  }

  private plans() {
    return registryPlans(this, this.props);
  }

  private certificates(host: string): string | undefined {
    return certificatesOf(this, this.props, host);
  }

  private caOf(host: string): string | undefined {
    return this.certificates(host) === undefined ? undefined : caFileOf(host);
  }

  private numbersError(): string | undefined {
    const { concurrentDownloads: downloads = 3, pullProgressTimeout: timeout = '5m' } = this.props;
    if (!Number.isInteger(downloads) || downloads < 1) {
      return `concurrentDownloads '${downloads}' is no number of downloads; take 1 or more`;
    }
    return /^(\d+(\.\d+)?(ms|s|m|h))+$/.test(timeout)
      ? undefined
      : `pullProgressTimeout '${timeout}' is no duration; write one such as \`5m\``;
  }
}
