import type { IdentityEndpoints } from '../../contracts/identity';

/** Addresses of a realm. */
export function realmEndpoints(issuer: string): IdentityEndpoints {
  const base = `${issuer}/protocol/openid-connect`;
  return {
    authorization: `${base}/auth`,
    token: `${base}/token`,
    userinfo: `${base}/userinfo`,
    jwks: `${base}/certs`,
    logout: `${base}/logout`,
  };
}
