import { sourceOf } from '../runtime/registries';
import type { CriOProps, ImageTrust, SignedBy } from './words';

/** Which images nodes take. */
export const POLICY = '/etc/containers/policy.json';

/** The content of `policy.json`: strict rules by place, and one for all the rest. */
export function policyJson({ trust = [], acceptOthers = 'anything' }: CriOProps): object {
  return {
    default: requirement(acceptOthers),
    ...(trust.length > 0 && {
      transports: {
        docker: Object.fromEntries(trust.map(({ from, accept }) => [from, requirement(accept)])),
      },
    }),
  };
}

/** What tells nodes to look for the signatures that cosign puts beside images, for one place. */
export function attachments(trust: readonly ImageTrust[]): object | undefined {
  const signed = trust.filter(
    ({ accept }) => typeof accept === 'object' && 'sigstoreKey' in accept,
  );
  if (signed.length === 0) return undefined;
  return {
    docker: Object.fromEntries(
      signed.map(({ from }) => [from, { 'use-sigstore-attachments': true }]),
    ),
  };
}

function requirement(accept: ImageTrust['accept']): object[] {
  if (accept === 'anything') return [{ type: 'insecureAcceptAnything' }];
  if (accept === 'nothing') return [{ type: 'reject' }];
  return [signature(accept)];
}

function signature(by: SignedBy): object {
  if ('gpgKey' in by) return { type: 'signedBy', keyType: 'GPGKeys', keyPath: by.gpgKey };
  return {
    type: 'sigstoreSigned',
    keyPath: by.sigstoreKey,
    ...(by.rekorKey !== undefined && { rekorPublicKeyPath: by.rekorKey }),
    // Signatures of cosign name a repository, not a tag.
    signedIdentity: { type: 'matchRepository' },
  };
}

/** What is wrong with rules of trust, if anything. */
export function trustError({ trust = [] }: CriOProps): string | undefined {
  const places = trust.map(({ from }) => from);
  const twice = places.find((place, i) => places.indexOf(place) !== i);
  if (twice !== undefined) return `'${twice}' has two rules of trust; keep one`;
  for (const { from, accept } of trust) {
    if (!/[.:]/.test(sourceOf(from).host) || /:\/\/|\/$/.test(from)) {
      return `'${from}' in \`trust\` is no registry; write one such as \`registry.example.com/shop\``;
    }
    const paths = typeof accept === 'object' ? Object.values(accept) : [];
    const odd = paths.find((path) => path?.startsWith('/') === false);
    if (odd !== undefined) {
      return `the key '${odd}' of '${from}' is no absolute path on the nodes; write one such as \`/etc/containers/keys/cosign.pub\``;
    }
  }
  return undefined;
}
