import type { Construct } from 'constructs';
import type { NodeRuntime } from '../../contracts/container-runtime';
import { Component, ON_MACHINES, type HostFileProps, type HostNeeds } from '../../index';
import { downloadsError } from '../downloads';
import { placements, strandedError } from '../runtime/handlers';
import {
  authorityFiles,
  bootstrapWarning,
  registryPlans,
  strangersError,
  strangersWarning,
} from '../runtime/registries';
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
import { crioConf } from './crio-conf';
import { INSTALLER, installer } from './installer';
import { MONITORING } from './monitoring';
import { caFileOf, clientError, filesByHand, imagesError, logError } from './option-errors';
import { attachments, POLICY, policyJson, trustError } from './policy';
import { registriesConf } from './registries-conf';
import { filesStep, installStep, upgradeStep } from './steps';
import { versionFor } from './versions';
import type { CriOProps } from './words';

const SERVICE = 'crio';
const UNIT_SETTINGS = ['LimitNOFILE=1024:1048576', 'OOMScoreAdjust=-999', 'TasksMax=infinity'];

/**
 * CRI-O: a runtime made for Kubernetes alone, released with it, that can ask for signatures of
 * images on the nodes themselves. Choose it where that counts, or where Podman's files
 * (`registries.conf`, `policy.json`) are in use already; else containerd is better known.
 *
 * Its minor version is that of Kubernetes: upgrade both together.
 *
 * Metrics are served on all addresses of the nodes, without a password: the firewall keeps all but
 * nodes and Pods away. Accounts of registries stand in no file here: Pods name `imagePullSecrets`.
 *
 * @see https://github.com/cri-o/cri-o/blob/main/docs/crio.conf.5.md
 */
export class CriO extends Component implements NodeRuntime {
  readonly name = 'cri-o';
  readonly version: string;
  readonly socket = 'unix:///var/run/crio/crio.sock';
  readonly service = SERVICE;
  /** Runtimes beside the default one, as the configuration names them. */
  readonly handlers: readonly string[];
  readonly nri: boolean;
  declare readonly selinux?: boolean;
  private readonly props: CriOProps;
  private readonly settings: RuntimeSettings;

  /** @throws DefinitionError for a version, runtime, registry, rule of trust or proxy that cannot be */
  constructor(scope: Construct, id: string, props: CriOProps = {}) {
    super(scope, id, props, ON_MACHINES);
    const { registries = [] } = props;
    // Not its own 9090, which Prometheus takes where it runs on the host network.
    const settings = runtimeSettings(props, ['crun', 'runc'], 9537);
    if (typeof settings === 'string') this.fail(settings);
    const found = versionFor(kubernetesOf(this), props.version);
    if (typeof found === 'string') this.fail(found);
    this.orFail(trustError(props) ?? clientError(props) ?? logError(props));
    this.orFail(imagesError(props) ?? downloadsError(props.packages));
    this.orFail(props.selinux ? refusesLabels(settings.runtimes) : undefined);
    this.props = props;
    this.version = found.version;
    this.settings = settings;
    this.handlers = settings.runtimes.map(({ name }) => name);
    this.nri = props.nri ?? false;
    if (props.selinux !== undefined) this.selinux = props.selinux;
    offerRuntime(this, settings, MONITORING);
    this.hostPorts(() => runtimePorts(this, settings));
    this.hostNeeds(() => this.needs());
    this.hostFiles(() => [
      ...runtimeFiles(this, UNIT_SETTINGS, props),
      ...this.configuration(),
      ...this.imageFiles(),
      this.installer(),
    ]);
    this.steps(() => [
      ...[filesStep(filesByHand(props)) ?? []].flat(),
      installStep(this, this.pauseImage()),
      ...mirrorSteps(this, props, caFileOf),
      upgradeStep(this),
    ]);
    this.check(() => strandedError(this, settings.runtimes));
    this.check(() => strangersError(this, registries));
    this.warn(() => strangersWarning(registries));
    this.warn(() => bootstrapWarning(this, props));
  }

  private needs(): HostNeeds {
    const packages = ['curl', 'iptables'].map((name) => ({ debian: name, redhat: name }));
    return { ...KERNEL_NEEDS, packages };
  }

  private configuration(): readonly HostFileProps[] {
    const { metricsPort, runtimes } = this.settings;
    return placements(this, runtimes).map(({ on, handlers }) => ({
      on,
      path: '/etc/crio/crio.conf.d/20-kubestrata.conf',
      restarts: [SERVICE],
      content: () => ({
        toml: crioConf({ pause: this.pauseImage(), handlers, metricsPort, props: this.props }),
      }),
    }));
  }

  /** Where images come from, which of them are taken, and the authorities of all that are asked. */
  private imageFiles(): readonly HostFileProps[] {
    const { props } = this;
    const plans = registryPlans(this, props);
    const signatures = attachments(props.trust ?? []);
    const file = (path: string, content: HostFileProps['content']): HostFileProps => {
      return { on: 'nodes', path, content };
    };
    return [
      {
        ...file('/etc/containers/registries.conf.d/10-kubestrata.conf', {
          toml: registriesConf(plans, props.blocked ?? [], props),
        }),
        reloads: [SERVICE],
      },
      file(POLICY, { json: policyJson(props) }),
      ...(signatures
        ? [file('/etc/containers/registries.d/kubestrata.yaml', { yaml: signatures })]
        : []),
      ...authorityFiles(this, props, plans, caFileOf),
    ];
  }

  private installer(): HostFileProps {
    const { cniPlugins = '1.9.1', downloads = 'https://github.com', packages } = this.props;
    const text = installer({ version: this.version, cniPlugins, downloads, packages });
    return { on: 'nodes', path: `/usr/local/sbin/${INSTALLER}`, mode: '0755', content: { text } };
  }

  /** The pause image that kubeadm of this Kubernetes names, where nodes pull it from. */
  private pauseImage(): string {
    return this.image(pauseImage(kubernetesOf(this)));
  }
}
