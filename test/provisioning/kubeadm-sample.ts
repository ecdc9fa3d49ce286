import { parse, parseAllDocuments } from 'yaml';
import { Platform, Registry, type PlatformNode, type PlatformProps } from '../../lib';
import { hostFiles } from '../../lib/engines/hosts';
import { Kubeadm, type KubeadmProps } from '../../lib/provisioning/kubeadm';
import { freeRoot } from '../harness/sample';

/** Control planes `cp-1`, `cp-2`, … and workers `w-1`, `w-2`, …. */
export const nodes = (controlPlanes: number, workers = 0): PlatformNode[] => [
  ...Array.from({ length: controlPlanes }, (_, i) => ({
    name: `cp-${i + 1}`,
    address: `192.0.2.${11 + i}`,
    role: 'control-plane' as const,
  })),
  ...Array.from({ length: workers }, (_, i) => ({
    name: `w-${i + 1}`,
    address: `192.0.2.${101 + i}`,
    role: 'worker' as const,
  })),
];

/** A platform with kubeadm, and what comes of it. */
export function made(props: KubeadmProps = {}, own: PlatformProps = {}) {
  const platform = new Platform(freeRoot(), 'prod', {
    kubernetesVersion: '1.36',
    nodes: nodes(1),
    ...own,
  });
  const kubeadm = new Kubeadm(platform, 'kubeadm', props);
  const registry = Registry.of(platform);
  const text = (path: string): string => hostFiles(platform).get(path)?.text ?? '';
  return {
    platform,
    kubeadm,
    registry,
    text,
    files: () => hostFiles(platform),
    file: (path: string): Document => parse(text(path)) as Document,
    init: (kind: string): Document => {
      const all = parseAllDocuments(text('cp-1/etc/kubernetes/kubeadm/init.yaml'));
      const plain = all.map((document) => document.toJS() as Document);
      return plain.find((document) => document['kind'] === kind) ?? {};
    },
    errors: () => kubeadm.node.validate(),
    warnings: () => registry.warnings.flatMap(({ text: say }) => say() ?? []),
    ports: () => registry.hostPorts.flatMap(({ ports }) => ports()),
    steps: (runbook: string) =>
      registry.steps.flatMap((all) => all.steps()).filter((step) => step.runbook === runbook),
    images: () => platform.images().images,
  };
}

/** A document whose fields a test looks into. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Document = Record<string, any>;

/** Flags of one part of the control plane. */
export const flagsOf = (part: { extraArgs: { name: string; value: string }[] }) =>
  Object.fromEntries(part.extraArgs.map(({ name, value }) => [name, value]));
