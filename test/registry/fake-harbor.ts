import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What Harbor keeps, as its API shows it. */
export type Item = Record<string, unknown> & { id: number };

/** A request that reached the API, with its body. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

const JSON_TYPE = { 'Content-Type': 'application/json' };

/**
 * The part of Harbor's API that the configuration uses, with its habits: ids, passwords that it
 * never shows, numbers that it adds, names that it completes.
 */
export class FakeHarbor {
  readonly requests: SeenRequest[] = [];
  readonly collections = new Map<string, Item[]>();
  readonly schedules = new Map<string, unknown>();
  /** Passwords of robot accounts, by their whole names. */
  readonly passwords = new Map<string, string>();
  /** Addresses of registries that do not answer. */
  readonly unreachable = new Set<string>();
  /** What it answers to GET instead, by path. */
  readonly broken = new Map<string, string>();
  allowedCves: unknown[] = [];
  private server: Server | undefined;
  private nextId = 1;

  constructor(private readonly adminPassword: string) {}

  /** Starts it; gives its address. */
  async start(): Promise<string> {
    const server = createServer((request, response) => {
      void text(request).then((sent) => {
        const [status, body] = this.answer(request, sent);
        response.writeHead(status, JSON_TYPE);
        const broken = request.method === 'GET' ? this.broken.get(pathOf(request)) : undefined;
        response.end(broken ?? (body === undefined ? '' : JSON.stringify(body)));
      });
    });
    this.server = server;
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server?.close();
  }

  /** Requests that change something. */
  get writes(): string[] {
    return this.requests
      .filter(({ method }) => method !== 'GET')
      .map((r) => `${r.method} ${r.path}`);
  }

  /** The items of a collection: `/projects`, `/projects/shop/members`. */
  items(path: string): Item[] {
    const known = this.collections.get(path);
    if (known) return known;
    const items: Item[] = [];
    this.collections.set(path, items);
    return items;
  }

  project(name: string): Item {
    const found = this.items('/projects').find((p) => p['name'] === name);
    if (!found) throw new Error(`no project ${name}`);
    return found;
  }

  private answer(request: IncomingMessage, sent: string): [number, unknown?] {
    const { method = 'GET', url = '/', headers } = request;
    const [user = '', password = ''] = account(headers.authorization);
    if (url === '/v2/') return [this.passwords.get(user) === password ? 200 : 401];
    if (!url.startsWith('/api/v2.0/')) return [404];
    const [path = '', query = ''] = url.slice('/api/v2.0'.length).split('?');
    if (path === '/ping') return [200, 'Pong'];
    if (user !== 'admin' || password !== this.adminPassword) return [401];
    const body = sent === '' ? undefined : (JSON.parse(sent) as Item);
    this.requests.push({ method, path, body });
    if (path.endsWith('/schedule')) return this.schedule(method, path, body);
    if (path === '/system/CVEAllowlist') {
      if (method === 'PUT') this.allowedCves = (body?.['items'] as unknown[] | undefined) ?? [];
      return [200, { items: this.allowedCves }];
    }
    return this.collection(method, path, new URLSearchParams(query), body);
  }

  private schedule(method: string, path: string, body: unknown): [number, unknown?] {
    if (method === 'PUT') {
      const { schedule, parameters } = body as { schedule: { type: string }; parameters?: unknown };
      const shown = { schedule, job_parameters: JSON.stringify(parameters ?? {}) };
      if (schedule.type === 'None') this.schedules.delete(path);
      else this.schedules.set(path, shown);
    }
    return [200, this.schedules.get(path) ?? null];
  }

