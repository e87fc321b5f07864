import { signal } from '@angular/core';
import { ApiProblem, type Api } from '@hostwright/kit';
import type { SavedMethod } from '@hostwright/sdk/http';
import { Reading } from '../platform/reading.js';

/** The cards and accounts that renewals may be charged to. */
export class SavedMethods {
  private readonly reading = new Reading<readonly SavedMethod[]>();
  private readonly working = signal<string | undefined>(undefined);
  private readonly refused = signal<ApiProblem | undefined>(undefined);

  readonly items = this.reading.value;
  readonly missing = this.reading.problem;
  readonly problem = this.refused.asReadonly();
  /** The one that is being changed. */
  readonly busy = this.working.asReadonly();
  /** The one whose removal waits for a second word. */
  readonly confirming = signal<string | undefined>(undefined);

  constructor(private readonly api: Pick<Api, 'call'>) {}

  load(): Promise<void> {
    return this.reading.read(async () => (await this.api.call('listSavedMethods')).items);
  }

  makeDefault(savedMethodId: string): Promise<void> {
    return this.work(savedMethodId, () => this.api.call('setDefaultMethod', { params: { savedMethodId } }));
  }

  remove(savedMethodId: string): Promise<void> {
    if (this.confirming() !== savedMethodId) {
      this.confirming.set(savedMethodId);
      return Promise.resolve();
    }
    return this.work(savedMethodId, () => this.api.call('removeSavedMethod', { params: { savedMethodId } }));
  }

  private async work(savedMethodId: string, call: () => Promise<unknown>): Promise<void> {
    if (this.working()) return;
    this.working.set(savedMethodId);
    this.confirming.set(undefined);
    this.refused.set(undefined);
    try {
      await call();
      await this.load();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      this.refused.set(error);
    } finally {
      this.working.set(undefined);
    }
  }
}
