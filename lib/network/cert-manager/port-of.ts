/** The port in `https://vault:8200/v1` or `192.0.2.53:5353`, if there is one. */
export function portOf(address: string): number | undefined {
  const port = /^(?:\w+:\/\/)?(?:\[[^\]]*\]|[^/:]*):(\d+)(?:\/|$)/.exec(address)?.[1];
  return port === undefined ? undefined : Number(port);
}