  private collection(
    method: string,
    path: string,
    query: URLSearchParams,
    body: Item | undefined,
  ): [number, unknown?] {
    const [, parent = '', last = ''] = /^(.*)\/([^/]+)$/.exec(path) ?? [];
    const siblings = this.collections.get(parent) ?? [];
    const one = siblings.find(
      (i) => String(i.id) === last || i['name'] === decodeURIComponent(last),
    );
    if (one && method === 'GET') return [200, one];
    if (one && method === 'DELETE') {
      const used = this.items('/projects').some((p) => p['registry_id'] === one.id);
      if (parent === '/registries' && used) return [412, { errors: [{}] }];
      siblings.splice(siblings.indexOf(one), 1);
      return [200];
    }
    if (one && method === 'PATCH') {
      this.passwords.set(String(one['name']), String(body?.['secret']));
      return [200, {}];
    }
    if (one && body) return this.change(parent, one, body);
    if (method === 'GET' && COLLECTION.test(path)) {
      const page = Number(query.get('page') ?? 1);
      const size = Number(query.get('page_size') ?? 10);
      return [200, this.filtered(path, query).slice((page - 1) * size, page * size)];
    }
    return method === 'POST' && body ? this.create(path, body) : [404, { errors: [{}] }];
  }

  private filtered(path: string, query: URLSearchParams): Item[] {
    const project = /ProjectID=(\d+)/.exec(query.get('q') ?? '')?.[1] ?? query.get('reference_id');
    const items = this.items(path);
    return project === null ? items : items.filter((i) => String(i['project_id']) === project);
  }

  private create(path: string, body: Item): [number, unknown?] {
    if (path === '/registries' && this.unreachable.has(String(body['url']))) {
      return [400, { errors: [{ message: 'the registry is unhealthy' }] }];
    }
    const id = this.nextId++;
    const item = shown(path, { ...body, id });
    this.items(path).push(item);
    if (path === '/projects') {
      item['project_id'] = id;
      item['name'] = body['project_name'];
      const hard = { storage: body['storage_limit'] ?? -1 };
      this.items('/quotas').push({ id: this.nextId++, project_id: id, hard });
    }
    if (path === '/retentions') {
      const { ref } = body['scope'] as { ref: number };
      const owner = this.items('/projects').find((p) => p.id === ref);
      owner!['metadata'] = { ...(owner!['metadata'] as object), retention_id: String(id) };
    }
    if (path === '/robots') {
      const [permission] = body['permissions'] as { namespace: string }[];
      item['name'] = `robot$${permission!.namespace}+${String(body['name'])}`;
      item['project_id'] = this.project(permission!.namespace).id;
    }
    return [201, path === '/robots' ? { id, name: item['name'], secret: 'shown once' } : undefined];
  }

  private change(parent: string, item: Item, body: Item): [number, unknown?] {
    const merged = {
      metadata: { ...(item['metadata'] as object), ...(body['metadata'] as object) },
    };
    Object.assign(item, shown(parent, { ...body, id: item.id }), body['metadata'] ? merged : {});
    return [200];
  }
}

const COLLECTION =
  /^\/(registries|quotas|robots|replication\/policies|projects\/[^/]+\/(members|immutabletagrules|webhook\/policies))$/;

/** How Harbor shows what it was given. */
function shown(path: string, item: Item): Item {
  if (path.endsWith('/members')) {
    const group = item['member_group'] as { group_name: string } | undefined;
    return {
      id: item.id,
      role_id: item['role_id'],
      ...(group && { entity_name: group.group_name, entity_type: 'g' }),
    };
  }
  const { access_secret: _, credential, ...rest } = item;
  if (credential === undefined) return { ...rest, id: item.id };
  const hidden = { ...(credential as object), access_secret: '*****' };
  return { ...rest, id: item.id, credential: hidden };
}

const pathOf = ({ url = '' }: IncomingMessage): string =>
  url.slice('/api/v2.0'.length).split('?')[0] ?? '';

const account = (header: string | undefined): string[] => {
  const decoded = Buffer.from((header ?? '').replace(/^Basic /, ''), 'base64').toString();
  const colon = decoded.indexOf(':');
  return [decoded.slice(0, colon), decoded.slice(colon + 1)];
};

async function text(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
