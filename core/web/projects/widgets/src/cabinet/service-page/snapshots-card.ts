import { ChangeDetectionStrategy, Component, computed, effect, input, signal, untracked } from '@angular/core';
import type { Service, ServiceSnapshot } from '@hostwright/sdk/http';
import { Reading } from '../../platform/reading.js';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/notice.js';
import { TextField } from '../../ui/text-field.js';
import { showBytes } from './amounts.js';
import { Ask } from './ask.js';
import type { PageTexts } from './page-texts.js';
import { may } from './service-actions.js';
import type { ServiceControl } from './service-control.js';
import { isSnapshotName, snapshotNameAt } from './snapshot-name.js';

interface Asked {
  readonly does: 'restore-snapshot' | 'delete-snapshot';
  readonly snapshot: ServiceSnapshot;
}

/** Copies of the disk: what there is, a new one, back to one, away with one. */
@Component({
  selector: 'hw-snapshots-card',
  imports: [Ask, Icon, Notice, TextField],
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './snapshots-card.html',
})
export class SnapshotsCard {
  readonly control = input.required<ServiceControl>();
  readonly service = input.required<Service>();
  readonly texts = input.required<PageTexts>();

  protected readonly reading = new Reading<{ readonly items: readonly ServiceSnapshot[] }>();
  protected readonly making = signal(false);
  protected readonly name = signal('');
  private readonly isWrong = signal(false);
  protected readonly asked = signal<Asked | undefined>(undefined);
  protected readonly isBusy = computed(() => this.control().busy() !== undefined);
  protected readonly mayMake = computed(() => may(this.service(), 'create-snapshot') && !this.isBusy());
  protected readonly mayRestore = computed(() => may(this.service(), 'restore-snapshot') && !this.isBusy());
  protected readonly mayDelete = computed(() => may(this.service(), 'delete-snapshot') && !this.isBusy());
  /** Something was done to the server: the list may be another one. */
  private readonly stamp = computed(() => {
    const [latest] = this.service().operations;
    return `${latest?.id ?? ''} ${latest?.state ?? ''}`;
  });
  protected readonly wrong = computed(() => {
    const refused = this.control().problemOf('create-snapshot');
    if (this.isWrong()) return this.texts().text('wrong.snapshot-name');
    if (refused?.errorAt('name')?.code === 'taken') return this.texts().text('wrong.snapshot-taken');
    return refused ? this.texts().problem(refused) : '';
  });

  constructor() {
    effect(() => {
      this.stamp();
      this.control();
      untracked(() => this.load());
    });
  }

  protected load(): void {
    const { shop, params } = this.control();
    void this.reading.read(() => shop.api.call('listServiceSnapshots', { params }));
  }

  protected begin(): void {
    if (!this.mayMake()) return;
    this.control().forgetProblem();
    this.isWrong.set(false);
    this.asked.set(undefined);
    this.name.set(snapshotNameAt(new Date()));
    this.making.set(true);
  }

  protected async make(event: Event): Promise<void> {
    event.preventDefault();
    const name = this.name().trim().toLowerCase();
    this.isWrong.set(!isSnapshotName(name));
    if (this.isWrong()) return;
    if (await this.control().order({ action: 'create-snapshot', name })) this.making.set(false);
  }

  protected ask(asked: Asked, isAllowed: boolean): void {
    if (!isAllowed) return;
    this.control().forgetProblem();
    this.making.set(false);
    this.asked.set(asked);
  }

  protected async confirm({ does, snapshot: { id: snapshotId } }: Asked, confirmation: string): Promise<void> {
    const isTaken = await this.control().order(
      does === 'restore-snapshot' ? { action: does, snapshotId, confirmation } : { action: does, snapshotId },
    );
    if (isTaken) this.asked.set(undefined);
  }

  protected detail(snapshot: ServiceSnapshot): string {
    const texts = this.texts();
    const size = snapshot.sizeBytes === null ? '' : showBytes(Number(snapshot.sizeBytes), texts.locale());
    return [texts.moment(snapshot.createdAt), size, snapshot.ready ? '' : texts.text('snapshot-in-work')]
      .filter(Boolean)
      .join(' · ');
  }
}
