import type { IConstruct } from 'constructs';
import { Secrets } from '../../contracts/secrets';
import { Platform } from '../../index';
import type { Content } from './content';
import type { HarborLogin } from './login';
import type { HarborProps } from './props';
import { storesAlone, type Services } from './services';

type Rule = () => string | undefined;
type LoginSource = () => HarborLogin | undefined;

/** What must hold once everything is defined; each gives what is wrong. */
export const checksOf = (
  scope: IConstruct,
  { adminPassword, keysSecret }: HarborProps,
  content: Content,
  login: LoginSource,
): Rule[] => [
  () => content.lost(),
  () =>
    (adminPassword && keysSecret !== undefined) || Secrets.find(scope)
      ? undefined
      : 'has no keys and no password for `admin`, and nothing in this platform makes them; pass `adminPassword` and `keysSecret`, or add a source of secrets',
  () => {
    const grouped = content.projects.find(({ members = [] }) => members.length > 0);
    return grouped && !login()
      ? `gives groups roles in project '${grouped.name}', and has no identity provider that knows them; add one, or drop \`members\``
      : undefined;
  },
];

/** What works and should not stay so. */
export const warningsOf = (
  scope: IConstruct,
  { access, scanner }: HarborProps,
  { host, services }: { readonly host: string; readonly services: Services },
  login: LoginSource,
): Rule[] => [
  () => {
    const [first, ...others] = access?.admin ?? login()?.provider.groups.admin ?? [];
    return others.length > 0
      ? `gives the rights of an administrator to the group '${first}' only, as Harbor takes one; name that one alone in \`access\``
      : undefined;
  },
  () =>
    Platform.of(scope)?.imageMirror?.registry.split('/')[0] === host
      ? `is the platform's own mirror '${host}', and could not start again from it alone; load its images onto the nodes`
      : undefined,
  () =>
    storesAlone(scope, services.volume)
      ? 'keeps images on a volume that one node mounts: one Pod stores and serves them; store them in a bucket, or on shared storage'
      : undefined,
  () =>
    scanner === 'none'
      ? "scans no image; drop `scanner: 'none'`, or say 'external' where something else does"
      : undefined,
];
