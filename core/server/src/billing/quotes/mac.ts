import { hash } from 'node:crypto';

const BLOCK = 64;

/**
 * HMAC-SHA-256 (RFC 2104) with a key that stays the same, by Node's one-shot hash: a quote is signed with every answer,
 * and an Hmac object costs five times as much as the two hashes that it makes. The inner hash goes into the outer one in
 * hexadecimal, which keeps both inputs text: nothing in the construction asks for raw bytes, only for the same ones.
 */
export class Mac {
  /** All below 128, so that as text in UTF-8 they are the same bytes. */
  private readonly inner: string;
  private readonly outer: string;

  /** The key's bytes must be ASCII, and at most a block of them: a key in hexadecimal is both. */
  constructor(key: string) {
    const bytes = Buffer.from(key);
    if (bytes.length > BLOCK || bytes.some(byte => byte > 127))
      throw new RangeError(`A key is at most ${BLOCK} ASCII characters`);
    const padded = (pad: number): string =>
      String.fromCharCode(...Array.from({ length: BLOCK }, (_, index) => (bytes[index] ?? 0) ^ pad));
    this.inner = padded(0x36);
    this.outer = padded(0x5c);
  }

  /** In base64url. */
  of(text: string): string {
    return hash('sha256', this.outer + hash('sha256', this.inner + text, 'hex'), 'base64url');
  }
}
