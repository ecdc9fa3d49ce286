import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Construct } from 'constructs';
import { Component, Platform, Registry } from '../../../lib';
import {
  AdmissionPolicies,
  type AdmissionPoliciesProps,
  type Policy,
} from '../../../lib/policy/validating';
import { applyAll, refusals } from '../rig/apply-all';
import { startCluster, type Cluster } from '../rig/cluster';
import type { KubeObject } from '../rig/kube-object';
import type { Result } from '../rig/result';
import { GATEWAY_CRD } from './gateway-crd';
import { object } from './policy-case';

/** By the label `rollout`; policies deny where there is none. */
const NAMESPACES = {
  warned: { rollout: 'warn' },
  audited: { rollout: 'audit' },
  denied: {},
  'warned-team': { rollout: 'warn', team: 'a' },
  'denied-team': { team: 'a' },
  exempt: {},
  shop: { 'policy.kubestrata.dev/protected': 'true' },
  deletable: {},
};

const MARKER: Policy = {
  id: 'marker',
  description: 'Comes last, and so tells that all others are in force.',
  match: { rules: [{ apiVersion: 'v1', resources: ['configmaps'], scope: 'Namespaced' }] },
  validations: [{ expression: `object.metadata.name != 'marker'`, message: 'in force' }],
  rollout: [{ actions: ['Deny'] }],
};

class Owner extends Component {
  constructor(scope: Construct) {
    super(scope, 'cni', {}, { namespace: 'cni-system', podSecurity: 'privileged' });
  }
}

/** Every policy of the library; what it allows is what the cases know. */
const SETTINGS: AdmissionPoliciesProps = {
  level: 'restricted',
  rollout: [
    { namespaces: { rollout: 'warn' }, actions: ['Warn', 'Audit'] },
    { namespaces: { rollout: ['audit', 'observe'] }, actions: ['Audit'] },
    { actions: ['Deny'] },
  ],
  library: {
    'allowed-registries': {
      parameters: { registries: ['harbor.example.com', 'docker.io/bitnami'] },
    },
    'disruption-budget': true,
    'gateway-tls': true,
    'image-tag': true,
    'ingress-tls': true,
    'load-balancer-services': { parameters: { namespaces: ['gateways'] } },
    'no-external-ips': { parameters: { allowed: ['192.0.2.9'] } },
    'no-host-path': { parameters: { allowed: ['/var/log'] } },
    'no-interactive-exec': { parameters: { groups: ['operators'] } },
    'no-wildcard-rbac': { parameters: { allowed: ['argocd-*'] } },
    'node-port-services': true,
    'pod-security-host-ports': { parameters: { allowed: [8080] } },
    'probes-required': true,
    'protected-namespaces': { parameters: { namespaces: ['denied'] } },
    'protected-objects': true,
    replicas: true,
    'requests-and-limits': true,
    'required-labels': { parameters: { labels: { 'app.kubernetes.io/name': '[a-z-]+' } } },
    'service-account-token': true,
    'storage-classes': { parameters: { allowed: ['standard'] } },
    'volume-size': {
      rollout: [
        { namespaces: { team: 'a' }, actions: ['Deny'], parameters: { maximum: '5Gi' } },
        { namespaces: { rollout: 'warn' }, actions: ['Warn'] },
        { actions: ['Deny'] },
      ],
    },
  },
  exemptions: [
    {
      policies: ['pod-security-host-namespaces', 'pod-security-seccomp-required'],
      namespace: 'exempt',
      reason: 'Proves that exemptions hold.',
    },
    {
      policies: ['pod-security-baseline'],
      namespace: 'denied',
      objects: { name: 'legacy-*', labels: { age: 'old' } },
      reason: 'Proves that objects can be exempt.',
    },
    {
      policies: ['protected-objects'],
      namespace: 'denied',
      objects: { name: 'scratch-*' },
      reason: 'Proves it for deletions.',
    },
  ],
};

/** A control plane in which every policy of the library is in force. */
export class PolicyCluster {
  /** @throws when an object is refused, or the policies are not in force within a minute. */
  static async start(): Promise<PolicyCluster> {
    const audit = mkdtempSync(join(tmpdir(), 'kubestrata-audit-'));
    const policyFile = join(audit, 'policy.yaml');
    writeFileSync(policyFile, AUDIT_POLICY);
    const auditLog = join(audit, 'audit.log');
    const cluster = await startCluster({
      nodes: 0,
      apiserverFlags: [`--audit-policy-file=${policyFile}`, `--audit-log-path=${auditLog}`],
    });
    const started = new PolicyCluster(cluster, audit, auditLog);
    await started.setUp();
    return started;
  }

  /** What the component draws. */
  readonly drawn: KubeObject[] = [];

  private constructor(
    readonly cluster: Cluster,
    private readonly audit: string,
    private readonly auditLog: string,
  ) {}

  /** Lines of the API server's audit log about the namespace `audited`. */
  get auditLines(): string[] {
    return readFileSync(this.auditLog, 'utf8').split('\n');
  }

  /** Has the API server judge an object. */
  dryRun(o: KubeObject, namespace: string | undefined): Promise<Result> {
    const metadata = namespace === undefined ? o.metadata : { ...o.metadata, namespace };
    return this.cluster.api.create({ ...o, metadata }, { dryRun: true });
  }

  async stop(): Promise<void> {
    await this.cluster.stop();
    rmSync(this.audit, { recursive: true, force: true });
  }

  private async setUp(): Promise<void> {
    const platform = new Platform(new Construct(undefined as never, ''), 'prod', {
      kubernetesVersion: '1.36',
    });
    const policies = new AdmissionPolicies(platform, 'policies', SETTINGS);
    new Owner(platform);
    const objects = () => Registry.of(platform).objects.map((o) => o.manifest as KubeObject);
    this.drawn.push(...objects());
    policies.add(MARKER);
    await this.apply([
      ...Object.entries(NAMESPACES).map(([name, labels]) => namespace(name, labels)),
      ...Registry.of(platform).namespaces.map((n) => n.manifest as KubeObject),
      GATEWAY_CRD,
      ...this.drawn,
    ]);
    await this.apply(objects().slice(this.drawn.length));
    const marked = object('v1', 'ConfigMap', {}, { name: 'marker' });
    const inForce = async () => !(await this.dryRun(marked, 'denied')).ok;
    await this.cluster.api.waitFor(inForce, 60_000, 'policies in force');
  }

  private async apply(objects: readonly KubeObject[]): Promise<void> {
    const refused = refusals(objects, await applyAll(this.cluster.api, objects));
    if (refused.length > 0) throw new Error(`refused:\n${refused.join('\n')}`);
  }
}

export const namespace = (name: string, labels: Record<string, string> = {}): KubeObject => ({
  ...{ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } },
});

const AUDIT_POLICY = `
apiVersion: audit.k8s.io/v1
kind: Policy
rules:
- level: Metadata
  namespaces: [audited]
- level: None
`;
