import { ChangeDetectionStrategy, Component, computed, inject, linkedSignal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { API } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';
import { Failure } from '../parts/failure.js';
import { Notices } from '../parts/notices.js';
import { Skeleton } from '../parts/skeleton.js';
import { Tabs } from '../shell/tabs.js';
import { Attempt } from '../state/attempt.js';
import { Reading } from '../state/reading.js';
import { Words } from '../words/words.js';
import { BOUNDS, readDays, writtenOf, type DaysField } from './written-days.js';

const FIELDS: readonly DaysField[] = ['suspend', 'terminate'];

/** What happens to services that nobody pays for, and when. */
@Component({
  selector: 'hw-dunning-screen',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, MatButton, MatFormFieldModule, MatInput, Skeleton, Tabs],
  template: `
    <hw-tabs of="unpaid" />
    <section>
      <h1>{{ words.text('screen.unpaid') }}</h1>
      <p class="quiet">{{ words.text('dunning.why') }}</p>
      @if (settings.problem(); as problem) {
        <hw-failure [problem]="problem" [mayRetry]="problem.status !== 403" (retry)="settings.load()" />
      }
      @if (settings.isFirst()) {
        <hw-skeleton [lines]="4" />
      }
      @if (settings.value()) {
        <form novalidate (submit)="$event.preventDefault(); save()">
          @for (field of fields; track field) {
            <mat-form-field>
              <mat-label>{{ words.text(field === 'suspend' ? 'dunning.suspend' : 'dunning.terminate') }}</mat-label>
              <input
                matInput
                inputmode="numeric"
                autocomplete="off"
                [readonly]="!mayManage"
                [attr.aria-invalid]="!!read().problems[field]"
                [placeholder]="words.text('dunning.never')"
                [value]="written()[field]"
                (input)="write(field, $any($event.target).value)"
              />
              @if (read().problems[field]; as problem) {
                <mat-hint class="wrong" role="alert">{{
                  problem === 'wrong' ? words.text('dunning.wrong', bounds[field]) : words.text('dunning.too-soon')
                }}</mat-hint>
              } @else {
                <mat-hint>{{ hintOf(field) }}</mat-hint>
              }
            </mat-form-field>
          }
          @if (attempt.problem(); as problem) {
            <hw-failure [problem]="problem" [kept]="words.text('form.kept')" [mayRetry]="false" />
          }
          @if (mayManage) {
            <button mat-flat-button type="submit" [disabled]="!read().settings || !isChanged() || attempt.isBusy()">
              {{ words.text('action.save') }}
            </button>
          }
        </form>
      }
    </section>
  `,
  styleUrl: './dunning-screen.css',
})
export class DunningScreen {
  protected readonly words = inject(Words);
  protected readonly mayManage = inject(Permissions).may('services.manage');
  private readonly api = inject(API);
  private readonly notices = inject(Notices);

  protected readonly fields = FIELDS;
  protected readonly bounds = BOUNDS;
  protected readonly attempt = new Attempt();
  protected readonly settings = new Reading((_wish: void, signal) => this.api.call('getDunningSettings', { signal }));
  private readonly kept = computed(() => {
    const settings = this.settings.value();
    return settings ? writtenOf(settings) : { suspend: '', terminate: '' };
  });
  protected readonly written = linkedSignal(() => this.kept());
  protected readonly read = computed(() => readDays(this.written()));
  protected readonly isChanged = computed(() => FIELDS.some(field => this.written()[field].trim() !== this.kept()[field]));

  constructor() {
    void this.settings.load();
  }

  protected write(field: DaysField, text: string): void {
    this.written.update(written => ({ ...written, [field]: text }));
  }

  protected hintOf(field: DaysField): string {
    const days = this.read().days[field];
    if (days === null || days === undefined)
      return this.words.text(field === 'suspend' ? 'dunning.no-suspension' : 'dunning.no-end');
    return this.words.text(field === 'suspend' ? 'dunning.suspend.days' : 'dunning.terminate.days', { count: days });
  }

  protected async save(): Promise<void> {
    const { settings: body } = this.read();
    if (!body || !this.isChanged()) return;
    const answer = await this.attempt.run(() => this.api.call('updateDunningSettings', { body }));
    if (!answer) return;
    this.settings.set(answer);
    this.notices.say(this.words.text('form.saved'));
  }
}
