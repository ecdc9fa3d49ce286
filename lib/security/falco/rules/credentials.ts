import type { RulePack } from '../rule-pack';

const TOKENS = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * Tools of the shell that read the ServiceAccount's token. Programs that talk to the API server
 * read it too, but in their own process.
 *
 * @param allowed further programs that may
 */
export function serviceAccountTokenTheft(allowed: readonly string[] = []): RulePack {
  return {
    lists: [
      {
        name: 'token_reading_tools',
        items: ['cat', 'head', 'tail', 'more', 'less', 'base64', 'xxd', 'cp', 'tar', 'dd', 'curl'],
      },
      { name: 'token_readers_allowed', items: ['kubectl', ...allowed] },
    ],
    rules: [
      {
        name: 'ServiceAccount token read by shell tool',
        description:
          'A tool of the shell reads the token by which this Pod speaks to the API server: a usual first step of an intruder.',
        condition: [
          'open_read and container',
          `and (fd.name startswith ${TOKENS} or fd.name startswith /run/secrets/kubernetes.io)`,
          'and proc.name in (token_reading_tools)',
          'and not proc.pname in (token_readers_allowed)',
        ].join(' '),
        output:
          'token read | file=%fd.name cmd=%proc.cmdline parent=%proc.pname ns=%k8s.ns.name pod=%k8s.pod.name',
        priority: 'WARNING',
        tags: ['container', 'k8s', 'mitre_credential_access', 'T1552.001'],
      },
    ],
  };
}
