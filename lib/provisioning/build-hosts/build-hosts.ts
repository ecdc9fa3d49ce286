import type { Construct } from 'constructs';
import { ImageRegistry } from '../../contracts/image-registry';
import {
  Component,
  ON_MACHINES,
  Platform,
  type ComponentProps,
  type HostFileProps,
} from '../../index';
import { engineFiles } from './files';
import { optionErrors, poolConflict } from './option-errors';
import { pruneTimer, pruneUnit } from './prune';
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
   * gives it root's rights; with BuildKit without root, its socket.
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
  /**
   * Where BuildKit's releases are downloaded from: `v0.32.2/` with the archive on a server of your own,
   * or by `file:///srv/buildkit` in a folder on the machines.
   * @default - its releases on GitHub
   */
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
  private readonly props: BuildHostsProps;

  /** @throws DefinitionError for a size, port, folder, user or address pool that cannot be */
  constructor(scope: Construct, id: string, props: BuildHostsProps = {}) {
    super(scope, id, props, ON_MACHINES);
    this.orFail(optionErrors(props)[0]);
    this.props = props;
    this.engine = props.engine ?? 'docker';
    const settings = settingsOf(props);
    this.hostFiles(() => [...engineFiles(this, settings), ...this.commonFiles(settings)]);
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

  private commonFiles({ engine, runner }: BuildSettings): readonly HostFileProps[] {
    const { pruneSchedule = 'Sun *-*-* 04:00:00' } = this.props;
    const unit = '/etc/systemd/system/kubestrata-build-prune';
    const on = 'build';
    const timer = { text: pruneTimer(pruneSchedule) };
    const host = this.registryHost;
    return [
      { on, path: `${unit}.service`, content: { text: pruneUnit(engine, runner) } },
      { on, path: `${unit}.timer`, content: timer, restarts: ['kubestrata-build-prune.timer'] },
      ...(host === undefined
        ? []
        : [
            {
              on: 'build' as const,
              path: '/etc/profile.d/kubestrata-build.sh',
              content: { text: `export IMAGE_REGISTRY=${host}\n` },
            },
          ]),
    ];
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
