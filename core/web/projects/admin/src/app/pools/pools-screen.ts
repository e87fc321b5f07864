import { ChangeDetectionStrategy, Component, computed, DestroyRef, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, NavigationEnd, Router, RouterLink, RouterOutlet } from '@angular/router';
import { LIVE } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';
import { Empty } from '../parts/empty.js';
import { Failure } from '../parts/failure.js';
import { Icon } from '../parts/icon.js';
import { Skeleton } from '../parts/skeleton.js';
import { Tabs } from '../shell/tabs.js';
import { Words } from '../words/words.js';
import { HoldDays } from './hold-days.js';
import { OpenPools } from './open-pools.js';
import { PoolCard } from './pool-card.js';

const FRESHNESS_MS = 1000;

/** Where servers are made: pools, the providers in them, and how much room each has left. */
@Component({
  selector: 'hw-pools-screen',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Empty, Failure, HoldDays, Icon, MatButton, PoolCard, RouterLink, RouterOutlet, Skeleton, Tabs],
  providers: [OpenPools],
  template: `
    <div class="list">
      <hw-tabs of="pools" />
      <header>
        <h1>{{ words.text('screen.pools') }}</h1>
        @if (may('services.manage')) {
          <a mat-flat-button routerLink="/pools/new"><hw-icon name="plus" /> {{ words.text('pool.add') }}</a>
        }
      </header>
      <div class="content">
        @if (pools.problem(); as problem) {
          <hw-failure [problem]="problem" [mayRetry]="problem.status !== 403" (retry)="pools.load()" />
        }
        @if (pools.isFirst()) {
          <hw-skeleton [lines]="10" />
        }
        @for (pool of pools.value()?.items; track pool.id) {
          <hw-pool-card [pool]="pool" />
        } @empty {
          @if (pools.value()) {
            <hw-empty [text]="words.text('pool.none')">
              @if (may('services.manage')) {
                <a mat-stroked-button routerLink="/pools/new">{{ words.text('pool.add') }}</a>
              }
            </hw-empty>
          }
        }
        @if (pools.value()?.items?.length) {
          <hw-hold-days />
        }
      </div>
    </div>
    <router-outlet />
  `,
  styleUrl: './pools-screen.css',
  host: { '[class.has-sheet]': 'hasSheet()' },
})
export class PoolsScreen {
  protected readonly words = inject(Words);
  protected readonly may = inject(Permissions).may;
  protected readonly pools = inject(OpenPools).reading;
  private readonly route = inject(ActivatedRoute);
  private readonly isOpen = signal(this.route.snapshot.firstChild !== null);
  protected readonly hasSheet = computed(() => this.isOpen());

  constructor() {
    void this.pools.load();
    const moves = inject(Router).events.subscribe(
      event => event instanceof NavigationEnd && this.isOpen.set(this.route.snapshot.firstChild !== null),
    );
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = inject(LIVE).listen(({ name }) => {
      if (name !== 'service.changed' && name !== 'order.changed' && name !== 'plugin.changed') return;
      clearTimeout(timer);
      timer = setTimeout(() => void this.pools.load(), FRESHNESS_MS);
    });
    inject(DestroyRef).onDestroy(() => {
      moves.unsubscribe();
      stop();
      clearTimeout(timer);
    });
  }
}
