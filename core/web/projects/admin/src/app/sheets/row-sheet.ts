import { computed, inject, linkedSignal, type Signal, type WritableSignal } from '@angular/core';
import type { Identified } from '../state/collection.js';
import { OpenList } from '../lists/open-list.js';

/** For lists whose rows hold everything there is: the sheet shows the row, and asks the server nothing. */
export function rowOf<Row extends Identified>(id: Signal<string>): Signal<Row | undefined> {
  const list = inject(OpenList);
  return computed(() => list.rows()?.find(id()) as Row | undefined);
}

/** Such a row that can be changed: what was just done to it stays on the screen although it may have left the list. */
export function changeableRowOf<Row extends Identified>(id: Signal<string>): WritableSignal<Row | undefined> {
  return linkedSignal<Row | undefined, Row | undefined>({
    source: rowOf<Row>(id),
    computation: (row, before) => row ?? (before?.value?.id === id() ? before.value : undefined),
  });
}
