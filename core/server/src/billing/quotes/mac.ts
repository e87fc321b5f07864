import { hash } from 'node:crypto';

const BLOCK = 64;

/**
 * HMAC-SHA-256 (RFC 2104) with a key that stays the same, by Node's one-shot hash: a quote is signed with every answer,
 * and an Hmac object costs three times as much as the two hashes that it makes.
 */
export class Mac {
  private readonly inner = Buffer.alloc(BLOCK, 0x36);
  private readonly outer = Buffer.alloc(BLOCK + 32, 0x5c);

  constructor(key: Uint8Array) {
    if (key.length > BLOCK) throw new RangeError(`A key has at most ${BLOCK} bytes`);
    key.forEach((byte, index) => {
      this.inner[index]! ^= byte;
      this.outer[index]! ^= byte;
    });
  }

  of(text: string): Buffer {
    const message = Buffer.allocUnsafe(BLOCK + Buffer.byteLength(text));
    this.inner.copy(message);
    message.write(text, BLOCK);
    hash('sha256', message, 'buffer').copy(this.outer, BLOCK);
    return hash('sha256', this.outer, 'buffer');
  }
}
