import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Words } from '../words/words.js';

/** The shape of what is coming: a row of bars, as many as there will be lines. */
@Component({
  selector: 'hw-skeleton',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <span class="for-readers">{{ words.text('loading') }}</span>
    @for (width of widths(); track $index) {
      <span class="bar" [style.inline-size.%]="width"></span>
    }
  `,
  host: { role: 'status' },
  styles: `
    :host {
      display: grid;
      gap: var(--skeleton-gap, 16px);
      padding-block: 8px;
    }
    .bar {
      block-size: 14px;
      border-radius: 4px;
      background: var(--hw-line);
      animation: breathe 1.4s ease-in-out infinite alternate;
    }
    @keyframes breathe {
      to {
        opacity: 0.45;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .bar {
        animation: none;
      }
    }
  `,
})
export class Skeleton {
  readonly lines = input(6);
  protected readonly words = inject(Words);
  /** Uneven like text, but the same on each drawing. */
  protected readonly widths = computed(() => Array.from({ length: this.lines() }, (_none, index) => 92 - ((index * 37) % 45)));
}
