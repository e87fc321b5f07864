import type { StatementFile } from '@hostwright/sdk';
import type { ReadStatement } from '@hostwright/sdk/http';
import { Problem } from '../../platform/http/index.js';

/** The bytes of a file that came in JSON. */
export function fileOf({ name, encoding, content }: ReadStatement['file']): StatementFile {
  if (encoding === 'text') return { name, bytes: Buffer.from(content, 'utf8') };
  const bytes = Buffer.from(content, 'base64');
  // Node skips what is no base64; a file that lost characters on its way must not be read as a whole one.
  if (bytes.toString('base64') !== content) throw Problem.field('file.content', 'must be base64 with its padding', 'bad-base64');
  return { name, bytes };
}
