import { ApiProblem } from '@hostwright/kit';
import { expect, it } from 'vitest';
import { Reading } from './reading.js';

it('shows the latest reading, in whatever order the answers come', async () => {
  const answers = new Map<string, (value: string) => void>();
  const reading = new Reading<string, string>(wish => new Promise(resolve => answers.set(wish, resolve)));
  const both = [reading.start('a'), reading.start('b')];

  answers.get('b')?.('B');
  answers.get('a')?.('A');
  await Promise.all(both);

  expect(reading.value()).toBe('B');
  expect(reading.isBusy()).toBe(false);
});

it('keeps what is known while it reads again, and forgets it for something else', async () => {
  const reading = new Reading<string, string>(wish => Promise.resolve(wish));
  await reading.load('a');

  const again = reading.load('b');
  expect([reading.value(), reading.isFirst()]).toEqual(['a', false]);
  await again;
  const other = reading.start('c');
  expect([reading.value(), reading.isFirst()]).toEqual([undefined, true]);
  await other;
});

it('keeps the refusal until a reading succeeds', async () => {
  let isDown = true;
  const reading = new Reading<string>(() => (isDown ? Promise.reject(new ApiProblem('offline', 0)) : Promise.resolve('here')));

  await reading.load();
  expect(reading.problem()?.code).toBe('offline');
  isDown = false;
  await reading.load();

  expect([reading.problem(), reading.value()]).toEqual([undefined, 'here']);
});

it('does not let an older reading overwrite the answer of a change', async () => {
  let answer: (value: string) => void = () => undefined;
  const reading = new Reading<string>(() => new Promise(resolve => (answer = resolve)));
  const loading = reading.load();

  reading.set('changed');
  answer('older');
  await loading;

  expect(reading.value()).toBe('changed');
});
