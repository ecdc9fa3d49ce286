/** Says, as an annotation, whether delivery tools wait until an object is healthy. */
export const AWAITED = 'kubestrata.dev/wait';

/** Annotations of what nothing may wait for, as it becomes healthy by people or by something later. */
export const NOT_AWAITED: Readonly<Record<string, string>> = { [AWAITED]: 'false' };
