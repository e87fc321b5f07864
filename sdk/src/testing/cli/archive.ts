import { gzipSync } from 'node:zlib';

export interface ArchivedFile {
  readonly path: string;
  readonly content: Uint8Array;
}

const BLOCK = 512;

/** The same files give the same bytes, whenever and wherever they are packed: no times, no owners, sorted names. */
export function archiveOf(files: readonly ArchivedFile[]): Buffer {
  const sorted = files.toSorted((left, right) => (left.path < right.path ? -1 : 1));
  const tar = Buffer.concat([...sorted.flatMap(blocksOf), Buffer.alloc(2 * BLOCK)]);
  const packed = gzipSync(tar, { level: 9 });
  // The header names the system it was made on; 255 is "unknown" (RFC 1952).
  packed[9] = 255;
  return packed;
}

function blocksOf(file: ArchivedFile): readonly Buffer[] {
  const padding = Buffer.alloc((BLOCK - (file.content.length % BLOCK)) % BLOCK);
  return [headerOf(file), Buffer.from(file.content), padding];
}

/** A header of POSIX ustar. */
function headerOf({ path, content }: ArchivedFile): Buffer {
  if (Buffer.byteLength(path) > 100) throw new RangeError(`${path} is too long a name for the archive`);
  const header = Buffer.alloc(BLOCK);
  header.write(path, 0);
  header.write('0000644\0', 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\0', 257);
  header.write('00', 263);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
