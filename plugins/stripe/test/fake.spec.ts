import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeForm, FormFault } from '../src/fake/form.js';
import { FAKE_STRIPE_KEYS, startFakeStripe } from '../src/fake/index.js';
import { checked, hasSchema } from './vendor-check.js';

const post = (url: string, path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${url}${path}`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${FAKE_STRIPE_KEYS.secretKey}`, ...headers },
  });

describe('a form of Stripe', () => {
  it('is read with its groups and lists', () => {
    expect(decodeForm('a=1&b[c][0][d]=x+y&b[c][1][d]=%C3%A9&m[k]=')).toEqual({
      a: '1',
      b: { c: [{ d: 'x y' }, { d: 'é' }] },
      m: { k: '' },
    });
    expect(decodeForm('')).toEqual({});
  });

  it.each(['a=1&a=2', 'a[b]=1&a=2', 'a=1&a[b]=2', 'a[=1', 'a[]=1', '[a]=1', 'a[0]=1&a[2]=2', 'a=%E0%A4%A'])(
    'is refused as %s',
    text => {
      expect(() => decodeForm(text)).toThrow(FormFault);
    },
  );
});

describe('the fake', () => {
  it.runIf(hasSchema)('refuses a field that Stripe does not know, and remembers it', async () => {
    const stripe = await startFakeStripe(checked);

    const answer = await post(stripe.url, '/v1/payment_intents', 'amount=1000&currency=eur&payment_method_types[0]=card');

    expect(answer.status).toBe(400);
    expect(stripe.faults.join()).toContain('payment_method_types');
    await stripe.close();
  });

  it('knows its keys, its addresses and its limits', async () => {
    const stripe = await startFakeStripe();

    const stranger = await post(stripe.url, '/v1/payment_intents', '', { authorization: 'Bearer sk_test_other' });
    const nowhere = await post(stripe.url, '/v1/unheard', '');
    const tiny = await post(stripe.url, '/v1/payment_intents', 'amount=1&currency=eur');

    expect([stranger.status, nowhere.status, tiny.status]).toEqual([401, 404, 400]);
    expect((await fetch(`${stripe.url}/c/pay/cs_unknown`)).status).toBe(404);
    await stripe.close();
  });

  it('gives the same answer to the same key, also after a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fake-stripe-'));
    const stateFile = join(folder, 'state.json');
    const create = (url: string) => post(url, '/v1/payment_intents', 'amount=1000&currency=eur', { 'idempotency-key': 'one' });
    const before = await startFakeStripe({ stateFile });
    const first = (await (await create(before.url)).json()) as unknown;
    await before.close();

    const after = await startFakeStripe({ stateFile });
    const again = await create(after.url);

    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await again.json()).toEqual(first);
    await after.close();
    await rm(folder, { recursive: true });
  });
});
