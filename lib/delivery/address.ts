/** Host and port of a server. */
export interface ServerAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * Host and port of an address: with a scheme, as SSH writes it (`git@host:path`), or without either,
 * as OCI registries are named. `undefined` where it is none.
 */
export function addressOf(url: string): ServerAddress | undefined {
  const scp = /^[\w.-]+@([\w.-]+):(?!\/\/)/.exec(url)?.[1];
  if (scp !== undefined) return { host: scp, port: 22 };
  const text = url.includes('://') ? url : `oci://${url}`;
  const match = /^(https?|ssh|oci):\/\/(?:[^@/]+@)?([\w.-]+)(?::(\d+))?(\/|$)/.exec(text);
  const [, scheme = '', host = '', port] = match ?? [];
  if (host === '') return undefined;
  const usual = { http: 80, ssh: 22 }[scheme] ?? 443;
  return { host, port: port === undefined ? usual : Number(port) };
}
