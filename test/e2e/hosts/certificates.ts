import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../rig/command';

/** A certificate with its key, and that of the authority that signed it; PEM. */
export interface Certificate {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/**
 * Makes an authority and a certificate for 127.0.0.1, below `folder`.
 * @throws when openssl fails, with its output.
 */
export async function certificateFor(folder: string, name: string): Promise<Certificate> {
  const openssl = async (args: readonly string[]): Promise<void> => {
    const { ok, stderr } = await runCommand('openssl', args, { cwd: folder });
    if (!ok) throw new Error(`openssl ${args[0]} failed; see its output:\n${stderr}`);
  };
  const fresh = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2'.split(' ');
  const files = (what: string): string[] => ['-keyout', `${what}.key`, '-out', `${what}.crt`];
  const ca = `${name}-ca`;
  await openssl(['req', '-x509', ...fresh, '-subj', `/CN=${ca}`, ...files(ca)]);
  const signer = ['-CA', `${ca}.crt`, '-CAkey', `${ca}.key`];
  const names = ['-addext', 'subjectAltName=IP:127.0.0.1', '-addext', 'basicConstraints=CA:FALSE'];
  await openssl([
    'req',
    '-x509',
    ...fresh,
    '-subj',
    `/CN=${name}`,
    ...signer,
    ...names,
    ...files(name),
  ]);
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  return {
    authority: read(`${ca}.crt`),
    certificate: read(`${name}.crt`),
    key: read(`${name}.key`),
  };
}
