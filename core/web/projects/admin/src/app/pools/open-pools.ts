import { inject, Injectable } from '@angular/core';
import { API } from '../access/connection.js';
import { Reading } from '../state/reading.js';

/** The pools behind the open sheet: sheets read theirs from it and ask it to read again after a change. */
@Injectable()
export class OpenPools {
  private readonly api = inject(API);

  readonly reading = new Reading((_wish: void, signal) => this.api.call('listPools', { signal }));
}
