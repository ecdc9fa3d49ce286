import { admissionArguments } from './admission';
import { auditArguments } from './audit';
import { authenticationArguments } from './authentication';
import { authorizationArguments } from './authorization';
import { encryptionArguments } from './encryption';
import type { ApiServerInput } from './options';
import { PKI } from './paths';
import { STRONG_CIPHER_SUITES } from './tls';

/** Flags of the API servers beside those that kubeadm gives, without `--`. */
export function apiServerArguments(input: ApiServerInput): Readonly<Record<string, string>> {
  return {
    ...authenticationArguments(input),
    ...authorizationArguments(input),
    ...admissionArguments(input),
    ...encryptionArguments(input),
    ...auditArguments(input),
    ...hardening(input),
    ...behindLoadBalancer(input),
    ...input.options.arguments,
  };
}

function hardening({
  options,
  kubeletServingCertificates,
}: ApiServerInput): Record<string, string> {
  const { tlsMinVersion = 'VersionTLS12', tlsCipherSuites = STRONG_CIPHER_SUITES } = options;
  return {
    profiling: 'false',
    'request-timeout': options.requestTimeout ?? '1m0s',
    'service-account-lookup': 'true',
    'service-account-extend-token-expiration': 'false',
    'tls-min-version': tlsMinVersion,
    // TLS 1.3 has no choice of suites.
    ...(tlsMinVersion === 'VersionTLS12' && { 'tls-cipher-suites': tlsCipherSuites.join(',') }),
    ...(kubeletServingCertificates && { 'kubelet-certificate-authority': `${PKI}/ca.crt` }),
  };
}

/** With several API servers: clients spread again after one was away, and one that goes says so first. */
function behindLoadBalancer({ controlPlanes = [] }: ApiServerInput): Record<string, string> {
  if (controlPlanes.length < 2) return {};
  return { 'goaway-chance': '0.001', 'shutdown-delay-duration': '10s' };
}
