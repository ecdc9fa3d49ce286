/** Hosts that need no TLS: programs on people's own machines. */
const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]']);

/** What is wrong with an address that people are sent back to, if anything. */
export function redirectError(address: string): string | undefined {
  const wrong = `redirect address '${address}'`;
  const fixed = address.endsWith('*') ? address.slice(0, -1) : address;
  if (fixed.includes('*')) return `${wrong} has a \`*\` within; only its end may be one`;
  if (!URL.canParse(fixed)) {
    return `${wrong} is not absolute; write it whole, as \`https://grafana.example.com/login\``;
  }
  const { protocol, hostname, origin, hash } = new URL(fixed);
  if (hash !== '') return `${wrong} has a fragment; leave out what follows \`#\``;
  if (protocol !== 'https:' && !(protocol === 'http:' && LOCAL.has(hostname))) {
    return `${wrong} has no TLS; start it with \`https://\`, or with \`http://localhost\` for programs`;
  }
  // `https://example.com*` would send logins to example.com.evil.org.
  return fixed !== address && !fixed.startsWith(`${origin}/`)
    ? `${wrong} leaves its host open; put a slash before the \`*\``
    : undefined;
}

/** Every page of the hosts of these addresses. */
export function pagesOf(addresses: readonly string[]): readonly string[] {
  const origins = addresses.map((address) => new URL(address.replace(/\*$/, '')).origin);
  return [...new Set(origins)].map((origin) => `${origin}/*`);
}
