import { EventEmitter } from 'node:events';
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Turn } from './turn.js';

it('holds the answers of one turn until its end, and sends them in their order', async () => {
  const { onSend } = new Turn(() => undefined);
  const sent: unknown[] = [];
  const answer = (payload: string) => onSend({} as never, {} as never, payload, (_, body) => sent.push(body));

  answer('first');
  await Promise.resolve();
  answer('second');
  const before = [...sent];
  await nextTurn();
  answer('third');

  expect([before, sent]).toEqual([[], ['first', 'second']]);
  await nextTurn();
  expect(sent).toEqual(['first', 'second', 'third']);
});

it('tells whoever awaits a reply when it has been sent, also when that comes late', async () => {
  const { onSend } = new Turn(() => undefined);
  const reply = {} as PromiseLike<void>;
  onSend({} as never, reply as never, 'text', () => undefined);
  const told: string[] = [];

  const early = Promise.resolve(reply).then(() => told.push('early'));
  await Promise.resolve();
  expect(told).toEqual([]);
  await early;
  await Promise.resolve(reply).then(() => told.push('late'));

  expect(told).toEqual(['early', 'late']);
});

it('tells of an answer when it is on its way, and of a stream when the connection has done with it', async () => {
  const told: string[] = [];
  const { onSend } = new Turn(({ id }) => told.push(id));
  const raw = new EventEmitter();

  onSend({ id: 'text' } as never, {} as never, 'text', () => told.push('sent'));
  onSend({ id: 'file' } as never, { raw } as never, Readable.from(['file']), () => undefined);
  await nextTurn();
  const before = [...told];
  raw.emit('close');

  expect([before, told]).toEqual([
    ['sent', 'text'],
    ['sent', 'text', 'file'],
  ]);
});
