import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { Router } from '@angular/router';
import type { Pool } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Ask } from '../parts/ask.js';
import { Failure } from '../parts/failure.js';
import { Notices } from '../parts/notices.js';
import { Sheet } from '../sheets/sheet.js';
import { Attempt } from '../state/attempt.js';
import { Words } from '../words/words.js';
import { OpenPools } from './open-pools.js';

const NEW = 'new';

/** What a pool is called and where it is; `new` in the address is one that is not there yet. */
@Component({
  selector: 'hw-pool-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, MatButton, MatFormFieldModule, MatInput, Sheet],
  template: `
    <hw-sheet
      [kind]="words.text('one.pool')"
      [heading]="isNew() ? words.text('pool.new') : (pool()?.name ?? '')"
      [isWaiting]="!isNew() && pools.isFirst()"
    >
      @if (isNew() || pool()) {
        <form class="form" novalidate (submit)="$event.preventDefault(); save()">
          <p class="quiet">{{ words.text('pool.why') }}</p>
          <mat-form-field>
            <mat-label>{{ words.text('column.name') }}</mat-label>
            <input matInput autocomplete="off" maxlength="80" [value]="name()" (input)="name.set($any($event.target).value)" />
          </mat-form-field>
          <mat-form-field>
            <mat-label>{{ words.text('column.location') }}</mat-label>
            <input
              matInput
              autocomplete="off"
              maxlength="80"
              [value]="location()"
              (input)="location.set($any($event.target).value)"
            />
          </mat-form-field>
          <mat-form-field>
            <mat-label>{{ words.text('pool.tier') }}</mat-label>
            <input matInput autocomplete="off" maxlength="40" [value]="tier()" (input)="tier.set($any($event.target).value)" />
            <mat-hint>{{ words.text('pool.tier.hint') }}</mat-hint>
          </mat-form-field>
          @if (attempt.problem(); as problem) {
            <hw-failure [problem]="problem" [kept]="words.text('form.kept')" [mayRetry]="false" />
          }
          <div class="actions">
            <button mat-flat-button type="submit" [disabled]="!name().trim() || attempt.isBusy()">
              {{ words.text(isNew() ? 'pool.add' : 'action.save') }}
            </button>
            @if (pool(); as one) {
              <button mat-button type="button" [disabled]="one.members.length > 0 || attempt.isBusy()" (click)="remove(one)">
                {{ words.text('pool.remove') }}
              </button>
            }
          </div>
          @if (pool()?.members?.length) {
            <p class="quiet">{{ words.text('pool.remove.members') }}</p>
          }
        </form>
      } @else if (pools.value()) {
        <p class="quiet">{{ words.text('problem.not-found') }}</p>
      }
    </hw-sheet>
  `,
  styleUrls: ['../sheets/sheet-content.css', './pool-forms.css'],
})
export class PoolSheet {
  readonly poolId = input.required<string>();

  protected readonly words = inject(Words);
  protected readonly pools = inject(OpenPools).reading;
  private readonly api = inject(API);
  private readonly ask = inject(Ask);
  private readonly notices = inject(Notices);
  private readonly router = inject(Router);

  protected readonly attempt = new Attempt();
  protected readonly isNew = computed(() => this.poolId() === NEW);
  protected readonly pool = computed(() => this.pools.value()?.items.find(({ id }) => id === this.poolId()));
  private readonly known = computed(() => this.pool()?.id);
  protected readonly name = linkedSignal(() => this.begun(pool => pool.name));
  protected readonly location = linkedSignal(() => this.begun(pool => pool.location));
  protected readonly tier = linkedSignal(() => this.begun(pool => pool.tier));

  protected async save(): Promise<void> {
    const body = { name: this.name().trim(), location: this.location().trim(), tier: this.tier().trim() };
    if (!body.name) return;
    const pool = this.pool();
    const answer = await this.attempt.run(() =>
      pool ? this.api.call('updatePool', { params: { poolId: pool.id }, body }) : this.api.call('createPool', { body }),
    );
    if (!answer) return;
    this.notices.say(this.words.text('form.saved'));
    await this.pools.load();
    void this.router.navigate(pool ? ['/pools'] : ['/pools', answer.id, NEW], { replaceUrl: true });
  }

  protected async remove(pool: Pool): Promise<void> {
    const question = { title: this.words.text('pool.remove.ask', { name: pool.name }), text: this.words.text('pool.remove.why') };
    if (!(await this.ask.whether({ ...question, confirm: this.words.text('pool.remove') }))) return;
    const answer = await this.attempt.run(() => this.api.call('removePool', { params: { poolId: pool.id } }));
    if (answer === undefined) return;
    await this.pools.load();
    void this.router.navigate(['/pools']);
  }

  /** What is typed stays although the pool is read again: only another pool begins anew. */
  private begun(read: (pool: Pool) => string): string {
    return this.known() === undefined ? '' : untracked(() => read(this.pool()!));
  }
}
