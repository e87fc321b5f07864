import { describe, expect, it } from 'vitest';
import { PERMISSIONS } from '@hostwright/sdk/http';
import { bearerToken, requireAccess } from './access.js';
import type { Actor } from './actor.js';
import { addressKey, isPrivateAddress } from './address-key.js';
import { judgeOrigin, keyFits } from './cors.js';
import { decodeCursor, encodeCursor, pageOf } from './cursor.js';
import { matches } from './etag.js';
import { hashOf, subjectOf } from './idempotency-key.js';
import { findUnsafe } from './unsafe-value.js';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';

describe('access', () => {
  const customer: Actor = { kind: 'customer', tenantId: ID, id: ID, familyId: ID };
  const staff: Actor = { kind: 'staff', tenantId: ID, id: ID, familyId: ID, role: 'support', permissions: ['orders.read'] };
  const operator: Actor = { kind: 'operator', id: ID };

  it.each([
    ['public', undefined, undefined],
    ['customer', customer, undefined],
    ['customer', undefined, 'not-signed-in'],
    ['customer', staff, 'not-signed-in'],
    ['staff', staff, undefined],
    ['staff', customer, 'not-signed-in'],
    ['orders.read', staff, undefined],
    ['payments.record', staff, 'not-allowed'],
    ['orders.read', operator, 'not-signed-in'],
    ['operator', operator, undefined],
    ['operator', staff, 'not-signed-in'],
  ] as const)('%s', (access, actor, code) => {
    const attempt = (): void => requireAccess(access, actor, false);

    if (code === undefined) expect(attempt).not.toThrow();
    else expect(attempt).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('lets no permission be open to anybody but staff who have it', () => {
    for (const permission of PERMISSIONS) {
      for (const actor of [undefined, customer, operator, { ...staff, permissions: [] }])
        expect(() => requireAccess(permission, actor, false)).toThrow();
    }
  });

  it('tells an ended session from a missing one', () => {
    expect(() => requireAccess('customer', undefined, true)).toThrow(expect.objectContaining({ code: 'session-ended' }) as Error);
  });

  it.each([
    ['Bearer abc.def', 'abc.def'],
    ['bearer abc', 'abc'],
    ['Basic abc', undefined],
    ['Bearer a b', undefined],
    ['Bearer ', undefined],
    [undefined, undefined],
  ])('reads the token of %j', (header, token) => {
    expect(bearerToken(header)).toBe(token);
  });
});

describe('origins', () => {
  const policy = {
    own: ['https://shop.example'],
    keys: [
      { key: 'pk_1', origins: ['https://a.example'] },
      { key: 'pk_2', origins: ['https://b.example'] },
    ],
    foreign: true,
  };

  it.each([
    ['https://shop.example', 'own'],
    ['http://shop.example', 'unlisted'],
    ['https://shop.example.evil.example', 'unlisted'],
    ['https://a.example', 'listed'],
    ['https://a.example:8443', 'unlisted'],
    ['null', 'unlisted'],
  ])('judges %s as %s', (origin, verdict) => {
    expect(judgeOrigin(origin, policy)).toBe(verdict);
  });

  it('lists nobody where foreign pages have no business', () => {
    expect(judgeOrigin('https://a.example', { ...policy, foreign: false })).toBe('unlisted');
  });

  it('takes the key of one site from that site only', () => {
    expect(keyFits('https://a.example', 'pk_1', policy)).toBe(true);
    expect(keyFits('https://a.example', 'pk_2', policy)).toBe(false);
    expect(keyFits('https://a.example', undefined, policy)).toBe(false);
  });
});

describe('addresses', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
  ])('%s counts as %s', (address, key) => {
    expect(addressKey(address)).toBe(key);
  });

  it.each([
    ['127.0.0.1', true],
    ['::1', true],
    ['10.1.2.3', true],
    ['::ffff:192.168.0.1', true],
    ['8.8.8.8', false],
    ['nonsense', false],
  ])('%s is private: %s', (address, expected) => {
    expect(isPrivateAddress(address)).toBe(expected);
  });
});

describe('cursors', () => {
  const row = { id: ID, createdAt: new Date('2026-03-01T10:00:00.123Z') };

  it('come back as they went', () => {
    expect(decodeCursor(encodeCursor(row))).toEqual({ id: ID, createdAt: row.createdAt });
    expect(decodeCursor(undefined)).toBeUndefined();
  });

  it.each(['', 'x', '%', Buffer.from('1.not-an-id').toString('base64url'), Buffer.from(`x.${ID}`).toString('base64url')])(
    'refuses %j',
    text => {
      expect(() => decodeCursor(text)).toThrow(expect.objectContaining({ code: 'invalid-input' }) as Error);
    },
  );

  it('point at the next page only where there is one', () => {
    expect(pageOf([row, row], 1)).toEqual({ rows: [row], next: encodeCursor(row) });
    expect(pageOf([row], 1)).toEqual({ rows: [row], next: null });
    expect(pageOf([], 1)).toEqual({ rows: [], next: null });
  });
});

describe('unsafe values', () => {
  it.each([
    ['NUL', { a: ['x', 'y\0'] }, 'a.1'],
    ['half a character', { a: { b: '\ud800' } }, 'a.b'],
    ['a NUL in a name', { 'a\0': 1 }, 'body'],
    ['__proto__', JSON.parse('{"a":{"__proto__":1}}'), 'a'],
  ])('names where %s stands', (_, value, field) => {
    expect(findUnsafe(value)).toMatchObject({ field });
  });

  it('lets everything else pass', () => {
    expect(findUnsafe({ a: ['😀', 1, null, true, { b: 'слово\n' }] })).toBeUndefined();
  });
});

describe('intents', () => {
  it('are equal whatever the order of their fields', () => {
    expect(hashOf({ a: 1, b: { c: [1, 2], d: 'x' } })).toBe(hashOf({ b: { d: 'x', c: [1, 2] }, a: 1 }));
  });

  it.each([
    [{ a: 1 }, { a: '1' }],
    [{ a: [1, 2] }, { a: [2, 1] }],
    [{ a: {} }, { a: [] }],
    [{ a: [['b', 1]] }, { a: { b: 1 } }],
    [{ a: null }, {}],
  ])('differ where meaning differs: %j and %j', (one, other) => {
    expect(hashOf(one)).not.toBe(hashOf(other));
  });

  it('of guests at different addresses are kept apart', () => {
    expect(subjectOf(undefined, '203.0.113.1')).not.toBe(subjectOf(undefined, '203.0.113.2'));
    expect(subjectOf({ kind: 'operator', id: ID }, '203.0.113.1')).toBe(`operator:${ID}`);
  });
});

describe('entity tags', () => {
  it.each([
    ['W/"a"', 'W/"a"', true],
    ['"a"', 'W/"a"', true],
    ['"b", W/"a"', 'W/"a"', true],
    ['*', 'W/"a"', true],
    ['"b"', 'W/"a"', false],
    [undefined, 'W/"a"', false],
  ])('%s against %s', (header, etag, expected) => {
    expect(matches(header, etag)).toBe(expected);
  });
});
