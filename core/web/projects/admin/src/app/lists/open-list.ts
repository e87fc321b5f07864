import { computed, inject, Injectable, signal } from '@angular/core';
import { API } from '../access/connection.js';
import { Collection, type Identified } from '../state/collection.js';
import type { ListDefinition, ListQuery } from './list-definition.js';

/** The list behind the open sheet: sheets read their row from it and ask it to refresh after a change. */
@Injectable()
export class OpenList {
  private readonly api = inject(API);
  private readonly current = signal<
    { readonly definition: ListDefinition; readonly rows: Collection<Identified, ListQuery> } | undefined
  >(undefined);

  readonly definition = computed(() => this.current()?.definition);
  readonly rows = computed(() => this.current()?.rows);
  /** The row that is shown in the sheet, or where the keyboard is. */
  readonly selected = signal<string | undefined>(undefined);

  open(definition: ListDefinition): void {
    this.current.set({ definition, rows: new Collection(definition.read(this.api)) });
  }

  async refresh(): Promise<void> {
    await this.rows()?.refresh();
  }

  /** The neighbour of a row, `by` rows down; stays at the ends. */
  neighbour(id: string | undefined, by: 1 | -1): string | undefined {
    const items = this.rows()?.items() ?? [];
    const index = items.findIndex(row => row.id === id);
    if (index < 0) return (by === 1 ? items.at(0) : items.at(-1))?.id;
    return (items[index + by] ?? items[index])?.id;
  }
}
