import { createHash } from 'node:crypto';
import type { Account } from './account.js';
import { CATALOG } from './catalog.js';
import { DropletDesk, type Body } from './droplet-desk.js';
import { missing, unprocessable } from './refusal.js';
import { tellAction, tellCopy } from './tell.js';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Body;
}

export interface Answered {
  readonly status: number;
  readonly body?: object;
}

type Route = (asked: Asked, part: string) => Answered;

const ok = (body: object): Answered => ({ status: 200, body });
const DONE: Answered = { status: 204 };

/** Which call does what. */
export class Routes {
  private readonly desk: DropletDesk;
  private readonly table: readonly (readonly [string, RegExp, Route])[];

  constructor(private readonly account: Account) {
    const desk = new DropletDesk(account);
    this.desk = desk;
    const droplet = (id: string) => desk.droplet(Number(id));
    this.table = [
      ['GET', /^\/v2\/account$/, () => ok({ account: this.describe() })],
      ['GET', /^\/v2\/account\/keys\/(.+)$/, (_asked, fingerprint) => this.key(decodeURIComponent(fingerprint))],
      ['POST', /^\/v2\/account\/keys$/, ({ body }) => this.createKey(body)],
      ['GET', /^\/v2\/sizes$/, asked => page(asked, 'sizes', CATALOG.sizes)],
      ['GET', /^\/v2\/regions$/, asked => page(asked, 'regions', CATALOG.regions)],
      ['GET', /^\/v2\/images$/, asked => page(asked, 'images', CATALOG.images)],
      ['GET', /^\/v2\/droplets$/, asked => this.droplets(asked)],
      ['POST', /^\/v2\/droplets$/, ({ body }) => ({ status: 202, body: desk.create(body) })],
      ['GET', /^\/v2\/droplets\/(\d+)$/, (_asked, id) => ok({ droplet: desk.tell(droplet(id)) })],
      ['DELETE', /^\/v2\/droplets\/(\d+)$/, (_asked, id) => this.delete(account.droplets, id)],
      ['GET', /^\/v2\/droplets\/(\d+)\/actions$/, (asked, id) => this.actions(asked, Number(id))],
      ['POST', /^\/v2\/droplets\/(\d+)\/actions$/, ({ body }, id) => ({ status: 201, body: desk.act(droplet(id), body) })],
      ['GET', /^\/v2\/droplets\/(\d+)\/snapshots$/, (asked, id) => this.copies(asked, Number(id))],
      ['DELETE', /^\/v2\/snapshots\/(\d+)$/, (_asked, id) => this.delete(account.copies, id)],
      ['GET', /^\/v2\/actions\/(\d+)$/, (_asked, id) => this.action(Number(id))],
      ['POST', /^\/v2\/tags$/, ({ body }) => ({ status: 201, body: desk.createTag(body) })],
      ['DELETE', /^\/v2\/tags\/([\w:-]+)$/, (_asked, tag) => this.deleteTag(tag)],
      ['POST', /^\/v2\/tags\/([\w:-]+)\/resources$/, ({ body }, tag) => this.tie(body, tag, true)],
      ['DELETE', /^\/v2\/tags\/([\w:-]+)\/resources$/, ({ body }, tag) => this.tie(body, tag, false)],
    ];
  }

  answer(asked: Asked): Answered {
    for (const [method, pattern, route] of this.table) {
      const found = method === asked.method ? pattern.exec(asked.path) : null;
      if (found) return route(asked, found[1] ?? '');
    }
    throw missing();
  }

  private describe() {
    const { dropletLimit: droplet_limit } = this.account;
    return {
      droplet_limit,
      floating_ip_limit: 5,
      email: 'owner@example.test',
      uuid: 'b6fr89dbf6d9156cace5f3c78dc9851d957381ef',
      email_verified: true,
      status: 'active',
      status_message: '',
    };
  }

  private droplets(asked: Asked): Answered {
    const tag = asked.query.get('tag_name');
    const found = [...this.account.droplets.values()].filter(({ tags }) => tag === null || tags.has(tag));
    return page(asked, 'droplets', found, droplet => this.desk.tell(droplet));
  }

  private actions(asked: Asked, dropletId: number): Answered {
    const found = this.account.actions.filter(({ droplet }) => droplet.id === dropletId).toReversed();
    return page(asked, 'actions', found, tellAction);
  }

  private action(id: number): Answered {
    const action = this.account.actions.find(known => known.id === id);
    if (!action) throw missing();
    return ok({ action: tellAction(action) });
  }

  private copies(asked: Asked, dropletId: number): Answered {
    this.desk.droplet(dropletId);
    const found = [...this.account.copies.values()].filter(copy => copy.dropletId === dropletId);
    return page(asked, 'snapshots', found, tellCopy);
  }

  private delete(things: Map<number, unknown>, id: string): Answered {
    if (!things.delete(Number(id))) throw missing();
    return DONE;
  }

  private deleteTag(tag: string): Answered {
    if (!this.account.tags.delete(tag)) throw missing();
    for (const { tags } of this.account.droplets.values()) tags.delete(tag);
    return DONE;
  }

  private tie(body: Body, tag: string, on: boolean): Answered {
    if (!this.account.tags.has(tag)) throw missing();
    for (const { tags } of this.desk.resources(body)) {
      if (on) tags.add(tag);
      else tags.delete(tag);
    }
    return DONE;
  }

  private key(fingerprint: string): Answered {
    const key = this.account.keys.find(known => known.fingerprint === fingerprint);
    if (!key) throw missing();
    return ok({ ssh_key: key });
  }

  private createKey({ name, public_key: text }: Body): Answered {
    const [, blob] = /^ssh-[a-z0-9-]+ ([A-Za-z0-9+/]+=*)/.exec(String(text)) ?? [];
    if (blob === undefined) throw unprocessable('Key invalid, key should be of the format `type key [comment]`');
    const hex = createHash('md5').update(Buffer.from(blob, 'base64')).digest('hex');
    const fingerprint = (hex.match(/../g) ?? []).join(':');
    if (this.account.keys.some(key => key.fingerprint === fingerprint))
      throw unprocessable('SSH Key is already in use on your account');
    const key = { id: this.account.nextId(), name: String(name), public_key: String(text), fingerprint };
    this.account.keys.push(key);
    return { status: 201, body: { ssh_key: key } };
  }
}

function page<T>({ query, path }: Asked, name: string, all: readonly T[], tell: (item: T) => unknown = item => item): Answered {
  const number = Number(query.get('page') ?? 1);
  const size = Math.min(200, Number(query.get('per_page') ?? 20));
  const isLast = number * size >= all.length;
  const items = all.slice((number - 1) * size, number * size).map(tell);
  const pages = isLast ? {} : { next: `https://api.digitalocean.com${path}?page=${number + 1}&per_page=${size}` };
  return ok({ [name]: items, links: { pages }, meta: { total: all.length } });
}
