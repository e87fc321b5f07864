import { afterNextRender, ChangeDetectionStrategy, Component, ElementRef, inject, input, output, viewChild } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { ActivatedRoute, Router } from '@angular/router';
import type { ApiProblem } from '@hostwright/kit';
import { Failure } from '../parts/failure.js';
import { Icon } from '../parts/icon.js';
import { Skeleton } from '../parts/skeleton.js';
import { StateBadge } from '../parts/state-badge.js';
import { Words } from '../words/words.js';

/** Details beside the list. Escape closes it and the list gets the cursor back. */
@Component({
  selector: 'hw-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, Icon, MatIconButton, Skeleton, StateBadge],
  template: `
    <header>
      <div>
        <p class="kind">{{ kind() }}</p>
        <h2 #title tabindex="-1">{{ heading() || '…' }}</h2>
      </div>
      @if (state()) {
        <hw-state [state]="state()" />
      }
      <button mat-icon-button type="button" [attr.aria-label]="words.text('action.close')" (click)="close()">
        <hw-icon name="close" />
      </button>
    </header>
    <div class="body">
      @if (problem(); as problem) {
        <hw-failure [problem]="problem" [mayRetry]="problem.status !== 403 && problem.status !== 404" (retry)="again.emit()" />
      }
      @if (isWaiting()) {
        <hw-skeleton [lines]="9" />
      }
      <ng-content />
    </div>
  `,
  styleUrl: './sheet.css',
  host: { role: 'region', '[attr.aria-label]': 'heading() || kind()', '(document:keydown.escape)': 'escape($event)' },
})
export class Sheet {
  readonly kind = input.required<string>();
  readonly heading = input('');
  readonly state = input('');
  readonly problem = input<ApiProblem>();
  readonly isWaiting = input(false);
  readonly again = output<void>();

  protected readonly words = inject(Words);
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly title = viewChild.required<ElementRef<HTMLElement>>('title');

  constructor() {
    afterNextRender(() => {
      if (!document.activeElement?.closest('[data-row]') || matchMedia('(width < 1100px)').matches) {
        this.title().nativeElement.focus({ preventScroll: true });
      }
    });
  }

  protected close(): void {
    void this.router.navigate(['../'.repeat(this.route.snapshot.url.length)], {
      relativeTo: this.route,
      queryParamsHandling: 'preserve',
    });
  }

  /** A dialog, a menu or a field above the sheet takes its own Escape first. */
  protected escape(event: Event): void {
    const target = event.target instanceof Element ? event.target : undefined;
    const isElsewhere = document.querySelector('.cdk-overlay-backdrop, .mat-mdc-select-panel') !== null;
    if (event.defaultPrevented || isElsewhere || target?.matches('input, textarea, select')) return;
    this.close();
  }
}
