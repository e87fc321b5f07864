import { ChangeDetectionStrategy, Component, computed, DestroyRef, effect, inject, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatMenuModule } from '@angular/material/menu';
import { NavigationEnd, Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import type { Locale } from '@hostwright/kit';
import { LIVE, SESSION } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';
import { Icon } from '../parts/icon.js';
import { Attempt } from '../state/attempt.js';
import { Words } from '../words/words.js';
import { Appearance, type Scheme } from './appearance.js';
import { Badges } from './badges.js';
import { OfflineBar } from './offline-bar.js';
import { SCREENS, tabsOf } from './screens.js';

/** The frame around every screen: where one is, where one can go, who one is. */
@Component({
  selector: 'hw-shell',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, MatButton, MatIconButton, MatMenuModule, OfflineBar, RouterLink, RouterLinkActive, RouterOutlet],
  templateUrl: './shell.html',
  styleUrl: './shell.css',
  providers: [Badges],
  host: { '(document:keydown)': 'press($event)' },
})
export class Shell {
  protected readonly words = inject(Words);
  protected readonly appearance = inject(Appearance);
  private readonly session = inject(SESSION);
  private readonly live = inject(LIVE);
  private readonly permissions = inject(Permissions);
  private readonly dialogs = inject(MatDialog);
  private readonly router = inject(Router);

  protected readonly badges = inject(Badges);
  protected readonly staff = this.session.who;
  protected readonly isMenuOpen = signal(false);
  private readonly openPath = signal(firstPart(this.router.url));
  protected readonly leaving = new Attempt();
  protected readonly screens = computed(() =>
    SCREENS.filter(screen => !('within' in screen) && this.permissions.may(screen.permission)),
  );
  protected readonly shortcut = navigator.platform.startsWith('Mac') ? '⌘K' : 'Ctrl K';
  protected readonly locales: readonly Locale[] = ['en', 'uk', 'ru'];
  protected readonly schemes: readonly Scheme[] = ['system', 'light', 'dark'];

  constructor() {
    void this.live.start();
    inject(DestroyRef).onDestroy(() => this.live.stop());
    effect(() => {
      const shop = this.staff()?.shop;
      if (shop) this.appearance.suggest(shop.locale);
    });
    effect(() => {
      if (this.session.state() === 'signed-out')
        void this.router.navigate(['/sign-in'], { queryParams: { next: this.router.url } });
    });
    const moves = this.router.events.subscribe(event => {
      if (!(event instanceof NavigationEnd)) return;
      this.isMenuOpen.set(false);
      this.openPath.set(firstPart(event.urlAfterRedirects));
    });
    inject(DestroyRef).onDestroy(() => moves.unsubscribe());
  }

  /** One of the tabs of this screen is open. */
  protected isWithin(path: string): boolean {
    return tabsOf(path).some(tab => tab.path === this.openPath());
  }

  protected press(event: KeyboardEvent): void {
    if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      void this.openPalette();
    }
  }

  protected async openPalette(): Promise<void> {
    if (this.dialogs.openDialogs.length > 0) return;
    const { Palette } = await import('./palette.js');
    this.dialogs.open(Palette, { width: '38rem', maxWidth: 'calc(100vw - 24px)', position: { top: '12vh' }, autoFocus: 'input' });
  }

  protected async leave(): Promise<void> {
    await this.leaving.run(() => this.session.signOut());
    this.session.forget();
  }
}

const firstPart = (url: string): string => /^\/([^/?#]*)/.exec(url)?.[1] ?? '';
