import { Catalog } from './catalog';

/** The catalogue, for tests that need it. `undefined` when `KUBESTRATA_CATALOG` is not set. */
export const catalog = Catalog.open();

/**
 * `test` where there is a catalogue; else `test.skip`, and a line that says so.
 *
 * @param what the tests' subject, as the line names it
 */
export function testWithCatalog(what: string): jest.It {
  if (catalog) return test;
  // Jest drops the console of a file whose tests are all skipped.
  process.stderr.write(`skipped: ${what}; KUBESTRATA_CATALOG is not set\n`);
  return test.skip;
}
