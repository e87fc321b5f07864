import { createHash, randomBytes } from 'node:crypto';

/** 256 bits: nobody guesses it, so a fast hash is enough to keep it by. */
export const newToken = (): string => randomBytes(32).toString('base64url');

export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
