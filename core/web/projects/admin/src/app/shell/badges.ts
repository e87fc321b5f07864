import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import { ApiProblem } from '@hostwright/kit';
import type { LiveEventName } from '@hostwright/sdk/http';
import { API, LIVE } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';

const PAUSE_MS = 600;

/** What waits, as a figure in the menu. */
export interface Badge {
  readonly count: number;
  /** Something of it should have been done already. */
  readonly isLate: boolean;
}

/** The figures beside the screens of the menu; they follow the shop live, and a figure that cannot be read is not shown. */
@Injectable()
export class Badges {
  private readonly api = inject(API);
  private readonly known = signal<Readonly<Partial<Record<string, Badge>>>>({});
  private readonly timers = new Map<LiveEventName, ReturnType<typeof setTimeout>>();

  readonly of = computed(() => this.known());

  constructor() {
    if (!inject(Permissions).may('services.manage')) return;
    const readers: Partial<Record<LiveEventName, () => Promise<void>>> = {
      'task.changed': () => this.show('tasks', () => this.tasks()),
      'reconciliation.changed': () => this.show('reconciliation', () => this.findings()),
    };
    for (const read of Object.values(readers)) void read();
    const stop = inject(LIVE).listen(({ name }) => {
      const read = readers[name];
      if (!read) return;
      clearTimeout(this.timers.get(name));
      this.timers.set(
        name,
        setTimeout(() => void read(), PAUSE_MS),
      );
    });
    inject(DestroyRef).onDestroy(() => {
      stop();
      for (const timer of this.timers.values()) clearTimeout(timer);
    });
  }

  private async show(path: string, read: () => Promise<Badge>): Promise<void> {
    try {
      const badge = await read();
      this.known.update(known => ({ ...known, [path]: badge }));
    } catch (error) {
      // The screen itself says why.
      if (!(error instanceof ApiProblem)) throw error;
    }
  }

  private async tasks(): Promise<Badge> {
    const { open, overdue } = await this.api.call('countTasks');
    return { count: open, isLate: overdue > 0 };
  }

  private async findings(): Promise<Badge> {
    const { items } = await this.api.call('listReconciledProviders');
    return { count: items.reduce((sum, { open }) => sum + open.drift + open.orphan + open.ghost, 0), isLate: false };
  }
}
