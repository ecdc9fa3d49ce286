import { readFileSync } from 'node:fs';

/** Reads a JSON file, as the type that the caller knows it to be. */
export function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}
