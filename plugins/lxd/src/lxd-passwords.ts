import { createHash, createHmac } from 'node:crypto';

const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 20;
export const NO_PASSWORD = 'none';

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** A fingerprint of a call, so that its second attempt is known as such. */
export const callMark = (idempotencyKey: string): string => shortHash(`call:${idempotencyKey}`);

/**
 * Passwords of root are derived from our client key and a seed in the container's config, so that a password which was
 * set before its answer got lost is known all the same. Whoever reads the seed without the key knows nothing.
 */
export class Passwords {
  constructor(private readonly key: string) {}

  /** A seed for one intent: the same for each attempt at it. */
  seed(idempotencyKey: string): string {
    return `${this.keyMark()}:${shortHash(`seed:${idempotencyKey}`)}`;
  }

  /** Undefined where the image takes none, or where our key is not the one any more that it was made with. */
  of(name: string, seed: string): string | undefined {
    if (!seed.startsWith(`${this.keyMark()}:`)) return undefined;
    const bytes = createHmac('sha512', this.key).update(`root:${name}:${seed}`).digest();
    // 54 letters and 256 values: a letter's chance differs by less than a bit in all twenty together.
    return [...bytes.subarray(0, LENGTH)].map(byte => LETTERS[byte % LETTERS.length]).join('');
  }

  private keyMark(): string {
    return shortHash(`key:${this.key}`).slice(0, 8);
  }
}
