import { ApiProblem } from '@hostwright/kit';
import { expect, it } from 'vitest';
import { Collection, type PageWish } from './collection.js';

interface Row {
  readonly id: string;
  readonly name: string;
}

/** Answers from a list in memory whose cursor is the place of the next row. */
function aList(count: number) {
  const rows = Array.from({ length: count }, (_none, index): Row => ({ id: `r${index}`, name: 'as it was' }));
  const wishes: PageWish[] = [];
  const collection = new Collection<Row, string>((query, wish) => {
    wishes.push(wish);
    const from = Number(wish.cursor ?? 0);
    const found = rows.filter(row => row.name.includes(query));
    const next = from + wish.limit < found.length ? String(from + wish.limit) : null;
    return Promise.resolve({ items: found.slice(from, from + wish.limit), next });
  });
  return { rows, wishes, collection };
}

it('grows page by page until there is no more', async () => {
  const { collection } = aList(120);

  await collection.ask('');
  expect([collection.items().length, collection.hasMore()]).toEqual([50, true]);
  await collection.more();
  await collection.more();
  await collection.more();

  expect([collection.items().length, collection.hasMore()]).toEqual([120, false]);
});

it('reads again as many rows as it shows, in pages that the server allows', async () => {
  const { collection, rows, wishes } = aList(160);
  await collection.ask('');
  await collection.more();
  await collection.more();
  rows[140] = { id: 'r140', name: 'as it was, changed' };
  wishes.length = 0;

  await collection.refresh();

  expect(wishes.map(wish => wish.limit)).toEqual([100, 50]);
  expect(collection.items()).toHaveLength(150);
  expect(collection.find('r140')?.name).toBe('as it was, changed');
});

it('shows a row once when it moved to the next page meanwhile', async () => {
  const { collection, rows } = aList(60);
  await collection.ask('');
  rows.unshift({ id: 'new', name: 'as it was' });

  await collection.more();

  const ids = collection.items().map(row => row.id);
  expect(new Set(ids).size).toBe(ids.length);
});

it('listens to the latest question only, in whatever order the answers come', async () => {
  const answers: ((name: string) => void)[] = [];
  const collection = new Collection<Row, string>(
    () => new Promise(resolve => answers.push(name => resolve({ items: [{ id: name, name }], next: null }))),
  );
  const first = collection.ask('a');
  const second = collection.ask('ab');

  answers[1]?.('second');
  answers[0]?.('first');
  await Promise.all([first, second]);

  expect(collection.items().map(row => row.id)).toEqual(['second']);
  expect(collection.isBusy()).toBe(false);
});

it('keeps the rows when the next reading fails, and says why', async () => {
  let isDown = false;
  const collection = new Collection<Row, string>(() =>
    isDown ? Promise.reject(new ApiProblem('offline', 0)) : Promise.resolve({ items: [{ id: 'a', name: 'a' }], next: null }),
  );
  await collection.ask('');
  isDown = true;

  await collection.refresh();

  expect(collection.items()).toHaveLength(1);
  expect(collection.problem()?.code).toBe('offline');
});

it('tells an empty answer from no answer', async () => {
  const { collection } = aList(0);
  expect(collection.isEmpty()).toBe(false);

  await collection.ask('');

  expect(collection.isEmpty()).toBe(true);
});
