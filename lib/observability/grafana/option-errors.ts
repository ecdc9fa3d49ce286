import type { TrafficRule } from '../../index';
import { isStorageSize } from '../quantities';
import { hostRule, serverRule } from './egress';
import { calledEndpoints, oidcError } from './oidc';
import type { GrafanaValuesOptions } from './values';

const HOST = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?$/;

/** What is wrong with the options, or `undefined`. */
export function optionError(options: GrafanaValuesOptions): string | undefined {
  const { replicas, database, storage, oidc, smtp } = options;
  if (replicas !== undefined && !(Number.isInteger(replicas) && replicas >= 1)) {
    return `replicas '${replicas}' is not a number of copies; give 1 or more`;
  }
  if ((replicas ?? 1) > 1 && !database) {
    return `has ${replicas} replicas and keeps its data in a file, which one Pod opens at a time; pass a \`database\`, or set \`replicas\` to '1'`;
  }
  if (database && storage !== undefined) {
    return `has a \`database\` and \`storage\` for a file; drop one of them`;
  }
  const server = typeof database === 'object' ? database : undefined;
  for (const host of [server?.host ?? [], smtp?.host ?? []].flat()) {
    if (!HOST.test(host))
      return `host '${host}' is not a host and port such as \`db.example.com:5432\``;
  }
  const size = typeof storage === 'object' ? storage.size : undefined;
  if (size !== undefined && !isStorageSize(size)) {
    return `the size '${size}' of storage is not one of a volume; write it as \`10Gi\``;
  }
  return oidc && oidcError(oidc);
}

/** Servers that the options name. */
export function servers({ database, oidc, smtp }: GrafanaValuesOptions): TrafficRule[] {
  const rules = [
    ...(typeof database === 'object' ? [hostRule(database.host, 5432)] : []),
    ...(oidc ? calledEndpoints(oidc).map(serverRule) : []),
    ...(smtp ? [hostRule(smtp.host, 25)] : []),
  ];
  // The endpoints of a login mostly have one host.
  return [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
}
