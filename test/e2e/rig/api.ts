import { setTimeout as sleep } from 'node:timers/promises';
import {
  changeQuery,
  type AccessOptions,
  type ApplyOptions,
  type ChangeOptions,
} from './api-options';
import { HttpsClient, type Answer, type Endpoint, type RequestOptions } from './https-client';
import type { KubeObject } from './kube-object';
import { RestMapper } from './rest-mapping';
import { toResult, type Result } from './result';

/**
 * A small client of the API server. A refusal by the server is a result with `ok: false`, never an exception:
 * refusals are what many tests are about. Exceptions mean that there was no answer.
 */
export class Api {
  /** Knows the paths of kinds. */
  readonly mapper: RestMapper;
  private readonly client: HttpsClient;

  constructor(endpoint: Endpoint) {
    this.client = new HttpsClient(endpoint);
    this.mapper = new RestMapper(this.client);
  }

  /** Makes any request, for example `request('GET', '/version')`. */
  request(
    method: string,
    path: string,
    body?: unknown,
    options: RequestOptions = {},
  ): Promise<Answer> {
    return this.client.request(method, path, body, options);
  }

  /**
   * Server-side apply; a field that the kind does not have is an error.
   * @throws when the object has no name.
   */
  async apply(object: KubeObject, options: ApplyOptions = {}): Promise<Result> {
    const { name } = object.metadata;
    if (!name)
      throw new Error(
        `a ${object.kind} without metadata.name; apply needs a name, create does not`,
      );
    const query = changeQuery(options);
    if (options.force) query.set('force', 'true');
    const contentType = 'application/apply-patch+yaml';
    return this.operate('PATCH', object, { name, query, body: object, contentType, ...options });
  }

  /** Creates an object; a field that the kind does not have is an error. */
  create(object: KubeObject, options: ChangeOptions = {}): Promise<Result> {
    return this.operate('POST', object, { query: changeQuery(options), body: object, ...options });
  }

  /** Reads the object that has the kind, name and namespace of `ref`. */
  get(ref: KubeObject, options: AccessOptions = {}): Promise<Result> {
    return this.operate('GET', ref, { ...nameOf(ref), ...options });
  }

  /** Deletes the object that has the kind, name and namespace of `ref`. It may still be there for a while. */
  delete(ref: KubeObject, options: AccessOptions = {}): Promise<Result> {
    const query = new URLSearchParams({ propagationPolicy: 'Background' });
    return this.operate('DELETE', ref, { ...nameOf(ref), query, ...options });
  }

  /**
   * All objects of a kind.
   * @param namespace only those of one namespace. @default - of all
   * @throws when the kind is unknown or the list is refused.
   */
  async list(apiVersion: string, kind: string, namespace?: string): Promise<KubeObject[]> {
    const mapping = await this.mapper.find(apiVersion, kind);
    if (!mapping) throw new Error(unknownKind({ apiVersion, kind }));
    const scope = namespace ? `/namespaces/${namespace}` : '';
    const { status, body } = await this.request('GET', `${mapping.base}${scope}/${mapping.plural}`);
    const { items, message } = body as { items?: KubeObject[]; message?: string };
    if (!items) throw new Error(`list of '${kind}' refused (${status}): ${message ?? 'no reason'}`);
    return items.map((item) => ({ ...item, apiVersion, kind }));
  }

  /**
   * Waits until `probe` gives something else than undefined, null or false, and gives that.
   * @param timeoutMs longest wait in milliseconds.
   * @param what named in the error.
   * @throws when the time is over, or when the probe throws.
   */
  async waitFor<T>(
    probe: () => Promise<T | undefined | null | false>,
    timeoutMs = 30_000,
    what = 'the condition',
  ): Promise<T> {
    for (const end = Date.now() + timeoutMs; ; await sleep(100)) {
      const found = await probe();
      if (found !== undefined && found !== null && found !== false) return found;
      if (Date.now() > end) {
        throw new Error(`${what} not so after ${timeoutMs / 1000} s; see the logs or wait longer`);
      }
    }
  }

  /** Closes the connections. */
  close(): void {
    this.client.close();
  }

  private async operate(
    method: string,
    object: KubeObject,
    call: RequestOptions & { name?: string; query?: URLSearchParams; body?: KubeObject },
  ): Promise<Result> {
    const mapping = await this.mapper.find(object.apiVersion, object.kind);
    if (!mapping) {
      const message = unknownKind(object);
      return { ok: false, status: 404, message, warnings: [], object: undefined };
    }
    const { name, query, body, ...options } = call;
    const path = RestMapper.path(mapping, object, name);
    const answer = await this.request(
      method,
      query ? `${path}?${query.toString()}` : path,
      body,
      options,
    );
    return toResult(answer);
  }
}

function nameOf({ kind, metadata: { name } }: KubeObject): { name: string } {
  if (!name) throw new Error(`a ${kind} without metadata.name cannot be read or deleted; name it`);
  return { name };
}

function unknownKind({ apiVersion, kind }: { apiVersion: string; kind: string }): string {
  return `the API server has no kind '${kind}' in '${apiVersion}'; load the definition that brings it`;
}
