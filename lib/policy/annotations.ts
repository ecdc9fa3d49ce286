/** Annotations by which people and tools read what a policy is about. */
export const ANNOTATION = {
  title: 'policy.kubestrata.dev/title',
  description: 'policy.kubestrata.dev/description',
  severity: 'policy.kubestrata.dev/severity',
  exemptions: 'policy.kubestrata.dev/exemptions',
} as const;

/** Label of policies that belong together, and of all that the library draws. */
export const LABEL = {
  group: 'policy.kubestrata.dev/group',
  managed: { 'app.kubernetes.io/managed-by': 'kubestrata' },
} as const;
