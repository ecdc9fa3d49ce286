import { objectErrors } from '../catalog/object-check';
import { catalog, testWithCatalog } from '../catalog/with-catalog';
import { documents } from '../harness/subtree';
import { argoCdTree } from '../harness/trees';
import { withNeighbours } from '../harness/neighbours';

const check = testWithCatalog('Applications against the CRD of Argo CD');

check('the Applications of a whole platform pass the CRD of Argo CD', () => {
  if (!catalog) return;
  const facts = catalog;
  const { files } = argoCdTree(withNeighbours(() => undefined));
  const applications = [...files.values()]
    .flatMap(documents)
    .filter(({ kind }) => kind === 'Application');
  // One a release, and one a bundle.
  expect(applications.length).toBeGreaterThan(8);
  const findings = applications.map((application) => objectErrors(application, facts));
  expect(findings.filter(({ known }) => !known)).toStrictEqual([]);
  expect(findings.flatMap(({ errors }) => errors)).toStrictEqual([]);
});

test('no two Applications have one name', () => {
  const { files } = argoCdTree(withNeighbours(() => undefined));
  const names = [...files.values()]
    .flatMap(documents)
    .filter(({ kind }) => kind === 'Application')
    .map(({ metadata }) => metadata.name);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toStrictEqual([]);
});
