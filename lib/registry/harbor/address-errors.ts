import type { WebhookOptions } from './project-words';
import type { HarborProps } from './props';

const HOST = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:\d+)?$/;
const HOST_AND_PORT = /^[^/:\s]+:\d+$/;

const isAddress = (url: string): boolean => /^https?:\/\/[^/]/.test(url) && URL.canParse(url);

/** What is wrong with an address among the props, or `undefined`. */
export function addressError(props: HarborProps): string | undefined {
  const { hostname, proxy, traces, auditLogEndpoint } = props;
  if (hostname !== undefined && !HOST.test(hostname)) {
    return `hostname '${hostname}' is not a name such as \`harbor.example.com\`; leave out scheme and path`;
  }
  if (proxy && !isAddress(proxy.url)) {
    return `the url '${proxy.url}' of the proxy is no address; write it as \`http://proxy.example.com:3128\``;
  }
  if (traces && !HOST_AND_PORT.test(traces.endpoint)) {
    return `the endpoint '${traces.endpoint}' of traces is not host and port; write it as \`otel-collector.tracing.svc:4318\``;
  }
  return auditLogEndpoint === undefined || HOST_AND_PORT.test(auditLogEndpoint)
    ? undefined
    : `auditLogEndpoint '${auditLogEndpoint}' is not host and port; write it as \`syslog.example.com:514\``;
}

/** What is wrong with the webhooks of a project, or `undefined`. */
export function webhookError(
  project: string,
  webhooks: readonly WebhookOptions[],
): string | undefined {
  for (const [i, { name, address, events }] of webhooks.entries()) {
    const what = `webhook '${name}' of project '${project}'`;
    if (webhooks.findIndex((other) => other.name === name) < i) {
      return `${what} is there twice; name one otherwise`;
    }
    if (!isAddress(address)) {
      return `the address '${address}' of ${what} is none; start it with \`https://\``;
    }
    if (events.length === 0) {
      return `${what} is told of nothing; name events such as \`PUSH_ARTIFACT\``;
    }
  }
  return undefined;
}

/** What chart values ask for that Harbor no longer has, with what does it now. */
const GONE: Readonly<Record<string, string>> = {
  notary: 'sign with cosign, and set `requireSignature` of projects',
  chartmuseum: 'push charts as OCI artifacts, `oci://<host>/<project>`',
};

/** What is wrong with the chart values that override, or `undefined`. */
export function goneError({ values = {} }: HarborProps): string | undefined {
  const gone = Object.keys(values).find((key) => key in GONE);
  return gone === undefined
    ? undefined
    : `values ask for '${gone}', which Harbor no longer has; ${GONE[gone] ?? ''}`;
}
