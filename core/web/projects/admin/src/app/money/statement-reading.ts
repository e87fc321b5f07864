import type { StatementReading, StatementVerdict } from '@hostwright/sdk/http';

/** What staff look at first: what needs them, then what pays, then what changes nothing. */
const VERDICTS: readonly StatementVerdict[] = [
  'amount-differs',
  'unmatched',
  'other-currency',
  'matched',
  'already-imported',
  'outgoing',
];

/** How many bookings of each kind, without the kinds that there are none of. */
export function countVerdicts({ lines }: Pick<StatementReading, 'lines'>): readonly (readonly [StatementVerdict, number])[] {
  return VERDICTS.map(verdict => [verdict, lines.filter(line => line.verdict === verdict).length] as const).filter(
    ([, count]) => count > 0,
  );
}

/** Bookings that an import would bring: all that are new. */
export const newLines = ({ lines }: Pick<StatementReading, 'lines'>): number =>
  lines.filter(({ verdict }) => verdict !== 'already-imported' && verdict !== 'outgoing').length;

const CHUNK = 0x8000;

/** Base64 of a file's bytes, whatever their encoding: the plugin that reads the file knows it. */
export function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}
