import { isUuid } from '../database/index.js';
import { Problem } from './problem.js';

/** The last row of a page: lists are ordered by time and, where times are equal, by id. */
export interface Cursor {
  readonly createdAt: Date;
  readonly id: string;
}

export const encodeCursor = ({ createdAt, id }: Cursor): string =>
  Buffer.from(`${createdAt.getTime()}.${id}`).toString('base64url');

/** Where the next page begins; undefined for the first page. */
export function decodeCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined;
  const [, time, id] = /^(\d{1,15})\.(.+)$/.exec(Buffer.from(text, 'base64url').toString('utf8')) ?? [];
  if (time === undefined || id === undefined || !isUuid(id)) throw Problem.field('cursor', 'is not a cursor of this list');
  return { createdAt: new Date(Number(time)), id };
}

/** Takes the rows of a query for `limit + 1` apart: the page, and the cursor of the one after it. */
export function pageOf<Row extends Cursor>(
  rows: readonly Row[],
  limit: number,
): { readonly rows: readonly Row[]; readonly next: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last ? encodeCursor(last) : null };
}
