import type { Construct } from 'constructs';
import { allowEgress, Component, type PodPort } from '../../index';
import type { Content } from './content';
import { podsOf, type Part } from './names';
import type { HarborProps } from './props';
import { proxyEndpoint } from './proxy-cache';

/**
 * Lets each part that speaks to the world do so: core to proxied registries, jobservice to those of
 * replications and to webhooks, the scanner to its databases. Addresses are not known, ports are.
 */
export function openOutside(
  scope: Construct,
  props: HarborProps,
  content: Content,
  databases: readonly string[],
): void {
  const namespace = Component.of(scope)?.namespace;
  if (namespace === undefined) return;
  const open = (part: Part, ports: () => readonly (string | undefined)[]): void => {
    allowEgress(scope, {
      name: `harbor-${part}-outside`,
      namespace,
      pods: podsOf(part),
      rules: () => [
        { with: 'anywhere', ports: distinct(['443', ...ports(), port(props.proxy?.url)]) },
      ],
    });
  };
  const registries = () =>
    [...content.registries, ...content.proxyCaches.map(proxyEndpoint)].map(({ url }) => port(url));
  const hooks = () =>
    content.projects.flatMap(({ webhooks = [] }) => webhooks.map(({ address }) => port(address)));
  const collector = props.traces?.endpoint.split(':')[1];
  const audit = props.auditLogEndpoint?.split(':').at(-1);
  open('core', () => [...registries(), collector, audit]);
  open('jobservice', () => [...registries(), ...hooks(), collector]);
  if (collector !== undefined) {
    allowEgress(scope, {
      name: 'harbor-registry-traces',
      namespace,
      pods: podsOf('registry'),
      rules: [{ with: 'anywhere', ports: [Number(collector)] }],
    });
  }
  if (databases.length > 0) open('trivy', () => databases.map(registryPort));
}

/** The port of an artifact's registry: `mirror.example.com:5000/trivy-db:2`. */
const registryPort = (reference: string): string => /^[^/]+:(\d+)\//.exec(reference)?.[1] ?? '443';

/** The port of an address, its protocol's own included. */
function port(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { port: given, protocol } = new URL(url);
  return given === '' ? (protocol === 'http:' ? '80' : '443') : given;
}

const distinct = (ports: readonly (string | undefined)[]): PodPort[] =>
  [...new Set(ports.flatMap((p) => p ?? []))].map(Number).sort((a, b) => a - b);
