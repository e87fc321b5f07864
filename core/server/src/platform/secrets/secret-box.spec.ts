import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SecretBox, SecretUnreadable } from './secret-box.js';

const box = (secretKey = randomBytes(32), previousSecretKeys: Buffer[] = []) => new SecretBox({ secretKey, previousSecretKeys });

describe('SecretBox', () => {
  it('opens what it sealed, whatever the alphabet', () => {
    const boxes = box();

    for (const plain of ['', 'sk_live_1', 'пароль · 密码', 'x'.repeat(10_000)]) {
      expect(boxes.open(boxes.seal(plain, 'p'), 'p')).toBe(plain);
    }
  });

  it('never seals the same text the same way', () => {
    const boxes = box();

    expect(boxes.seal('sk', 'p')).not.toBe(boxes.seal('sk', 'p'));
  });

  it('keeps a secret shut for another purpose', () => {
    const boxes = box();
    const sealed = boxes.seal('sk', 'plugin/tenant-1/i-1/key');

    expect(() => boxes.open(sealed, 'plugin/tenant-2/i-1/key')).toThrow(SecretUnreadable);
  });

  it('refuses a text with one character changed in any part', () => {
    const boxes = box();
    const sealed = boxes.seal('secret value', 'p');

    for (let at = 0; at < sealed.length; at += 1) {
      const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
      expect(() => boxes.open(changed, 'p'), `character ${at}`).toThrow(SecretUnreadable);
    }
  });

  it('refuses a shortened tag', () => {
    const boxes = box();
    const parts = boxes.seal('secret value', 'p').split('.');
    parts[3] = Buffer.from(parts[3]!, 'base64url').subarray(0, 4).toString('base64url');

    expect(() => boxes.open(parts.join('.'), 'p')).toThrow(SecretUnreadable);
  });

  it('opens under an earlier key and says that the seal is stale', () => {
    const [earlier, later] = [randomBytes(32), randomBytes(32)];
    const sealed = box(earlier).seal('sk', 'p');
    const rotated = box(later, [earlier]);

    expect(rotated.open(sealed, 'p')).toBe('sk');
    expect(rotated.isStale(sealed)).toBe(true);
    expect(rotated.isStale(rotated.seal('sk', 'p'))).toBe(false);
    expect(() => box(later).open(sealed, 'p')).toThrow(/does not have/);
  });
});
