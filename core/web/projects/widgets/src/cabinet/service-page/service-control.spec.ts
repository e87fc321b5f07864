import { describe, expect, it } from 'vitest';
import { json, refusal } from '../../platform/small-shop.testing.js';
import { barButtons } from './service-actions.js';
import { aControl, anOperation, aService } from './service.testing.js';

const ORDERS = 'POST /api/store/services/:id/actions';

describe('ServiceControl', () => {
  it('shows the service as it is after the order', async () => {
    const { control } = aControl({ [ORDERS]: () => json(aService({ operations: [anOperation({ state: 'started' })] }), 202) });

    expect(await control.order({ action: 'restart' })).toBe(true);

    expect(control.underWay()?.kind).toBe('restart');
    expect(control.busy()).toBeUndefined();
  });

  it('keeps a refusal for the place where it was asked', async () => {
    const { control } = aControl({ [ORDERS]: () => refusal(422, 'confirmation-wrong') });

    expect(await control.order({ action: 'reinstall', image: 'debian-13', confirmation: 'web' })).toBe(false);

    expect(control.problemOf('reinstall')?.code).toBe('confirmation-wrong');
    expect(control.problemOf('restore-snapshot', 'rename')).toBeUndefined();
    control.forgetProblem();
    expect(control.problemOf('reinstall')).toBeUndefined();
  });

  it('does one thing at a time', async () => {
    let answer: (response: Response) => void = () => undefined;
    const { control, requests } = aControl({ [ORDERS]: () => new Promise<Response>(resolve => (answer = resolve)) });

    const first = control.order({ action: 'restart' });
    const second = await control.order({ action: 'stop' });
    answer(json(aService(), 202));

    expect([await first, second]).toEqual([true, false]);
    expect(requests).toHaveLength(1);
  });

  it('asks again under the same key when the answer was lost, and under another one after an answer', async () => {
    let isLost = true;
    const { control, requests } = aControl({
      [ORDERS]: () => {
        if (isLost) throw new TypeError('connection lost');
        return json(aService(), 202);
      },
    });

    await control.order({ action: 'restart' });
    isLost = false;
    await control.order({ action: 'restart' });
    await control.order({ action: 'restart' });

    const keys = requests.map(({ headers }) => headers['Idempotency-Key']);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('forgets a password that is not the password any more', async () => {
    const { control } = aControl({
      'POST /api/store/services/:id/credentials': () => json({ username: 'root', password: 'old' }),
      'GET /api/store/services/:id': () => json(aService()),
      [ORDERS]: () => json(aService(), 202),
    });
    await control.reveal();
    expect(control.credentials()?.password).toBe('old');

    await control.order({ action: 'reset-password' });

    expect(control.credentials()).toBeUndefined();
  });
});

describe('barButtons', () => {
  it('has no button for what the provider cannot do', () => {
    expect(barButtons(aService({ abilities: [] }))).toEqual([]);
    expect(barButtons(aService({ abilities: ['console'] })).map(({ action }) => action)).toEqual(['console']);
  });

  it('keeps the buttons in place while something is under way', () => {
    const busy = barButtons(aService({ abilities: ['power', 'rescue'], actions: [] }));

    expect(busy.map(({ action, isAllowed }) => [action, isAllowed])).toEqual([
      ['restart', false],
      ['stop', false],
      ['rescue-on', false],
    ]);
  });

  it('offers the start of what is stopped, and the way out of the rescue system', () => {
    const stopped = aService({ abilities: ['power', 'rescue'], actions: ['start'], serverState: 'stopped', rescue: true });

    expect(barButtons(stopped).map(({ action }) => action)).toEqual(['start', 'rescue-off']);
    expect(barButtons(aService({ state: 'suspended', abilities: ['power'] }))).toEqual([]);
  });
});
