import { readFileSync, writeFileSync } from 'node:fs';
import { withComponentTable } from './component-table';

// `npm run docs`: brings the README's table of components up to date with the sources.
writeFileSync('README.md', withComponentTable(readFileSync('README.md', 'utf8')));
