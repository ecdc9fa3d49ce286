import { clustersBench } from './clusters';
import { importBench } from './imports';
import { synthesisBench } from './synthesis';

/**
 * `npm run bench`: what the library costs, as ratios within one run. Ends with one line of JSON:
 * the ratios by name. Times of different runs, or machines, are not to be compared.
 */
const ratios = { ...synthesisBench(), ...importBench(), ...clustersBench() };
const rounded = Object.entries(ratios).map(([name, ratio]) => [name, Number(ratio.toFixed(2))]);
console.log(JSON.stringify(Object.fromEntries(rounded)));
