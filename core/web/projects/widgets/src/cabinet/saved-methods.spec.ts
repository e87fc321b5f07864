import { describe, expect, it } from 'vitest';
import { json, refusal, smallShop } from '../platform/small-shop.testing.js';
import { SavedMethods } from './saved-methods.js';

async function someMethods() {
  let kept = [
    { id: 'm1', isDefault: true },
    { id: 'm2', isDefault: false },
  ];
  const shop = smallShop({
    'GET /api/store/saved-methods': () => json({ items: kept }),
    'POST /api/store/saved-methods/:id/default': (_, match) => {
      kept = kept.map(method => ({ ...method, isDefault: method.id === match[1] }));
      return json({ items: kept });
    },
    'DELETE /api/store/saved-methods/:id': (_, match) => {
      if (match[1] === 'm1') return refusal(502, 'gateway-unreachable');
      kept = kept.filter(method => method.id !== match[1]);
      return new Response(null, { status: 204 });
    },
  });
  const methods = new SavedMethods(shop.api);
  await methods.load();
  return { ...shop, methods };
}

describe('SavedMethods', () => {
  it('charges renewals to another one from now on', async () => {
    const { methods } = await someMethods();

    await methods.makeDefault('m2');

    expect(methods.items()).toMatchObject([{ isDefault: false }, { isDefault: true }]);
  });

  it('asks once more before it removes one', async () => {
    const { methods, requests } = await someMethods();

    await methods.remove('m2');
    expect(methods.confirming()).toBe('m2');
    expect(requests.some(({ method }) => method === 'DELETE')).toBe(false);
    await methods.remove('m2');

    expect(methods.items()).toMatchObject([{ id: 'm1' }]);
    expect(methods.confirming()).toBeUndefined();
  });

  it('keeps what could not be removed and says why', async () => {
    const { methods } = await someMethods();

    await methods.remove('m1');
    await methods.remove('m1');

    expect(methods.problem()?.code).toBe('gateway-unreachable');
    expect(methods.items()).toHaveLength(2);
  });
});
