import { existsSync, readdirSync } from 'node:fs';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

const subfolders = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

const LAYERS = subfolders('lib').filter(
  (name) => !['kernel', 'contracts', 'engines', 'editions'].includes(name),
);
const COMPONENTS = LAYERS.flatMap((layer) =>
  subfolders(`lib/${layer}`).map((name, _, all) => ({
    layer,
    name,
    // A folder without an index is shared by the layer's components, and is none.
    others: all.filter((other) => other !== name && existsSync(`lib/${layer}/${other}/index.ts`)),
  })),
);
const ENGINE_PACKAGES = '^(cdk8s|cdktf|cdk8s-plus-\\d+|@cdktf)(/|$)';
const folders = (...names) => `^\\.{1,2}/(.*/)?(${names.join('|')})(/|$)`;

/** Without the folder's own files, which may be called as a layer is. */
const above = (...names) => `^\\.{2}/(.*/)?(${names.join('|')})(/|$)`;

/** Files below `lib/<where>` may not import what matches one of the expressions. */
const oneWay = (where, expressions, message) => ({
  files: where.map((w) => `lib/${w}`),
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: expressions.map((regex) => ({ regex, message })) },
    ],
  },
});

export default tseslint.config(
  { ignores: ['build/', 'dist/', 'cdktf.out/', '.cache/', 'coverage/', '**/*.js', '**/*.mjs'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { project: ['./tsconfig.json', './apps/tsconfig.json'] } },
    rules: {
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      eqeqeq: 'error',
      'no-mixed-operators': 'error',
    },
  },
  oneWay(
    ['kernel/**'],
    [above('contracts', 'engines', ...LAYERS), ENGINE_PACKAGES],
    'the kernel knows no engine, no contract and no component',
  ),
  oneWay(
    ['contracts/**'],
    [above('engines', ...LAYERS), ENGINE_PACKAGES],
    'a contract knows the kernel only',
  ),
  oneWay(
    ['engines/**'],
    [folders('contracts', ...LAYERS)],
    'an engine knows the kernel, and no component',
  ),
  ...COMPONENTS.map(({ layer, name, others }) =>
    oneWay(
      [`${layer}/${name}/**`],
      // Kinds are names and types, which any component may draw.
      [folders('engines'), `^(?!.*/kinds$)${folders(...others)}`, ENGINE_PACKAGES],
      'a component knows the kernel, the contracts and kinds, no engine and no other component',
    ),
  ),
  {
    // The two CommonJS entry points that load an engine at the first use.
    files: ['lib/index.ts'],
    rules: { '@typescript-eslint/consistent-type-imports': 'off' },
  },
  prettier,
);
