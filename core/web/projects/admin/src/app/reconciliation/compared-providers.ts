import { ChangeDetectionStrategy, Component, DestroyRef, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { ReconciledProvider } from '@hostwright/sdk/http';
import { API, LIVE } from '../access/connection.js';
import { Failure } from '../parts/failure.js';
import { Icon } from '../parts/icon.js';
import { StateBadge } from '../parts/state-badge.js';
import { Attempt } from '../state/attempt.js';
import { Reading } from '../state/reading.js';
import { Words } from '../words/words.js';

const PAUSE_MS = 400;
const KINDS = ['drift', 'orphan', 'ghost'] as const;

/** Each provider, how its last comparison went, and what of it is open. */
@Component({
  selector: 'hw-compared-providers',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, Icon, MatButton, RouterLink, StateBadge],
  template: `
    @if (providers.problem(); as problem) {
      <hw-failure [problem]="problem" [mayRetry]="problem.status !== 403" (retry)="providers.load()" />
    }
    @if (attempt.problem(); as problem) {
      <hw-failure [problem]="problem" [mayRetry]="false" />
    }
    <ul [attr.aria-label]="words.text('compared.providers')">
      @for (provider of providers.value()?.items; track provider.installationId) {
        <li>
          <div class="head">
            <strong>{{ provider.provider }}</strong>
            @if (provider.lastWalk; as walk) {
              <hw-state [state]="'walk-' + walk.state" />
            }
          </div>
          <p>
            @if (provider.lastWalk; as walk) {
              <a [routerLink]="['/walks', walk.id]" [queryParams]="{ installationId: provider.installationId }">{{
                words.moment(walk.startedAt)
              }}</a>
              @if (walk.state === 'done') {
                · {{ words.text('compared.servers', { count: walk.servers }) }}
              }
              @if (walk.problem) {
                <span class="problem">{{ walk.problem }}</span>
              }
            } @else {
              {{ words.text('compared.never') }}
            }
          </p>
          <div class="foot">
            <span class="kinds">
              @for (kind of kinds; track kind) {
                @if (provider.open[kind]) {
                  <a routerLink="/reconciliation" [queryParams]="{ installationId: provider.installationId, kind }">{{
                    words.text($any('compared.' + kind), { count: provider.open[kind] })
                  }}</a>
                }
              }
              @if (isCalm(provider)) {
                <span class="calm"><hw-icon name="check" />{{ words.text('compared.same') }}</span>
              }
            </span>
            <button mat-stroked-button type="button" [disabled]="isAtWork(provider)" (click)="walk(provider)">
              {{ words.text(isAtWork(provider) ? 'compared.walking' : 'compared.walk') }}
              <span class="for-readers">: {{ provider.provider }}</span>
            </button>
          </div>
        </li>
      } @empty {
        @if (providers.value()) {
          <li class="none">{{ words.text('compared.none') }}</li>
        }
      }
    </ul>
  `,
  styleUrl: './compared-providers.css',
})
export class ComparedProviders {
  protected readonly words = inject(Words);
  private readonly api = inject(API);

  protected readonly kinds = KINDS;
  protected readonly attempt = new Attempt();
  private readonly asked = signal<string | undefined>(undefined);
  protected readonly providers = new Reading((_wish: void, signal) => this.api.call('listReconciledProviders', { signal }));

  constructor() {
    void this.providers.load();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = inject(LIVE).listen(({ name }) => {
      if (name !== 'reconciliation.changed' && name !== 'plugin.changed') return;
      clearTimeout(timer);
      timer = setTimeout(() => void this.providers.load(), PAUSE_MS);
    });
    inject(DestroyRef).onDestroy(() => {
      stop();
      clearTimeout(timer);
    });
  }

  protected isAtWork({ installationId, lastWalk }: ReconciledProvider): boolean {
    return lastWalk?.state === 'running' || this.asked() === installationId;
  }

  protected isCalm({ open, lastWalk }: ReconciledProvider): boolean {
    return lastWalk?.state === 'done' && KINDS.every(kind => open[kind] === 0);
  }

  protected async walk({ installationId }: ReconciledProvider): Promise<void> {
    if (this.attempt.isBusy()) return;
    this.asked.set(installationId);
    await this.attempt.run(() => this.api.call('walkProvider', { params: { installationId } }));
    await this.providers.load();
    this.asked.set(undefined);
  }
}
