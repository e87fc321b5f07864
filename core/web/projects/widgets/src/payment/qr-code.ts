import { encode } from 'uqr';

export interface QrCode {
  /** Modules on a side, with the quiet zone that readers need. */
  readonly size: number;
  /** One path of SVG: a bar for each run of dark modules. */
  readonly path: string;
}

const QUIET = 4;

/** A module of its own: only pages that show a code load it. */
export function drawQrCode(payload: string): QrCode {
  const { data, size } = encode(payload, { ecc: 'M', border: QUIET });
  const bars = data.flatMap((row, y) => runsOf(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`));
  return { size, path: bars.join('') };
}

function runsOf(row: readonly boolean[]): (readonly [from: number, length: number])[] {
  return row.flatMap((isDark, x) => {
    if (!isDark || row[x - 1]) return [];
    const end = row.indexOf(false, x);
    return [[x, (end < 0 ? row.length : end) - x] as const];
  });
}
