import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, keyId, type Config } from '../config/index.js';

const VERSION = 'v1';
const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A sealed text cannot be opened: its key is gone, it was changed, or it was sealed for another purpose. */
export class SecretUnreadable extends Error {
  override readonly name = 'SecretUnreadable';
}

/**
 * Keeps secrets where the database may be read by others. Each purpose has a key of its own, and the purpose is part of
 * what is authenticated: a secret copied to another row, tenant or column does not open. Text sealed under an earlier
 * key of the installation still opens, so keys can be rotated.
 */
@Injectable()
export class SecretBox {
  private readonly current: Buffer;
  private readonly keys: ReadonlyMap<string, Buffer>;

  constructor(@Inject(CONFIG) config: Pick<Config, 'secretKey' | 'previousSecretKeys'>) {
    this.current = config.secretKey;
    this.keys = new Map([...config.previousSecretKeys, config.secretKey].map(key => [keyId(key), key]));
  }

  /** `purpose` says whose secret it is and what for, such as `service-password/<tenant>/<service>`. */
  seal(plain: string, purpose: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, purposeKey(this.current, purpose), iv).setAAD(Buffer.from(purpose));
    const data = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return [VERSION, keyId(this.current), ...[iv, cipher.getAuthTag(), data].map(part => part.toString('base64url'))].join('.');
  }

  open(sealed: string, purpose: string): string {
    const [version, id = '', ...encoded] = sealed.split('.');
    const [iv, tag, data] = encoded.map(bytes);
    if (version !== VERSION || encoded.length !== 3 || iv?.length !== IV_BYTES || tag?.length !== TAG_BYTES || !data) {
      throw new SecretUnreadable('The text is not a sealed secret');
    }
    const key = this.keys.get(id);
    if (!key) throw new SecretUnreadable(`The secret was sealed under the key ${id}, which this installation does not have`);
    const decipher = createDecipheriv(CIPHER, purposeKey(key, purpose), iv).setAAD(Buffer.from(purpose)).setAuthTag(tag);
    try {
      return Buffer.concat([decipher.update(data), decipher.final()]).toString('utf8');
    } catch (error) {
      // GCM tells only at the end whether what it gave back may be used.
      throw new SecretUnreadable('The secret was changed or belongs elsewhere', { cause: error });
    }
  }

  /** Whether it was sealed under an earlier key and should be sealed again. */
  isStale(sealed: string): boolean {
    return sealed.split('.')[1] !== keyId(this.current);
  }
}

/** Only the one canonical spelling: there is no second text that means the same. */
function bytes(encoded: string): Buffer | undefined {
  const decoded = Buffer.from(encoded, 'base64url');
  return decoded.toString('base64url') === encoded ? decoded : undefined;
}

const purposeKey = (key: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', `secret box ${purpose}`, 32));
