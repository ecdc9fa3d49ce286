import { auditErrors } from './audit-errors';
import type { EncryptionOptions } from './encryption';
import type { ApiServerInput } from './options';
import { FILES, FOLDER, PKI } from './paths';
import { STRONG_CIPHER_SUITES } from './tls';

/** What is wrong with the options of the API servers, each with the way out; none when they can work. */
export function apiServerErrors(input: ApiServerInput): readonly string[] {
  const { options } = input;
  return [
    ...auditErrors(options.audit ?? {}),
    ...(options.encryption ? encryptionErrors(options.encryption) : []),
    ...webhookErrors(input),
    ...admissionErrors(input),
    ...argumentErrors(input),
    ...cipherErrors(input),
  ];
}

function encryptionErrors({ provider, kms, resources }: EncryptionOptions): string[] {
  const wrong = (resources ?? []).filter((name) => !RESOURCE.test(name));
  return [
    ...(resources?.length === 0
      ? ['encryption of no resources; name some, or turn it off by `encryption: false`']
      : []),
    ...wrong.map(
      (name) =>
        `encryption of '${name}', which is no resource; name it as the API does: \`secrets\`, \`widgets.example.com\`, \`*.apps\``,
    ),
    ...(provider !== undefined && kms
      ? [`encryption by '${provider}' and by a plugin; leave \`provider\` or \`kms\` out`]
      : []),
    ...(kms && !/^unix:\/\/\/[^/]+\/.+/.test(kms.endpoint)
      ? [
          `kms endpoint '${kms.endpoint}' is no socket in a folder of its own; write \`unix:///run/kms/plugin.sock\``,
        ]
      : []),
    ...(kms?.name !== undefined && !/^[^:]+$/.test(kms.name)
      ? [`kms name '${kms.name}' is empty or has a colon; write \`kms\``]
      : []),
  ];
}

function webhookErrors({ options }: ApiServerInput): string[] {
  const webhooks = options.authorization?.webhooks ?? [];
  const names = webhooks.map(({ name }) => name);
  const files = [options.audit?.webhook, ...webhooks].flatMap((w) => w?.kubeConfigFile ?? []);
  return [
    ...files
      .filter((file) => ![FOLDER, PKI].some((folder) => file.startsWith(`${folder}/`)))
      .map(
        (file) =>
          `kubeconfig '${file}' of a webhook is not where API servers see it; put it below '${FOLDER}'`,
      ),
    ...files
      .filter((file) => Object.values<string>(FILES).includes(file))
      .map((file) => `kubeconfig '${file}' of a webhook is a file that is made here; rename yours`),
    ...names
      .filter((name, i) => ['node', 'rbac'].includes(name) || names.indexOf(name) !== i)
      .map((name) => `two authorizers are named '${name}'; rename the webhook`),
    ...names
      .filter((name) => !/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name))
      .map((name) => `authorization webhook '${name}' is not a DNS name such as \`opa\``),
  ];
}

function admissionErrors({ options, systemNamespaces }: ApiServerInput): string[] {
  const disabled = options.admission?.disable ?? [];
  const users = options.podSecurity?.exemptUsernames ?? [];
  return [
    ...['PodSecurity', 'NodeRestriction', 'ServiceAccount', 'NamespaceLifecycle']
      .filter((plugin) => disabled.includes(plugin))
      .map((plugin) => `admission plugin '${plugin}' may not be off; the platform relies on it`),
    ...users
      .filter((user) => user.startsWith('system:serviceaccount:kube-system:'))
      .map(
        (user) =>
          `Pod Security without '${user}' is none for every workload that this controller makes; exempt a namespace`,
      ),
    ...(systemNamespaces.includes('default')
      ? ["Pod Security leaves namespace 'default' alone, where anybody's Pods end up; take it out"]
      : []),
    ...(options.eventRateLimit ?? [])
      .filter(({ qps, burst }) => qps < 1 || burst < 1)
      .map(({ type }) => `event rate limit '${type}' lets nothing through; give 1 or more`),
  ];
}

function argumentErrors({ options }: ApiServerInput): string[] {
  return Object.keys(options.arguments ?? {})
    .filter((name) => name.startsWith('-') || REFUSED.test(name))
    .map((name) =>
      name.startsWith('-')
        ? `argument '${name}' begins with a dash; write \`${name.replace(/^-+/, '')}\``
        : `argument '${name}' does not go together with the files of the API servers; take it out`,
    );
}

function cipherErrors({ options }: ApiServerInput): string[] {
  const { tlsCipherSuites: suites, tlsMinVersion } = options;
  if (suites === undefined) return [];
  if (tlsMinVersion === 'VersionTLS13') {
    return ['cipher suites are named, and TLS 1.3 has no choice of them; drop `tlsCipherSuites`'];
  }
  return suites.length === 0
    ? ['`tlsCipherSuites` is empty; name some, or leave it out']
    : suites
        .filter((suite) => !/^TLS_[A-Z0-9_]+_(SHA|SHA256|SHA384|POLY1305)$/.test(suite))
        .map((suite) => `cipher suite '${suite}' is none; take one such as \`${STRONG}\``);
}

const STRONG = STRONG_CIPHER_SUITES[0];
const RESOURCE = /^([a-z0-9*][a-z0-9-]*)(\.[a-z0-9*.-]*)?$/;
// The first three and their files exclude each other; the last two open the cluster to everybody.
const REFUSED =
  /^(oidc-|authorization-mode$|authorization-webhook-|anonymous-auth$|token-auth-file$|insecure-)/;
