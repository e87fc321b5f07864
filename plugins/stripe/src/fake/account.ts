import { createHash, randomBytes } from 'node:crypto';
import { invalid, missing, Refusal } from './refusal.js';
import type { Kinds, Thing } from './things.js';

export interface AccountKeys {
  readonly secretKey: string;
  readonly publishableKey: string;
}

interface Replay {
  readonly print: string;
  readonly status: number;
  readonly body: unknown;
}

export interface AccountState {
  readonly things: readonly Thing[];
  readonly replays: readonly (readonly [key: string, replay: Replay])[];
}

const PREFIXES: Readonly<Record<keyof Kinds, string>> = {
  payment_intent: 'pi',
  'checkout.session': 'cs_test',
  payment_method: 'pm',
  charge: 'ch',
  balance_transaction: 'txn',
  refund: 're',
  dispute: 'dp',
  customer: 'cus',
  webhook_endpoint: 'we',
  event: 'evt',
};

/** One merchant's books: what belongs to one is invisible to another. */
export class Account {
  private readonly things = new Map<string, Thing>();
  private readonly replays = new Map<string, Replay>();

  constructor(
    readonly keys: AccountKeys,
    private readonly now: () => number,
    state?: AccountState,
  ) {
    state?.things.forEach(thing => this.things.set(thing.id, thing));
    state?.replays.forEach(([key, replay]) => this.replays.set(key, replay));
  }

  get state(): AccountState {
    return { things: [...this.things.values()], replays: [...this.replays] };
  }

  add<Kind extends keyof Kinds>(object: Kind, fields: Omit<Kinds[Kind], 'id' | 'object' | 'created'>): Kinds[Kind] {
    const thing = { id: newId(PREFIXES[object]), object, created: this.now(), ...fields } as unknown as Kinds[Kind];
    this.things.set(thing.id, thing);
    return thing;
  }

  all<Kind extends keyof Kinds>(object: Kind): readonly Kinds[Kind][] {
    return [...this.things.values()].filter((thing): thing is Kinds[Kind] => thing.object === object);
  }

  find<Kind extends keyof Kinds>(object: Kind, id: string | null | undefined): Kinds[Kind] | undefined {
    const thing = id ? this.things.get(id) : undefined;
    return thing?.object === object ? (thing as Kinds[Kind]) : undefined;
  }

  get<Kind extends keyof Kinds>(object: Kind, id: string, param?: string): Kinds[Kind] {
    const thing = this.find(object, id);
    if (!thing) throw missing(object, id, param);
    return thing;
  }

  remove(id: string): void {
    this.things.delete(id);
  }

  /** Newest first, from after `starting_after`, as all of Stripe's lists are. */
  page<Kind extends keyof Kinds>(
    object: Kind,
    { limit = '10', starting_after: after }: { readonly limit?: string; readonly starting_after?: string },
    accepts: (thing: Kinds[Kind]) => boolean = () => true,
  ): { readonly object: 'list'; readonly url: string; readonly has_more: boolean; readonly data: readonly Kinds[Kind][] } {
    const size = Number(limit);
    if (!Number.isInteger(size) || size < 1 || size > 100) throw invalid('limit is 1 to 100', 'limit');
    const rows = this.all(object).filter(accepts).toReversed();
    const from = after === undefined ? 0 : rows.findIndex(({ id }) => id === after) + 1;
    if (after !== undefined && from === 0) throw missing(object, after, 'starting_after');
    return { object: 'list', url: `/v1/${object}s`, has_more: rows.length > from + size, data: rows.slice(from, from + size) };
  }

  /** The same key gives the same answer, whatever it was; the same key with something else is refused. */
  recall(key: string, request: string): Replay | undefined {
    const known = this.replays.get(key);
    if (known && known.print !== printOf(request))
      throw new Refusal(400, {
        type: 'idempotency_error',
        message: 'Keys for idempotent requests can only be used with the same parameters they were first used with.',
      });
    return known;
  }

  remember(key: string, request: string, status: number, body: unknown): void {
    this.replays.set(key, { print: printOf(request), status, body });
  }

  /** What the outside is told: a copy without what is the fake's own, with the asked parts in place of their ids. */
  tell(thing: object, expand: readonly string[] = []): Record<string, unknown> {
    const told = withoutOwn(thing) as Record<string, unknown>;
    for (const path of expand) this.expand(told, path.split('.'), path);
    return told;
  }

  private expand(told: Record<string, unknown>, [name = '', ...rest]: readonly string[], path: string): void {
    const value = told[name];
    if (Array.isArray(value)) return value.forEach(item => this.expand(item as Record<string, unknown>, rest, path));
    if (value === null) return;
    if (value === undefined) throw invalid(`This property cannot be expanded (${path}).`, 'expand');
    const thing = typeof value === 'string' ? this.things.get(value) : undefined;
    if (thing) told[name] = this.tell(thing);
    if (rest.length > 0 && typeof told[name] === 'object') this.expand(told[name] as Record<string, unknown>, rest, path);
  }
}

function withoutOwn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutOwn);
  if (typeof value !== 'object' || value === null) return value;
  const told = Object.entries(value).filter(([name]) => !name.startsWith('_'));
  return Object.fromEntries(told.map(([name, inner]) => [name, withoutOwn(inner)]));
}

export const newId = (prefix: string): string => `${prefix}_${secretText(24)}`;

export const secretText = (length: number): string =>
  randomBytes(length * 2)
    .toString('base64')
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .slice(0, length);

const printOf = (request: string): string => createHash('sha256').update(request).digest('hex');
