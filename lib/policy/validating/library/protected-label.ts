/** Label by which objects are protected from deletion. */
export const PROTECTED_LABEL = 'policy.kubestrata.dev/protected';

/** CEL that is true for an object with the label, while it is deleted. */
export const PROTECTED = `oldObject.metadata.?labels[?'${PROTECTED_LABEL}'].orValue('') == 'true'`;
