import { computed, inject, type Signal } from '@angular/core';
import type { Identified } from '../state/collection.js';
import { OpenList } from '../lists/open-list.js';

/** For lists whose rows hold everything there is: the sheet shows the row, and asks the server nothing. */
export function rowOf<Row extends Identified>(id: Signal<string>): Signal<Row | undefined> {
  const list = inject(OpenList);
  return computed(() => list.rows()?.find(id()) as Row | undefined);
}
