import { addOns } from './add-ons';
import { apiServerVariables } from './api-server';
import {
  clusterVariables,
  dnsVariables,
  downloadVariables,
  endpointVariables,
  etcdVariables,
  operationVariables,
} from './cluster';
import { kubeletVariables } from './kubelet';
import { runtimeVariables } from './runtime';
import type { Source, Variables } from './source';

/** Files of variables, below `group_vars`. What machines of etcd need as well is in `all`. */
const FILES: Readonly<Record<string, (source: Source) => Variables>> = {
  'all/cluster.yml': clusterVariables,
  'all/container-runtime.yml': runtimeVariables,
  'all/dns.yml': dnsVariables,
  'all/downloads.yml': downloadVariables,
  'all/endpoint.yml': endpointVariables,
  'all/etcd.yml': etcdVariables,
  'all/operation.yml': operationVariables,
  'k8s_cluster/add-ons.yml': addOns,
  'k8s_cluster/control-plane.yml': apiServerVariables,
  'k8s_cluster/kubelet.yml': kubeletVariables,
};

/** Where variables go that only the user sets. */
const OWN = 'all/own.yml';

/** All files that there may be. */
export const FILE_NAMES: readonly string[] = [...Object.keys(FILES), OWN];

/**
 * What a file holds, with the user's own variables over the library's: each where it is set already,
 * so that the group's order of precedence cannot hide it.
 */
export function fileVariables(source: Source, file: string): Variables {
  const own = source.options.variables ?? {};
  if (file === OWN) {
    const set = new Set(
      Object.keys(FILES).flatMap((other) => Object.keys(variables(source, other))),
    );
    return Object.fromEntries(Object.entries(own).filter(([name]) => !set.has(name)));
  }
  const ours = variables(source, file);
  return { ...ours, ...Object.fromEntries(Object.entries(own).filter(([name]) => name in ours)) };
}

/** Variables of a file by the library, without those that are not set. */
function variables(source: Source, file: string): Variables {
  const all = FILES[file]?.(source) ?? {};
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/**
 * Whether a text of the definition would be read as a template by Ansible. Names of fields are
 * quoted in JSON, so that two braces in a row are always somebody's text.
 */
export function hasTemplate({ definition, platform }: Source): boolean {
  const { apiServerArguments, auditPolicy, authentication, certificateNames, kubelet } = definition;
  const texts = { apiServerArguments, auditPolicy, authentication, certificateNames, kubelet };
  return /\{\{|\{%|\{#/.test(JSON.stringify([texts, platform.nodes]));
}
