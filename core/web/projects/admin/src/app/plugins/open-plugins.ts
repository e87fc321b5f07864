import { inject, Injectable } from '@angular/core';
import { API } from '../access/connection.js';
import { Reading } from '../state/reading.js';

/** The plugins behind the open sheet; the sheet draws its form from them and asks for them again after a change. */
@Injectable()
export class OpenPlugins {
  private readonly api = inject(API);
  readonly reading = new Reading((_wish: void, signal) => this.api.call('listPlugins', { signal }));
}
