import type { PasswordPolicy } from './realm-words';

/** The policy in Keycloak's own words: `length(12) and notUsername and passwordHistory(5)`. */
export function policyText(policy: PasswordPolicy = {}): string {
  const { minLength = 12, notUsername = true, notEmail = true, history = 5 } = policy;
  const { hashAlgorithm = 'argon2' } = policy;
  const numbers: Readonly<Record<string, number | undefined>> = {
    length: minLength,
    maxLength: policy.maxLength,
    digits: policy.digits,
    lowerCase: policy.lowerCase,
    upperCase: policy.upperCase,
    specialChars: policy.specialChars,
    passwordHistory: history,
    forceExpiredPasswordChange: policy.expireDays,
    hashIterations: policy.hashIterations,
  };
  return [
    ...Object.entries(numbers).flatMap(([word, n]) => (n ? [`${word}(${n})`] : [])),
    ...(notUsername ? ['notUsername'] : []),
    ...(notEmail ? ['notEmail'] : []),
    ...(policy.blacklist === undefined ? [] : [`passwordBlacklist(${policy.blacklist})`]),
    `hashAlgorithm(${hashAlgorithm})`,
  ].join(' and ');
}

/** What is wrong with a policy, if anything. */
export function policyError(policy: PasswordPolicy = {}): string | undefined {
  const { minLength = 12, maxLength, digits = 0, lowerCase = 0, upperCase = 0 } = policy;
  const { specialChars = 0 } = policy;
  const needed = digits + lowerCase + upperCase + specialChars;
  const longest = maxLength ?? Number.POSITIVE_INFINITY;
  if (minLength < 8) return `passwords of ${minLength} characters are too short; ask for 8 or more`;
  if (minLength > longest) {
    return `passwords must have ${minLength} characters and may have ${longest}; raise \`maxLength\``;
  }
  return needed > longest
    ? `passwords must have ${needed} characters of some kind and may have ${longest}; raise \`maxLength\``
    : undefined;
}
