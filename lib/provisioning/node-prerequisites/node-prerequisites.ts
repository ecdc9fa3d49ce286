import type { Construct } from 'constructs';
import { ApiLoadBalancer } from '../../contracts/api-load-balancer';
import { Network } from '../../contracts/cluster-network';
import { ControlPlane } from '../../contracts/control-plane';
import { Component, ON_MACHINES, Platform, Registry } from '../../index';
import { isIpv6 } from '../api-endpoint';
import { collectPorts, nodePorts, takenPort, type TakenPort } from './collected';
import { machineError, portError, propsError, unknownFamilies } from './errors';
import { hostsLines } from './hosts-lines';
import { needsOfRole } from './kubernetes-needs';
import { rolesInUse, type MachineRole } from './machine-roles';
import { playbook } from './playbook';
import { portsDocument } from './ports-document';
import type { NodePrerequisitesProps } from './props';
import { ROLE_FILES, RoleSetup } from './role-setup';
import { prepareSteps } from './steps';

/**
 * Brings machines to where Kubernetes can be put on them: kernel modules and settings, packages,
 * clocks, no swap, and a firewall that lets through what components say they need. All of it comes
 * from the components in use (`hostNeeds`, `hostPorts`), as a script for each group of machines,
 * `kubestrata-prepare check|apply`, and as an Ansible play that does the same; `PORTS.md` lists the
 * ports for firewalls on the way.
 *
 * The firewall has a table of its own, `inet kubestrata`, for what comes in; forwarded traffic, which
 * is that of Pods, and the tables of kube-proxy and CNIs are left alone. What to know of it:
 *
 * - Machines are known by their addresses: after one came or went, run `apply` on all others. Of a
 *   second address family only `networks.nodes` is known.
 * - NodePorts and load balancers that lead to Pods are forwarded, or rewritten before (`ct status
 *   dnat`). A CNI that does so in eBPF (Cilium, Calico with `BPF`) leaves no such mark: what runs on
 *   the nodes' own network behind a Service then wants its port in `openPorts`.
 * - kube-proxy in the mode `ipvs` has Services arrive as if the machine itself answered. Their
 *   ports, but for NodePorts, are closed; use `iptables` or `nftables`.
 * - What Pods ask of a machine may carry the address of their node, so `pods` are Pods and nodes.
 * - `firewalld`, `ufw` and `nftables.service` are turned off: each flushes rules of others.
 * - `systemctl stop kubestrata-firewall` opens the machine, for as long as it takes to find out.
 *
 * IPv6 forwarding, on where Pods have IPv6 addresses, makes the kernel ignore router advertisements:
 * nodes need a static route, or `net.ipv6.conf.<interface>.accept_ra: '2'` in `sysctls`.
 *
 * @see https://kubernetes.io/docs/setup/production-environment/container-runtimes/
 */
export class NodePrerequisites extends Component {
  private readonly props: NodePrerequisitesProps;
  private readonly roles: readonly MachineRole[];

  /** @throws DefinitionError for a time server, setting, port or network that cannot be */
  constructor(scope: Construct, id: string, props: NodePrerequisitesProps = {}) {
    super(scope, id, props, ON_MACHINES);
    this.orFail(propsError(props));
    this.props = props;
    const platform = Platform.of(this);
    this.roles = rolesInUse(platform);
    if (platform === undefined || this.roles.length === 0) {
      this.warn('has no machines to prepare; name them in the platform: `nodes`, `machines`');
      return;
    }
    for (const role of this.roles) this.hostNeeds(() => this.needsOf(role));
    for (const needs of props.needs ?? []) this.hostNeeds(() => needs);
    // Otherwise kubeadm says so.
    this.hostPorts(() => (ControlPlane.find(this) ? [] : nodePorts));
    for (const role of this.roles) this.prepare(platform, role);
    this.describe(platform);
    this.steps(() => this.roles.flatMap(prepareSteps));
    this.verify(platform);
  }

  private needsOf(role: MachineRole) {
    const pods = Platform.of(this)?.networks.pods ?? [];
    return needsOfRole(role, this.props, {
      ipv6: pods.some(isIpv6),
      kubeProxy: Network.find(this)?.replacesKubeProxy !== true,
    });
  }

  private prepare(platform: Platform, role: MachineRole): void {
    for (const { path, mode, text } of ROLE_FILES) {
      const content = () => {
        const written = text(this.setup(platform, role));
        return written === undefined ? undefined : { text: written };
      };
      this.hostFile({ on: role, path, mode, content });
    }
  }

  private setup(platform: Platform, role: MachineRole): RoleSetup {
    return new RoleSetup(role, {
      platform,
      registry: Registry.of(this),
      props: this.props,
      ports: () => this.ports(),
      hosts: () => this.hosts(platform),
    });
  }

  /** Ports of all machines, and to whom they are open here. */
  private ports(): readonly TakenPort[] {
    const { openPorts = [], nodePortsFrom } = this.props;
    const own = openPorts.map((port) => takenPort(port, this.node.id));
    return collectPorts(Registry.of(this), nodePortsFrom).concat(own);
  }

  private hosts(platform: Platform): readonly string[] {
    if (this.props.hostsFile !== true) return [];
    const [only, another] = platform.controlPlaneAddresses;
    const single = another === undefined ? only : undefined;
    return hostsLines(platform, ApiLoadBalancer.find(this)?.virtualAddress ?? single);
  }

  /** What is for people and Ansible. */
  private describe(platform: Platform): void {
    const setups = () => this.roles.map((role) => this.setup(platform, role));
    this.hostFile({
      on: 'operator',
      path: 'ansible/prerequisites.yml',
      content: () => ({ yaml: playbook(setups()) }),
    });
    this.hostFile({
      on: 'operator',
      path: 'PORTS.md',
      content: () => ({ text: portsDocument(this.ports(), setups(), platform, this.props) }),
    });
  }

  private verify(platform: Platform): void {
    const { swap, firewall, sshFrom, hostsFile } = this.props;
    this.check(() => machineError(platform));
    this.check(() => this.ports().map(portError).find(Boolean));
    this.check(() =>
      swap === 'limited' && !platform.atLeast('1.34')
        ? `leaves swap on, which kubelets of '${platform.kubernetesVersion}' do not use well; drop \`swap\`, or take Kubernetes 1.34 or newer`
        : undefined,
    );
    this.warn(() => {
      const families = firewall === 'none' ? [] : unknownFamilies(platform);
      return families.length === 0
        ? undefined
        : `Pods have ${families.join(' and ')} addresses, and no such address of a node is known, so nodes drop such traffic of each other; give the platform's \`networks.nodes\` their network`;
    });
    if (firewall !== 'none' && sshFrom?.length === 0) {
      this.warn('nobody can log in by SSH; give `sshFrom` the networks of those who should');
    }
    this.warn(() =>
      hostsFile === true && platform.nodes.length > 1 && ApiLoadBalancer.find(this) === undefined
        ? '`/etc/hosts` does not lead to the API servers, as nothing says which address moves between them; add HAProxy or kube-vip'
        : undefined,
    );
  }
}
