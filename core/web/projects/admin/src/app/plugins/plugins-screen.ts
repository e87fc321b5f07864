import { ChangeDetectionStrategy, Component, computed, DestroyRef, inject, signal } from '@angular/core';
import { NavigationEnd, ActivatedRoute, Router, RouterOutlet } from '@angular/router';
import { LIVE } from '../access/connection.js';
import { Empty } from '../parts/empty.js';
import { Failure } from '../parts/failure.js';
import { Skeleton } from '../parts/skeleton.js';
import { Words } from '../words/words.js';
import { OpenPlugins } from './open-plugins.js';
import { PluginCard } from './plugin-card.js';
import { groupPlugins } from './plugin-groups.js';

@Component({
  selector: 'hw-plugins-screen',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Empty, Failure, PluginCard, RouterOutlet, Skeleton],
  providers: [OpenPlugins],
  template: `
    <div class="list">
      <header>
        <h1>{{ words.text('screen.plugins') }}</h1>
      </header>
      @if (plugins.problem(); as problem) {
        <hw-failure [problem]="problem" [mayRetry]="problem.status !== 403" (retry)="plugins.load()" />
      }
      @if (plugins.isFirst()) {
        <hw-skeleton [lines]="10" />
      }
      @for (group of groups(); track group.kind) {
        <section>
          <h2>{{ words.named('plugin-kind.' + group.kind, group.kind) }}</h2>
          <div class="cards">
            @for (plugin of group.plugins; track plugin.id) {
              <hw-plugin-card [plugin]="plugin" (changed)="plugins.load()" />
            }
          </div>
        </section>
      } @empty {
        @if (plugins.value()) {
          <hw-empty [text]="words.text('plugins.empty')" />
        }
      }
    </div>
    <router-outlet />
  `,
  styles: `
    :host {
      display: grid;
      grid-template: minmax(0, 1fr) / minmax(0, 1fr);
      block-size: 100%;
      min-block-size: 0;
    }
    :host(.has-sheet) {
      grid-template-columns: minmax(0, 1fr) min(33rem, 42vw);
    }
    router-outlet {
      display: none;
    }
    .list {
      min-block-size: 0;
      overflow-y: auto;
      padding: 16px 24px 64px;
    }
    h1 {
      margin: 0 0 16px;
    }
    h2 {
      margin: 24px 0 12px;
      font-size: 1rem;
    }
    .cards {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr));
      gap: 16px;
      max-inline-size: 76rem;
    }
    @media (width < 1100px) {
      :host(.has-sheet) {
        grid-template-columns: minmax(0, 1fr);
      }
    }
    @media (width < 700px) {
      .list {
        padding-inline: 16px;
      }
    }
  `,
  host: { '[class.has-sheet]': 'hasSheet()' },
})
export class PluginsScreen {
  protected readonly words = inject(Words);
  protected readonly plugins = inject(OpenPlugins).reading;
  protected readonly groups = computed(() => groupPlugins(this.plugins.value()?.items ?? []));
  protected readonly hasSheet = signal(false);

  constructor() {
    void this.plugins.load();
    const route = inject(ActivatedRoute);
    const look = () => this.hasSheet.set(route.snapshot.firstChild !== null);
    const moves = inject(Router).events.subscribe(event => event instanceof NavigationEnd && look());
    look();
    const stop = inject(LIVE).listen(event => event.name === 'plugin.changed' && void this.plugins.load());
    inject(DestroyRef).onDestroy(() => {
      moves.unsubscribe();
      stop();
    });
  }
}
