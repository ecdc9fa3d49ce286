import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { certificateFor } from './certificates';

/** How a token is signed. */
export type Algorithm = 'RS256' | 'ES256';

interface SubjectAccessReview {
  readonly spec: { readonly user: string };
}

/**
 * An OpenID Connect issuer on loopback, with an authority of its own, for API servers that take its
 * tokens; and a webhook of authorization, which allows everything to one user.
 */
export class TokenIssuer {
  /** Whom the webhook was asked about. */
  readonly asked: string[] = [];
  private readonly keys: Readonly<
    Record<Algorithm, { privateKey: KeyObject; publicKey: KeyObject }>
  > = {
    RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
    ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  };

  private constructor(
    private readonly server: Server,
    private readonly friend: string,
    /** Certificate of the authority; PEM. */
    readonly authority: string,
  ) {}

  /**
   * @param folder where certificates are made
   * @param friend user to whom the webhook allows everything
   */
  static async start(folder: string, friend: string): Promise<TokenIssuer> {
    const { authority, certificate, key } = await certificateFor(folder, 'issuer');
    const server = createServer({ cert: certificate, key });
    const issuer = new TokenIssuer(server, friend, authority);
    server.on('request', (request, response) => issuer.answer(request, response));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return issuer;
  }

  /** The issuer of a realm, as it stands in tokens. */
  realm(name: string): string {
    return `${this.origin}/realms/${name}`;
  }

  /** Where the webhook is. */
  get webhook(): string {
    return `${this.origin}/authorize`;
  }

  /** A signed token of five minutes. */
  token(realm: string, claims: object, algorithm: Algorithm = 'RS256'): string {
    const now = Math.floor(Date.now() / 1000);
    const payload = { iss: this.realm(realm), sub: 'e2e', iat: now, exp: now + 300, ...claims };
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const text = `${encode({ alg: algorithm, kid: algorithm, typ: 'JWT' })}.${encode(payload)}`;
    const { privateKey: key } = this.keys[algorithm];
    const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
    return `${text}.${signature.toString('base64url')}`;
  }

  /** Ends it, with the connections that are open. */
  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private get origin(): string {
    return `https://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { url = '' } = request;
    const realm = /^\/realms\/([^/]+)\//.exec(url)?.[1] ?? '';
    if (url.endsWith('/.well-known/openid-configuration'))
      return reply(response, this.discovery(realm));
    if (url.endsWith('/certs')) return reply(response, { keys: this.publicKeys() });
    if (!url.startsWith('/authorize')) return reply(response, {}, 404);
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const review = JSON.parse(text) as SubjectAccessReview;
      this.asked.push(review.spec.user);
      reply(response, { ...review, status: { allowed: review.spec.user === this.friend } });
    });
  }

  private discovery(realm: string): object {
    const issuer = this.realm(realm);
    return {
      issuer,
      jwks_uri: `${issuer}/certs`,
      authorization_endpoint: `${issuer}/auth`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256', 'ES256'],
    };
  }

  private publicKeys(): object[] {
    return Object.entries(this.keys).map(([alg, { publicKey }]) => ({
      ...publicKey.export({ format: 'jwk' }),
      kid: alg,
      alg,
      use: 'sig',
    }));
  }
}

function reply(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}
