import { connect } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';

/** Where a balancer in front connects to, and from which address of its own. */
export interface Front {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  /** Authorities in PEM that the API servers' certificate is checked against. */
  readonly ca: string;
}

/**
 * Opens a connection as a balancer in front does for `client`: by the PROXY protocol.
 * @returns the connection with TLS up, or undefined where it was refused
 */
export function openFor(
  client: string,
  { from, to, port, ca }: Front,
): Promise<TLSSocket | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host: to, port, localAddress: from });
    socket.on('error', () => resolve(undefined));
    socket.once('connect', () => {
      socket.write(`PROXY TCP4 ${client} ${to} 40000 ${port}\r\n`);
      const tls = connectTls({ socket, ca, servername: 'kubernetes' }, () => resolve(tls));
      tls.on('error', () => resolve(undefined));
      tls.on('close', () => resolve(undefined));
    });
  });
}
