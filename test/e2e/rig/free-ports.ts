import { createServer, type AddressInfo, type Server } from 'node:net';

/**
 * Gives TCP ports of 127.0.0.1 that are free now, all different.
 * Another process may still take one before it is used: who starts a server on one has to be ready to try again.
 */
export async function freePorts(count: number): Promise<number[]> {
  // All are held open together, otherwise the system may give the same port twice.
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  });
}
