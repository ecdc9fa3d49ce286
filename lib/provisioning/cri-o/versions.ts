import { exactError, minorOf } from '../runtime/versions';

/** The patch of each minor version that was tested here. */
const TESTED: Readonly<Record<string, string>> = {
  '1.34': '1.34.11',
  '1.35': '1.35.6',
  '1.36': '1.36.3',
};

/**
 * The CRI-O of a minor version of Kubernetes.
 * @param own what the user asks for
 * @returns the version, or a sentence that says what is wrong
 */
export function versionFor(
  kubernetes: string,
  own: string | undefined,
): { readonly version: string } | string {
  const tested = TESTED[kubernetes];
  if (own === undefined) {
    return tested === undefined
      ? `no CRI-O is known here for Kubernetes '${kubernetes}' (${Object.keys(TESTED).join(', ')}); give \`version\``
      : { version: tested };
  }
  const error = exactError(own, tested ?? '1.36.3');
  if (error !== undefined) return error;
  return minorOf(own) === kubernetes
    ? { version: own }
    : `CRI-O '${own}' is not for Kubernetes '${kubernetes}': their minor versions must be the same; take '${tested ?? `${kubernetes}.0`}'`;
}
