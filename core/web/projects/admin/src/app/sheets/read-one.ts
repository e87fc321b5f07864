import { DestroyRef, effect, inject, type Signal, untracked } from '@angular/core';
import type { LiveEventName } from '@hostwright/sdk/http';
import { LIVE } from '../access/connection.js';
import { Reading } from '../state/reading.js';

/** Reads the one that the address names, and again whenever it is told to have changed. */
export function readOne<Value>(
  id: Signal<string>,
  read: (id: string, signal: AbortSignal) => Promise<Value>,
  changes?: LiveEventName,
): Reading<Value, string> {
  const reading = new Reading<Value, string>(read);
  effect(() => {
    const wanted = id();
    untracked(() => void reading.start(wanted));
  });
  const stop = inject(LIVE).listen(event => {
    if (event.name === changes && event.id === id()) void reading.load(event.id);
  });
  inject(DestroyRef).onDestroy(stop);
  return reading;
}
