import { PluginFailure } from '@hostwright/sdk';

const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const CODED = 'hw~';
const LONGEST = 200;

/** The daemon allows neither spaces nor slashes: a name with anything unusual in it is written in an alphabet of letters. */
export function writeSnapshotName(name: string): string {
  if (PLAIN.test(name)) return name;
  const coded = CODED + Buffer.from(name, 'utf8').toString('base64url');
  if (name !== '' && coded.length <= LONGEST) return coded;
  throw PluginFailure.final('The name of the snapshot is empty or too long', { code: 'bad-snapshot-name' });
}

export const readSnapshotName = (id: string): string =>
  id.startsWith(CODED) ? Buffer.from(id.slice(CODED.length), 'base64url').toString('utf8') : id;
