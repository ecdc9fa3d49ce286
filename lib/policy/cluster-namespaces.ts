import type { IConstruct } from 'constructs';
import { Registry, type Namespace, type PodSecurityLevel } from '../index';

/** Namespaces of Kubernetes itself, with the reason why policies leave them alone. */
export const SYSTEM_NAMESPACES: Readonly<Record<string, string>> = {
  'kube-node-lease': 'Kubernetes keeps the heartbeats of the nodes here.',
  'kube-public': 'Kubernetes publishes the address of the cluster here.',
  'kube-system': 'Kubernetes runs its own components here.',
};

const LEVELS: readonly PodSecurityLevel[] = ['privileged', 'baseline', 'restricted'];

/** Namespaces of the platform's components. Late: only at synthesis are all there. */
export const platformNamespaces = (scope: IConstruct): readonly Namespace[] =>
  Registry.of(scope).namespaces;

/** Whether what runs under one level may break the rules of another. */
export const isWeaker = (level: PodSecurityLevel, than: PodSecurityLevel): boolean =>
  LEVELS.indexOf(level) < LEVELS.indexOf(than);
