import { Orders } from './orders.js';
import { Refusal } from './http.js';

/** `final`: refused, sold out. `retryable`: nothing is done, "slow down". `unknown`: an error page, and nothing is done. */
export type ChangeFailure = 'final' | 'retryable' | 'unknown';

/** `later`: taken on, and given up at 60 %. */
export type CreateFailure = ChangeFailure | 'later';

/** `hanging`: requests are taken and never answered. `failing`: every one is answered with an error, and does nothing. */
export type Mood = 'well' | 'hanging' | 'failing';

const REFUSALS: Readonly<Record<ChangeFailure, () => Refusal>> = {
  final: () => new Refusal(422, 'sold_out', 'This plan is sold out'),
  retryable: () => new Refusal(429, 'slow_down', 'Too many requests', { 'retry-after': '1' }),
  unknown: () => new Refusal(500, 'internal', 'Something went wrong'),
};

interface GivenOrders {
  create: CreateFailure | undefined;
  change: ChangeFailure | undefined;
  lostAnswer: boolean;
  lateError: boolean;
  handWork: number;
  slowDown: number;
}

/** What a test, or the name of a server, has ordered to go wrong. Each order but a mood holds for one request. */
export class Faults {
  mood: Mood = 'well';
  private readonly orders = new Orders<GivenOrders>({
    create: undefined,
    change: undefined,
    lostAnswer: false,
    lateError: false,
    handWork: 0,
    slowDown: 0,
  });

  give<Name extends keyof GivenOrders>(name: Name, value: GivenOrders[Name]): void {
    this.orders.give(name, value);
  }

  /** Before anything is done; answers what becomes of a new server later. */
  before({ isCreate, isChange, hostname }: { isCreate: boolean; isChange: boolean; hostname: string }) {
    if (this.mood === 'failing') throw new Refusal(503, 'maintenance', 'The cloud is being repaired');
    const seconds = this.orders.take('slowDown');
    if (seconds > 0) throw new Refusal(429, 'slow_down', 'Too many requests', { 'retry-after': String(seconds) });
    const create = isCreate ? (this.orders.take('create') ?? storyOf(hostname)) : undefined;
    const change = isChange && !isCreate ? this.orders.take('change') : undefined;
    const failure = create === 'later' ? undefined : (create ?? change);
    if (failure) throw REFUSALS[failure]();
    const hands = isCreate ? this.orders.take('handWork') || Number(hostname.startsWith('hands-')) : 0;
    return {
      ...(create === 'later' && { fails: 'image_broken' }),
      ...(hands > 0 && { waitsForHands: true, handsAgain: hands - 1 }),
    };
  }

  /** After it was done: whether the line is cut before the answer. */
  losesAnswer({ isChange, isNew, hostname }: { isChange: boolean; isNew: boolean; hostname: string }): boolean {
    if (!isChange) return false;
    if (this.orders.take('lateError')) throw new Refusal(500, 'internal', 'Something went wrong');
    return this.orders.take('lostAnswer') || (isNew && hostname.startsWith('lost-'));
  }
}

/** A host name may ask for a story of its own, so that a visitor of the demo can see it as well. */
function storyOf(hostname: string): CreateFailure | undefined {
  if (hostname.startsWith('fail-')) return 'later';
  return hostname.startsWith('sold-out-') ? 'final' : undefined;
}
