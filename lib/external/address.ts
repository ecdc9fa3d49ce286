import { DNS_LABEL, type Destination } from '../index';

// What is wrong with coordinates that people type, as a sentence; `undefined` where nothing is.

const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };
const SERVICE = /^[^.]+\.([^.]+)\.svc(\.|$)/;

/** An address with `http` or `https`, and without user, query and fragment. */
export function urlError(what: string, text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !(url.protocol in PORTS) || !/^https?:\/\/[^/]/.test(text)) {
    return `${what} '${text}' is no address; start it with \`https://\``;
  }
  if (url.username !== '' || url.password !== '') {
    return `${what} of '${url.hostname}' holds a user or password; leave them out, they come from a Secret`;
  }
  if (url.search !== '' || url.hash !== '') {
    return `${what} '${text}' has a query or fragment; leave it out`;
  }
  return undefined;
}

/** A host name or an IP address, without scheme and port. */
export function hostError(what: string, text: string): string | undefined {
  const address = /^\[?[0-9a-f:]*:[0-9a-f:]*\]?$/i.test(text);
  const name = text.length <= 253 && text.split('.').every((label) => DNS_LABEL.test(label));
  return address || name
    ? undefined
    : `${what} '${text}' is no host; write a name such as \`db.example.com\`, without scheme and port`;
}

/** A TCP port. */
export function portError(what: string, port: number): string | undefined {
  return Number.isInteger(port) && port >= 1 && port <= 65535
    ? undefined
    : `${what} '${port}' is no port; take 1 to 65535`;
}

/** Certificates as PEM text. */
export function pemError(what: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (/PRIVATE KEY-----/.test(text)) return `${what} hold a private key; give certificates only`;
  return /-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/.test(text)
    ? undefined
    : `${what} hold no certificate; give PEM text that starts with \`-----BEGIN CERTIFICATE-----\``;
}

/** Where a host and port lead: the namespace of a Service (`db.data.svc`), else out of the cluster. */
export function destinationOf(host: string, port: number): Destination {
  const namespace = SERVICE.exec(host)?.[1];
  return namespace === undefined ? { host, port } : { namespace, ports: [port] };
}

/** Host and port of an address. */
export function hostAndPort(address: string): { readonly host: string; readonly port: number } {
  const { hostname, port, protocol } = new URL(address);
  return { host: hostname, port: port === '' ? (PORTS[protocol] ?? 443) : Number(port) };
}
