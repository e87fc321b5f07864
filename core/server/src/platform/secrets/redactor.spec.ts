import { describe, expect, it } from 'vitest';
import { Redactor } from './redactor.js';

function knowing(...secrets: string[]): Redactor {
  const redactor = new Redactor();
  secrets.forEach(secret => redactor.learn(secret));
  return redactor;
}

describe('Redactor', () => {
  it('masks a secret in every form in which it travels', () => {
    const redactor = knowing('p@ss "w"/ü');
    const basic = Buffer.from('p@ss "w"/ü').toString('base64');

    const text = redactor.text(
      `plain p@ss "w"/ü, address ${encodeURIComponent('p@ss "w"/ü')}, header ${basic}, json ${JSON.stringify('p@ss "w"/ü')}`,
    );

    expect(text).toBe('plain [secret], address [secret], header [secret], json "[secret]"');
  });

  it('reaches into objects, names, errors and their causes', () => {
    const redactor = knowing('sk_live_1');
    const error = new Error('refused sk_live_1', { cause: new Error('because of sk_live_1') });

    const copy = JSON.stringify(redactor.value({ deep: [{ key: 'sk_live_1' }], sk_live_1: true, error }));

    expect(copy).not.toContain('sk_live_1');
    expect(copy).toContain('because of [secret]');
  });

  it('turns what JSON and PostgreSQL cannot hold into something they can', () => {
    const loop: Record<string, unknown> = { amount: 10n, text: 'a\0b\ud800', not: Number.NaN, bytes: new Uint8Array(3) };
    loop['self'] = loop;

    expect(new Redactor().value(loop)).toEqual({
      amount: '10',
      text: 'a\u{fffd}b\u{fffd}',
      not: 'NaN',
      bytes: '[3 bytes]',
      self: '[circular]',
    });
  });

  it('leaves text alone when the value is too short to be a secret', () => {
    expect(knowing('a', '').text('a banana')).toBe('a banana');
  });
});
