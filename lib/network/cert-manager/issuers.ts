import type {
  CertificateSpec,
  ClusterIssuerSpec,
  ClusterIssuerSpecVault,
  ClusterIssuerSpecVaultAuth,
} from './kinds';
import { acmeSolver } from './solvers';
import type {
  AcmeIssuerOptions,
  AcmeServer,
  InternalCaOptions,
  VaultAuth,
  VaultIssuerOptions,
} from './words';

/** ServiceAccount that issuers of Vault stand for unless they name another. */
export const VAULT_ACCOUNT = 'vault-issuer';

/** The spec of an ACME issuer. Its account key is made by cert-manager, in `<name>-account`. */
export function acmeIssuer(options: AcmeIssuerOptions): ClusterIssuerSpec {
  const { name, server = 'letsencrypt', email, solvers, externalAccount, caBundle } = options;
  const { profile, preferredChain } = options;
  return {
    acme: {
      server: directory(server),
      privateKeySecretRef: { name: `${name}-account` },
      solvers: solvers.map(acmeSolver),
      ...(email !== undefined && { email }),
      ...(externalAccount && {
        externalAccountBinding: {
          keyID: externalAccount.keyId,
          keySecretRef: externalAccount.secret,
        },
      }),
      ...(caBundle !== undefined && { caBundle }),
      ...(profile !== undefined && { profile }),
      ...(preferredChain !== undefined && { preferredChain }),
    },
  };
}

const directory = (server: AcmeServer): string => {
  if (server === 'letsencrypt') return 'https://acme-v02.api.letsencrypt.org/directory';
  if (server === 'letsencrypt-staging') {
    return 'https://acme-staging-v02.api.letsencrypt.org/directory';
  }
  return server;
};

/**
 * The CA's own certificate, signed by itself. Its key stays the same when it is renewed: clients
 * that trust the old certificate go on trusting what the CA signs.
 */
export function internalCa(
  { commonName, validDays = 3650, permittedDomains }: InternalCaOptions,
  secretName: string,
  root: string,
): CertificateSpec {
  return {
    isCA: true,
    ...(commonName !== undefined && { commonName }),
    secretName,
    duration: `${validDays * 24}h`,
    renewBeforePercentage: 20,
    privateKey: { algorithm: 'ECDSA', size: 384, rotationPolicy: 'Never' },
    usages: ['cert sign', 'crl sign', 'digital signature'],
    issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: root },
    ...(permittedDomains && {
      nameConstraints: { critical: true, permitted: { dnsDomains: permittedDomains } },
    }),
  };
}

/** The spec of an issuer of Vault's PKI engine. */
export function vaultIssuer(options: VaultIssuerOptions): { vault: ClusterIssuerSpecVault } {
  const { server, path, auth, vaultNamespace, caSecret } = options;
  return {
    vault: {
      server,
      path,
      auth: vaultAuth(auth),
      ...(vaultNamespace !== undefined && { namespace: vaultNamespace }),
      ...(caSecret && { caBundleSecretRef: caSecret }),
    },
  };
}

function vaultAuth(auth: VaultAuth): ClusterIssuerSpecVaultAuth {
  switch (auth.method) {
    case 'kubernetes': {
      const { role, serviceAccount = VAULT_ACCOUNT, mountPath = '/v1/auth/kubernetes' } = auth;
      return { kubernetes: { role, mountPath, serviceAccountRef: { name: serviceAccount } } };
    }
    case 'app-role': {
      const { roleId, secret, mountPath = 'approle' } = auth;
      return { appRole: { path: mountPath, roleId, secretRef: secret } };
    }
    case 'token':
      return { tokenSecretRef: auth.secret };
  }
}
