import { hash } from 'node:crypto';

const BLOCK = 64;
const DIGEST = 32;

/**
 * HMAC-SHA-256 (RFC 2104) with a key that stays the same, by Node's one-shot hash: a quote is signed with every answer,
 * and an Hmac object costs five times as much as the two hashes that it makes.
 */
export class Mac {
  /** All below 128, so that as text in UTF-8 they are the same bytes. */
  private readonly inner: string;
  private readonly outer: Buffer;

  /** The key's bytes must be ASCII, and at most a block of them: a key in hexadecimal is both. */
  constructor(key: string) {
    const bytes = Buffer.from(key);
    if (bytes.length > BLOCK || bytes.some(byte => byte > 127))
      throw new RangeError(`A key is at most ${BLOCK} ASCII characters`);
    const padded = (pad: number): number[] => Array.from({ length: BLOCK }, (_, index) => (bytes[index] ?? 0) ^ pad);
    this.inner = String.fromCharCode(...padded(0x36));
    this.outer = Buffer.concat([Buffer.from(padded(0x5c)), Buffer.alloc(DIGEST)]);
  }

  /** In base64url. */
  of(text: string): string {
    this.outer.write(hash('sha256', this.inner + text, 'hex'), BLOCK, 'hex');
    return hash('sha256', this.outer, 'base64url');
  }
}
