import type { ApiServers } from './api-servers';

/** Name and groups that the API server gives to whoever has the token; the status where it is refused. */
export async function whoIs(servers: ApiServers, name: string, token: string): Promise<unknown> {
  const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
  const reply = await servers.ask(name, path, { token, method: 'POST', body });
  if (reply.status !== 201) return reply.status;
  const { username, groups } = (
    reply.body as { status: { userInfo: { username: string; groups: string[] } } }
  ).status.userInfo;
  return { username, groups };
}

/** Waits while the API server refuses: it asks the issuer for its keys after it is ready itself. */
export async function eventually(probe: () => Promise<unknown>, expected: unknown): Promise<void> {
  for (let tries = 0; tries < 60 && (await probe()) === 401; tries++) {
    await new Promise((done) => setTimeout(done, 500));
  }
  expect(await probe()).toStrictEqual(expected);
}
