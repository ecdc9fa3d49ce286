import type { Construct } from 'constructs';
import type { SecretSource } from '../../contracts/secrets';

/** Key under which Harbor's chart and program expect certificates. */
export const CA_KEY = 'ca.crt';

/**
 * Name of the Secret with certificates of authorities: another one for other certificates, as what
 * a source of secrets made once stays as it is, and Pods read it when they start.
 */
export const trustSecret = (pem: string): string => `harbor-trust-${fingerprint(pem)}`;

/** Writes certificates of authorities into a Secret, the one place where the chart takes them from. */
export function drawTrust(
  scope: Construct,
  namespace: string,
  pem: string,
  secrets: SecretSource,
): void {
  secrets.generate(scope, {
    name: trustSecret(pem),
    namespace,
    // A source of secrets makes at least one value; nobody reads this one.
    generated: { unused: { length: 8 } },
    plain: { [CA_KEY]: pem },
  });
}

/** Certificates as one text, each once. */
export const joined = (...texts: readonly (string | undefined)[]): string | undefined => {
  const all = [...new Set(texts.flatMap((text) => text?.trim() ?? []))];
  return all.length === 0 ? undefined : `${all.join('\n')}\n`;
};

/** Tells texts apart (FNV-1a, 32 bits); nothing that anybody relies on for more. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
