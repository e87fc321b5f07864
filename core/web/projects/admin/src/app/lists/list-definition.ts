import type { Type } from '@angular/core';
import type { MoneyJson } from '@hostwright/sdk';
import type { Api } from '@hostwright/kit';
import type { Identified, ReadPage } from '../state/collection.js';
import type { Words, WordKey } from '../words/words.js';

/** What may stand in a cell; each kind is drawn one way everywhere. */
export type Cell =
  | { readonly kind: 'text'; readonly text: string; readonly below?: string }
  | { readonly kind: 'money'; readonly money: MoneyJson | null; readonly below?: string }
  | { readonly kind: 'moment'; readonly at: string | null }
  | { readonly kind: 'state'; readonly state: string }
  | { readonly kind: 'code'; readonly text: string };

export interface Column<Row> {
  readonly label: WordKey;
  readonly cell: (row: Row, words: Words) => Cell;
  /** Figures stand under each other, so their heading stands on their side. */
  readonly isMoney?: boolean;
  /** Left out where the window is narrow but still a table. */
  readonly isMinor?: boolean;
}

/** Names of what the address may ask of a list. */
export type ListParam =
  'search' | 'state' | 'view' | 'kind' | 'group' | 'customerId' | 'statementId' | 'installationId' | 'serviceId' | 'poolId';

/** What the address asks of a list. */
export type ListQuery = Readonly<Partial<Record<ListParam, string>>>;

/** A choice beside that of the state. */
export interface ListChoice {
  readonly param: 'view' | 'kind';
  readonly label: WordKey;
  /** Before the options in their words. */
  readonly words: string;
  readonly options: readonly string[];
  /** What is said for "all of them"; that option is the absence of the others. */
  readonly all: WordKey;
}

export type ListName =
  | 'orders'
  | 'customers'
  | 'services'
  | 'invoices'
  | 'payments'
  | 'refunds'
  | 'disputes'
  | 'unmatched'
  | 'bookings'
  | 'differences'
  | 'comparisons'
  | 'tasks'
  | 'inventory'
  | 'placements'
  | 'reconciliation'
  | 'walks'
  | 'deliveries'
  | 'audit';

export interface ListDefinition<Row extends Identified = Identified> {
  readonly name: ListName;
  readonly title: WordKey;
  readonly states: readonly string[];
  /** Absent where the list cannot be searched. */
  readonly searchHint?: WordKey;
  /** The state that is shown where the address names none. */
  readonly firstState?: string;
  /** Before the states in their words, where a word of everybody's would say something else. */
  readonly stateWords?: string;
  readonly choices?: readonly ListChoice[];
  readonly empty: WordKey;
  /** What stands between the heading and the rows. */
  readonly above?: () => Promise<Type<unknown>>;
  /** A change that is told live and concerns these rows. */
  readonly changes?: string;
  /** The first column names the row; it stays in view when a narrow screen scrolls. */
  readonly columns: readonly [Column<Row>, ...Column<Row>[]];
  readonly read: (api: Api) => ReadPage<Row, ListQuery>;
}

/** Lets a table of columns be checked against its rows, then be used where the row's type does not matter. */
export function defineList<Row extends Identified>(definition: ListDefinition<Row>): ListDefinition {
  return definition as unknown as ListDefinition;
}

export const text = (value: string, below?: string): Cell => ({ kind: 'text', text: value, ...(below && { below }) });
export const code = (value: string): Cell => ({ kind: 'code', text: value });
export const state = (value: string): Cell => ({ kind: 'state', state: value });
export const moment = (at: string | null): Cell => ({ kind: 'moment', at });
export const money = (value: MoneyJson | null): Cell => ({ kind: 'money', money: value });

/** A word that somebody typed into the address asks for nothing. */
export function oneOf<Name extends string, Word extends string>(
  name: Name,
  words: readonly Word[],
  wanted: string | undefined,
): { readonly [N in Name]?: Word } {
  const known = words.find(word => word === wanted);
  return (known === undefined ? {} : { [name]: known }) as { readonly [N in Name]?: Word };
}
