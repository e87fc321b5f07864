import { afterRenderEffect, ChangeDetectionStrategy, Component, computed, ElementRef, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Permissions } from '../access/permissions.js';
import { Words } from '../words/words.js';
import { tabsOf } from './screens.js';

/** The screens that belong together, above each of them. */
@Component({
  selector: 'hw-tabs',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [RouterLink],
  template: `
    @if (tabs(); as tabs) {
      <nav [attr.aria-label]="words.text(tabs[0]!.title)">
        @for (tab of tabs; track tab.path) {
          <a
            [routerLink]="['/', tab.path]"
            [class.here]="tab.path === of()"
            [attr.aria-current]="tab.path === of() ? 'page' : null"
            >{{ words.text(tab.title) }}</a
          >
        }
      </nav>
    }
  `,
  styles: `
    nav {
      display: flex;
      gap: 4px;
      overflow-x: auto;
      scrollbar-width: thin;
      padding: 8px 16px 0;
      border-block-end: 1px solid var(--hw-line);
    }
    a {
      flex: none;
      padding: 8px 10px;
      border-block-end: 2px solid transparent;
      color: var(--hw-text-muted);
      text-decoration: none;
      white-space: nowrap;
    }
    a:hover {
      color: var(--hw-text);
    }
    a.here {
      border-color: var(--hw-accent);
      color: var(--hw-text);
      font-weight: 550;
    }
    a:focus-visible {
      outline-offset: -2px;
    }
    @media (width < 700px) {
      nav {
        padding-inline: 8px;
      }
    }
  `,
})
export class Tabs {
  /** Path of the screen that is open. */
  readonly of = input.required<string>();
  protected readonly words = inject(Words);
  private readonly permissions = inject(Permissions);
  protected readonly tabs = computed(() => {
    const allowed = tabsOf(this.of()).filter(tab => this.permissions.may(tab.permission));
    return allowed.length > 1 ? allowed : undefined;
  });
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  constructor() {
    // On a narrow screen the row of tabs is longer than the window.
    afterRenderEffect(() => {
      this.of();
      this.host.querySelector('.here')?.scrollIntoView({ block: 'nearest', inline: 'center' });
    });
  }
}
