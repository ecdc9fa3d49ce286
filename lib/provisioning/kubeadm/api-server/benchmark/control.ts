import type { ControlPlaneDefinition } from '../../../../contracts/control-plane';
import type { EtcdGuards } from '../../../../contracts/etcd-cluster';
import type { ApiServerInput } from '../options';

/** What the benchmark needs to know beside the definition. */
export interface BenchmarkFacts {
  /** Whether etcd runs on machines of its own. */
  readonly externalEtcd: boolean;
  /** How those machines guard it. @default - unknown */
  readonly etcdGuards?: EtcdGuards;
  /** What the API servers' files and flags follow from. */
  readonly apiServer: ApiServerInput;
  /** Flags of the controller manager beside those that kubeadm gives. @default {} */
  readonly controllerManagerArguments?: Readonly<Record<string, string>>;
  /** Flags of the scheduler beside those that kubeadm gives. @default {} */
  readonly schedulerArguments?: Readonly<Record<string, string>>;
  /** Where kube-proxy gives its metrics. @default - on loopback, as is its own default */
  readonly kubeProxyMetricsAddress?: string;
  /** Whether the CNI enforces network policies. @default true */
  readonly networkPolicies?: boolean;
}

/** The whole of what is judged. */
export interface Judged extends BenchmarkFacts {
  readonly definition: ControlPlaneDefinition;
  /** Flags of the API servers beside those that kubeadm gives. */
  readonly flags: Readonly<Record<string, string>>;
}

/** Whether a control is met, and where that is set, why it is not, or how to find out. */
export interface Judgement {
  readonly state: 'met' | 'not met' | 'to check';
  readonly reason: string;
}

/** A control of the benchmark. */
export interface Control {
  /** As the benchmark counts: `1.2.15`. */
  readonly id: string;
  readonly title: string;
  readonly judge: (judged: Judged) => Judgement;
}

/** The definition, or what makes the cluster from it, sees to it. */
export const met = (reason: string): Judgement => ({ state: 'met', reason });

/** It is otherwise, for that reason. */
export const notMet = (reason: string): Judgement => ({ state: 'not met', reason });

/** Only the machine or the cluster can tell. */
export const toCheck = (reason: string): Judgement => ({ state: 'to check', reason });

/** Met or not, by what the definition says. */
export const decided = (fact: boolean, yes: string, no: string): Judgement =>
  fact ? met(yes) : notMet(no);

/** A control that does not depend on the definition. */
export const always = (id: string, title: string, judgement: Judgement): Control => ({
  id,
  title,
  judge: () => judgement,
});
