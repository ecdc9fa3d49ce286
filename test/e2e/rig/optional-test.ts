/**
 * Declares a test that needs something which may be absent. When it is, the test is reported as skipped and the
 * reason is printed, so that a green run does not hide what it did not do.
 * @param missing what is missing and how to provide it; undefined when nothing is.
 */
export function optionalTest(
  name: string,
  missing: string | undefined,
  body: () => Promise<void>,
): void {
  if (missing === undefined) {
    test(name, body);
    return;
  }
  process.stderr.write(`skipped: ${name}: ${missing}\n`);
  test.skip(name, body);
}

/** Why the catalogue of charts and definitions cannot be used; undefined when it can. */
export function missingCatalog(): string | undefined {
  return process.env['KUBESTRATA_CATALOG']
    ? undefined
    : 'KUBESTRATA_CATALOG is not set; have it name a folder of chart facts';
}
