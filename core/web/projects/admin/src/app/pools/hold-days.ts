import { ChangeDetectionStrategy, Component, computed, inject, linkedSignal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { API } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';
import { Failure } from '../parts/failure.js';
import { Notices } from '../parts/notices.js';
import { Attempt } from '../state/attempt.js';
import { Reading } from '../state/reading.js';
import { Words } from '../words/words.js';

const MOST_DAYS = 90;

/** For how long an order that nobody pays for keeps its place. */
@Component({
  selector: 'hw-hold-days',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, MatButton],
  template: `
    @if (settings.problem(); as problem) {
      <hw-failure [problem]="problem" (retry)="settings.load()" />
    }
    @if (settings.value()) {
      <form novalidate (submit)="$event.preventDefault(); save()">
        <label for="hold-days">{{ words.text('pool.hold') }}</label>
        <span class="field">
          <input
            id="hold-days"
            inputmode="numeric"
            autocomplete="off"
            [readOnly]="!may('services.manage')"
            [attr.aria-invalid]="days() === undefined"
            [value]="written()"
            (input)="written.set($any($event.target).value)"
          />
          {{ words.text('pool.hold.days', { count: days() ?? 0 }) }}
        </span>
        @if (isChanged()) {
          <button mat-button type="submit" [disabled]="days() === undefined || attempt.isBusy()">
            {{ words.text('action.save') }}
          </button>
        }
        @if (days() === undefined) {
          <p role="alert">{{ words.text('pool.hold.wrong', { most: most }) }}</p>
        }
      </form>
    }
    @if (attempt.problem(); as problem) {
      <hw-failure [problem]="problem" [mayRetry]="false" />
    }
  `,
  styles: `
    form {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 12px;
      color: var(--hw-text-muted);
    }
    .field {
      display: inline-flex;
      align-items: center;
      gap: 8px;
    }
    input {
      inline-size: 4rem;
      block-size: 34px;
      padding-inline: 10px;
      border: 1px solid var(--hw-line-strong);
      border-radius: var(--hw-radius-control);
      background: var(--hw-surface);
      color: var(--hw-text);
      font: inherit;
      font-variant-numeric: tabular-nums;
    }
    input:focus-visible {
      outline: 2px solid var(--hw-focus);
      outline-offset: 1px;
    }
    input[aria-invalid='true'] {
      border-color: var(--hw-danger);
    }
    p {
      margin: 0;
      color: var(--hw-danger);
    }
  `,
})
export class HoldDays {
  protected readonly words = inject(Words);
  protected readonly may = inject(Permissions).may;
  private readonly api = inject(API);
  private readonly notices = inject(Notices);

  protected readonly most = MOST_DAYS;
  protected readonly attempt = new Attempt();
  protected readonly settings = new Reading((_wish: void, signal) => this.api.call('getPlacementSettings', { signal }));
  protected readonly written = linkedSignal(() => this.settings.value()?.holdDays.toString() ?? '');
  protected readonly days = computed(() => {
    const written = this.written().trim();
    return /^\d{1,2}$/.test(written) && Number(written) <= MOST_DAYS ? Number(written) : undefined;
  });
  protected readonly isChanged = computed(() => this.written().trim() !== this.settings.value()?.holdDays.toString());

  constructor() {
    void this.settings.load();
  }

  protected async save(): Promise<void> {
    const holdDays = this.days();
    if (holdDays === undefined || !this.isChanged()) return;
    const answer = await this.attempt.run(() => this.api.call('updatePlacementSettings', { body: { holdDays } }));
    if (!answer) return;
    this.settings.set(answer);
    this.notices.say(this.words.text('form.saved'));
  }
}
