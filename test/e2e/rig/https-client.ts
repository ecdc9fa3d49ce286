import { Agent, request } from 'node:https';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Who a request is made as, when not as the administrator. */
export interface Impersonation {
  readonly user: string;
  /** Groups besides `system:authenticated`. @default - none */
  readonly groups?: readonly string[];
}

/** What a request may say besides method, path and body. */
export interface RequestOptions {
  /** @default 'application/json' */
  readonly contentType?: string;
  /** @default 'application/json' */
  readonly accept?: string;
  /** Makes the request as somebody else. @default - as a member of `system:masters` */
  readonly as?: Impersonation;
}

/** An answer of the API server. */
export interface Answer {
  readonly status: number;
  /** The body as JSON, or as text when it is not JSON. */
  readonly body: unknown;
  /** Texts of the `Warning` headers. */
  readonly warnings: readonly string[];
}

/** Where the API server is and how it is reached. */
export interface Endpoint {
  readonly port: number;
  /** Certificates in PEM that the server's own is checked against. */
  readonly ca: string;
  /** Bearer token of an administrator. */
  readonly token: string;
}

/** Speaks HTTPS with the API server on 127.0.0.1 over connections that are kept open. */
export class HttpsClient {
  private readonly agent: Agent;

  constructor(private readonly endpoint: Endpoint) {
    this.agent = new Agent({ ca: endpoint.ca, keepAlive: true, maxSockets: 16 });
  }

  /**
   * Makes one request. Asks again when the server is busy (429 with `Retry-After`).
   * @throws when there is no connection, or no answer within 60 s.
   */
  async request(
    method: string,
    path: string,
    body?: unknown,
    options: RequestOptions = {},
  ): Promise<Answer> {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    for (let attempt = 1; ; attempt++) {
      const { message, content } = await this.send(method, path, text, options);
      const status = message.statusCode ?? 0;
      if (status === 429 && message.headers['retry-after'] && attempt < 40) {
        await sleep(250);
        continue;
      }
      return { status, body: parse(content), warnings: warningsOf(message) };
    }
  }

  /** Closes the connections. */
  close(): void {
    this.agent.destroy();
  }

  private send(
    method: string,
    path: string,
    body: string | undefined,
    options: RequestOptions,
  ): Promise<{ message: IncomingMessage; content: string }> {
    return new Promise((resolve, reject) => {
      const target = { host: '127.0.0.1', port: this.endpoint.port, agent: this.agent };
      const headers = this.headers(body, options);
      const call = { ...target, method, path, headers, timeout: 60_000 };
      const outgoing = request(call, (message) => {
        let content = '';
        message.setEncoding('utf8');
        message.on('data', (chunk: string) => (content += chunk));
        message.on('error', reject);
        message.on('end', () => resolve({ message, content }));
      });
      outgoing.on('timeout', () =>
        outgoing.destroy(new Error(`no answer to ${method} '${path}' within 60 s`)),
      );
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        // The server may close an idle connection just when it is used again; it has then not seen the request.
        const again = outgoing.reusedSocket && error.code === 'ECONNRESET';
        if (again) this.send(method, path, body, options).then(resolve, reject);
        else reject(error);
      });
      outgoing.end(body);
    });
  }

  private headers(body: string | undefined, options: RequestOptions): OutgoingHttpHeaders {
    const { as, accept = 'application/json', contentType = 'application/json' } = options;
    return {
      Authorization: `Bearer ${this.endpoint.token}`,
      Accept: accept,
      ...(body === undefined
        ? {}
        : { 'Content-Type': contentType, 'Content-Length': Buffer.byteLength(body) }),
      ...(as ? { 'Impersonate-User': as.user, 'Impersonate-Group': [...(as.groups ?? [])] } : {}),
    };
  }
}

function parse(content: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch {
    return content;
  }
}

/** The texts of `Warning: 299 - "text"` headers; read raw, because node joins repeated headers by commas. */
function warningsOf({ rawHeaders }: IncomingMessage): string[] {
  const values = rawHeaders.filter(
    (_, i) => i % 2 && rawHeaders[i - 1]?.toLowerCase() === 'warning',
  );
  return values.map((value) => {
    const quoted = /"((?:[^"\\]|\\.)*)"/.exec(value)?.[1];
    return quoted === undefined ? value : quoted.replace(/\\(.)/g, '$1');
  });
}
