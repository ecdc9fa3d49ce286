import { stringify } from 'yaml';
import type { AccessGroups, IdentityClient, IdentityProvider } from '../../contracts/identity';

/** What people log in through. */
export interface LoginClients {
  readonly provider: IdentityProvider;
  readonly web: IdentityClient;
  /** Client of the command line on people's machines. */
  readonly cli: IdentityClient;
  /** Where Argo CD finds the web client's secret; `undefined` for a public client. */
  readonly secretRef: string | undefined;
}

/** Where `argocd login --sso` listens. */
export const CLI_REDIRECT = 'http://localhost:8085/auth/callback';

/** `oidc.config` of argocd-cm. */
export function oidcConfig({ provider, web, cli, secretRef }: LoginClients): string {
  const { groupsScope, caCertificates } = provider;
  return stringify(
    {
      name: provider.displayName,
      issuer: provider.issuer,
      clientID: web.id,
      ...(secretRef !== undefined && { clientSecret: secretRef }),
      cliClientID: cli.id,
      enablePKCEAuthentication: true,
      requestedScopes: ['openid', 'profile', 'email', ...(groupsScope ? [groupsScope] : [])],
      logoutURL: `${provider.endpoints.logout}?id_token_hint={{token}}&post_logout_redirect_uri={{logoutRedirectURL}}`,
      ...(caCertificates !== undefined && { rootCA: caCertificates }),
    },
    { lineWidth: 0 },
  );
}

/** What editors may do beside looking: deploy and restart, but not say what is deployed from where. */
const EDITOR = [
  'g, role:editor, role:readonly',
  'p, role:editor, applications, sync, */*, allow',
  'p, role:editor, applications, action/*, */*, allow',
  'p, role:editor, applications, delete/*/Pod/*/*, */*, allow',
];

const ROLES = { admin: 'role:admin', editor: 'role:editor', viewer: 'role:readonly' } as const;

/** `policy.csv` of argocd-rbac-cm: groups to roles, then the user's own lines. */
export function policyCsv(groups: AccessGroups | undefined, own: readonly string[]): string {
  const given = groups
    ? (['admin', 'editor', 'viewer'] as const).flatMap((role) =>
        groups[role].map((group) => `g, ${quoted(group)}, ${ROLES[role]}`),
      )
    : [];
  return [...EDITOR, ...given, ...own].map((line) => `${line}\n`).join('');
}

/** A group's name as a field of CSV. */
const quoted = (text: string): string =>
  /[",]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** What is wrong with lines of policy, or `undefined`. */
export const policyError = (lines: readonly string[]): string | undefined => {
  const bad = lines.find((line) => !/^(p(, *[^,]+){5}|g(, *[^,]+){2})$/.test(line));
  return bad === undefined
    ? undefined
    : `'${bad}' is no line of policy; write \`p, <role>, <resource>, <action>, <object>, allow\` or \`g, <group>, <role>\``;
};
