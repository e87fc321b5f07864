import { encode } from 'uqr';
import { expect, it } from 'vitest';
import { drawQrCode } from './qr-code.js';

/** Fills the squares of a path of bars. */
function filled(path: string, size: number): boolean[][] {
  const squares = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  for (const [, x, y, length] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g))
    for (let step = 0; step < Number(length); step++) squares[Number(y)]![Number(x) + step] = true;
  return squares;
}

it.each(['BCD\n002\n1\nSCT\n\nTuulik OÜ\nEE807700771000458213\nEUR12.00\n\n\nRF18539007547034', 'короткий', '0'])(
  'draws every module of the code and a quiet zone around it: %j',
  payload => {
    const { size, path } = drawQrCode(payload);

    expect(filled(path, size)).toEqual(encode(payload, { ecc: 'M', border: 4 }).data);
    expect(filled(path, size)[3]).not.toContain(true);
  },
);
