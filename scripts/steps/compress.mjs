import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const compress = promisify(brotliCompress);
const WORTH = /\.(js|css|html|svg|json)$/;

/** A Brotli copy beside each text file, made once at the highest quality, so that the server never compresses on request. */
export async function compressBelow(folder) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) await compressBelow(file);
    else if (WORTH.test(entry.name)) {
      const body = await readFile(file);
      await writeFile(
        `${file}.br`,
        await compress(body, {
          params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
        }),
      );
    }
  }
}
