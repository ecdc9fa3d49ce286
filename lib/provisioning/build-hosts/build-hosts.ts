import type { Construct } from 'constructs';
import { ImageRegistry } from '../../contracts/image-registry';
import { Component, ON_MACHINES, Platform, type ComponentProps } from '../../index';
import { DOCKER_CERTS } from './docker';
import { engineFiles } from './files';
import { optionErrors, poolConflict } from './option-errors';
import { CONTAINERS_CERTS } from './podman';
import { pruneTimer, pruneUnit } from './prune';
import { buildRegistries, hostOf } from './registries';
import { packagesOf, portsOf, settingsOf, type BuildSettings } from './settings';
import { buildHostSteps } from './steps';
import type { AddressPool, BuildCache, BuildEngine, BuildKitListener } from './words';

export interface BuildHostsProps extends Pick<ComponentProps, 'wiring'> {
  /** @default 'docker' */
  readonly engine?: BuildEngine;
  /** Folder of images and caches. @default - the engine's own below `/var/lib` */
  readonly dataRoot?: string;
  /**
   * User that CI runners run as; made where there is none. With Docker it may use the daemon, which
   * gives it root's rights.
   * @default - none; for Podman `runner`
   */
  readonly runner?: string;
  /** @default - at most 100 GB, and 20 GB of the disk stay free */
  readonly cache?: BuildCache;
  /** Networks of containers, with Docker and Podman. @default - 172.30.0.0/16 in networks of /24 */
  readonly addressPools?: readonly AddressPool[];
  /** BuildKit without root. @default true */
  readonly rootless?: boolean;
  /** BuildKit on the network. @default - a local socket only */
  readonly listener?: BuildKitListener;
  /** Port of BuildKit's metrics, on loopback. @default - none */
  readonly metricsPort?: number;
  /** Build steps at a time, with BuildKit. @default - no limit */
  readonly parallelism?: number;
  /** Registries that Podman may pull from beside the platform's own and those that it mirrors. @default [] */
  readonly otherRegistries?: readonly string[];
  /** When old images and caches go, in systemd's `OnCalendar` words. @default - Sunday, at four */
  readonly pruneSchedule?: string;
  /** Where BuildKit's releases are downloaded from. @default - its releases on GitHub */
  readonly downloads?: string;
}

/**
 * Machines that build images (role `build`), apart from the cluster: Docker with BuildKit as the usual
 * choice; BuildKit alone, without root, for builds that are not all trusted; or Podman, without a
 * daemon. They pull through the platform's registry and trust its authority; `IMAGE_REGISTRY` in logins
 * names it. Docker is for building only: no node of the cluster runs its Pods by it.
 *
 * Docker reads mirrors from `/etc/docker/certs.d` with the containerd image store, which
 * new installations of Docker 29 have; images of an older store stay in the old one and are built anew.
 * User namespaces (`userns-remap`) do not go with that store: choose `buildkit` for isolation.
 *
 * @see https://docs.docker.com/engine/daemon/ @see https://github.com/moby/buildkit
 */
export class BuildHosts extends Component {
  readonly engine: BuildEngine;

  /** @throws DefinitionError for a size, port, folder, user or address pool that cannot be */
  constructor(scope: Construct, id: string, props: BuildHostsProps = {}) {
    super(scope, id, props, ON_MACHINES);
    this.orFail(optionErrors(props)[0]);
    this.engine = props.engine ?? 'docker';
    const settings = settingsOf(props);
    for (const file of engineFiles(this, settings)) this.hostFile(file);
    this.trustRegistry();
    this.nameRegistry();
    this.prune(settings, props.pruneSchedule ?? 'Sun *-*-* 04:00:00');
    this.hostPorts(() => portsOf(settings));
    this.hostNeeds(() => ({
      on: 'build',
      packages: packagesOf(settings),
      // Older ones have no overlay file system for users.
      ...(this.engine === 'buildkit' && settings.rootless && { kernel: '5.11' }),
    }));
    const { downloads = 'https://github.com/moby/buildkit/releases/download' } = props;
    this.steps(() => buildHostSteps(settings, downloads));
    this.check(() =>
      Platform.of(this)?.hosts('build').length
        ? undefined
        : "has no machines to run on; give the platform `machines` with role 'build', or leave this out",
    );
    this.check(() =>
      this.engine === 'buildkit'
        ? undefined
        : poolConflict(settings.addressPools, Platform.of(this)),
    );
    this.warn(() => this.advice(settings));
  }

  /** Host that images are pushed to; `undefined` without a registry. Read it late. */
  get registryHost(): string | undefined {
    return ImageRegistry.find(this)?.host;
  }

  /** Docker and Podman look for authorities by the name of the host, also to push. */
  private trustRegistry(): void {
    if (this.engine === 'buildkit') return;
    const folder = this.engine === 'docker' ? DOCKER_CERTS : CONTAINERS_CERTS;
    ImageRegistry.whenProvided(this, ({ host, mirrors }) => {
      for (const name of new Set([host, ...mirrors.map(({ mirror }) => hostOf(mirror))])) {
        const path = `${folder}/${name}/ca.crt`;
        const content = () => {
          const { caCertificates, ownHosts } = buildRegistries(this);
          return caCertificates !== undefined && ownHosts.includes(name)
            ? { text: caCertificates }
            : undefined;
        };
        this.hostFile({ on: 'build', path, content });
      }
    });
  }

  private nameRegistry(): void {
    const content = () => {
      const host = this.registryHost;
      return host === undefined ? undefined : { text: `export IMAGE_REGISTRY=${host}\n` };
    };
    this.hostFile({ on: 'build', path: '/etc/profile.d/kubestrata-build.sh', content });
  }

  private prune({ engine, runner }: BuildSettings, schedule: string): void {
    const unit = '/etc/systemd/system/kubestrata-build-prune';
    this.hostFile({
      on: 'build',
      path: `${unit}.service`,
      content: { text: pruneUnit(engine, runner) },
    });
    this.hostFile({
      on: 'build',
      path: `${unit}.timer`,
      content: { text: pruneTimer(schedule) },
      restarts: ['kubestrata-build-prune.timer'],
    });
  }

  private advice({ engine, runner, rootless }: BuildSettings): string | undefined {
    if (engine === 'docker' && runner !== '') {
      return `gives the user '${runner}' root's rights by the group docker; keep untrusted builds away, or choose the engine \`buildkit\` or \`podman\``;
    }
    return engine === 'buildkit' && !rootless
      ? 'builds as root; leave `rootless` on unless a build needs it'
      : undefined;
  }
}
