import type { Construct } from 'constructs';
import { Platform, type HostFileProps, type HostNeeds } from '../../index';
import { RuntimeOnNodes } from '../runtime-component';
import { certificatesOf, registryPlans } from '../runtime-registries';
import { DEFAULT_KUBERNETES } from '../runtime-versions';
import { crioConf } from './crio-conf';
import { INSTALLER, installer } from './installer';
import { MONITORING } from './monitoring';
import { attachments, POLICY, policyJson, trustError } from './policy';
import { registriesConf } from './registries-conf';
import { filesStep, installStep, upgradeStep } from './steps';
import { versionFor } from './versions';
import type { CriOProps } from './words';

const SERVICE = 'crio';
const CERTS_FOLDER = '/etc/containers/certs.d';

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
export class CriO extends RuntimeOnNodes {
  private readonly props: CriOProps;

  /** @throws DefinitionError for a version, runtime, registry, rule of trust or proxy that cannot be */
  constructor(scope: Construct, id: string, props: CriOProps = {}) {
    const kubernetes = Platform.of(scope)?.kubernetesVersion ?? DEFAULT_KUBERNETES;
    const found = versionFor(kubernetes, props.version);
    super(scope, id, props, {
      name: 'cri-o',
      version: typeof found === 'string' ? (props.version ?? '') : found.version,
      socket: 'unix:///var/run/crio/crio.sock',
      service: SERVICE,
      unit: ['LimitNOFILE=1024:1048576', 'OOMScoreAdjust=-999', 'TasksMax=infinity'],
      // Not its own 9090, which Prometheus takes where it runs on the host network.
      metricsPort: 9537,
      monitoring: MONITORING,
      ownHandlers: ['crun', 'runc'],
    });
    this.props = props;
    if (typeof found === 'string') this.fail(found);
    this.orFail(trustError(props) ?? this.clientError() ?? this.logError());
    this.configure();
    this.configureImages();
    this.hostFiles(() => this.certificateFiles());
    this.placeInstaller();
    this.steps(() => [
      ...[filesStep(this.filesByHand()) ?? []].flat(),
      installStep(this, this.pauseImage()),
      upgradeStep(this),
    ]);
  }

  protected needs(): HostNeeds {
    const packages = ['curl', 'iptables'].map((name) => ({ debian: name, redhat: name }));
    return { ...this.kernelNeeds, packages };
  }

  private configure(): void {
    const { props } = this;
    for (const { on, handlers } of this.placements) {
      this.hostFile({
        on,
        path: '/etc/crio/crio.conf.d/20-kubestrata.conf',
        restarts: [SERVICE],
        content: () => ({
          toml: crioConf({
            pause: this.pauseImage(),
            handlers,
            metricsPort: this.metricsPort,
            props,
          }),
        }),
      });
    }
  }

  private configureImages(): void {
    const { props } = this;
    this.hostFile({
      on: 'nodes',
      path: '/etc/containers/registries.conf.d/10-kubestrata.conf',
      restarts: [SERVICE],
      content: () => ({
        toml: registriesConf(registryPlans(this, props), props.blocked ?? [], props),
      }),
    });
    this.hostFile({ on: 'nodes', path: POLICY, content: { json: policyJson(props) } });
    const signatures = attachments(props.trust ?? []);
    if (signatures) {
      const path = '/etc/containers/registries.d/kubestrata.yaml';
      this.hostFile({ on: 'nodes', path, content: { yaml: signatures } });
    }
  }

  /** Authorities of all registries and mirrors that are asked. */
  private certificateFiles(): readonly HostFileProps[] {
    const plans = registryPlans(this, this.props);
    const hosts = plans.flatMap(({ registry, mirrors }) => [
      registry,
      ...mirrors.map(({ host }) => host),
    ]);
    return [...new Set(hosts)].flatMap((host) => {
      const text = certificatesOf(this, this.props, host);
      const path = `${CERTS_FOLDER}/${host}/ca.crt`;
      return text === undefined ? [] : { on: 'nodes', path, content: { text } };
    });
  }

  private placeInstaller(): void {
    const { cniPlugins = '1.9.1', downloads = 'https://github.com', packages } = this.props;
    const text = installer({ version: this.version, cniPlugins, downloads, packages });
    const path = `/usr/local/sbin/${INSTALLER}`;
    this.hostFile({ on: 'nodes', path, mode: '0755', content: { text } });
  }

  /** Keys that files here name, and that nobody but people may bring. */
  private filesByHand(): string[] {
    const { trust = [], registries = [] } = this.props;
    return [
      ...trust.flatMap(({ accept }) =>
        typeof accept === 'object' ? Object.values(accept as Record<string, string>) : [],
      ),
      ...registries.flatMap(({ client }) => (client ? [client.certificate, client.key] : [])),
    ];
  }

  /** CRI-O finds client certificates by their names, beside the registry's authority. */
  private clientError(): string | undefined {
    for (const { host, client } of this.props.registries ?? []) {
      const folder = `${CERTS_FOLDER}/${host}`;
      if (client === undefined) continue;
      const name = client.certificate.replace(/\.cert$/, '');
      const fits = client.certificate.startsWith(`${folder}/`) && client.key === `${name}.key`;
      if (!fits || name === client.certificate) {
        return `the client certificate '${client.certificate}' of registry '${host}' is not where CRI-O looks; take \`${folder}/client.cert\` and \`${folder}/client.key\``;
      }
    }
    return undefined;
  }

  private logError(): string | undefined {
    const { logSizeMax } = this.props;
    return logSizeMax === undefined || logSizeMax >= 8192
      ? undefined
      : `logSizeMax '${logSizeMax}' is less than CRI-O takes; give 8192 or more`;
  }
}
