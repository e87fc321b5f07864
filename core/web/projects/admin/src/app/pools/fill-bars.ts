import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Words } from '../words/words.js';
import { amountOf, type Fill, fillsOf, type Member } from './fill.js';

/** What a member of a pool has promised of each of its limits. */
@Component({
  selector: 'hw-fill-bars',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @for (fill of fills(); track fill.resource) {
      <div class="fill" [attr.data-look]="fill.look">
        <span class="what">{{ name(fill) }}</span>
        <span class="figures">{{ figures(fill) }}</span>
        @if (fill.most !== null) {
          <div
            class="bar"
            role="meter"
            aria-valuemin="0"
            [attr.aria-valuemax]="fill.most"
            [attr.aria-valuenow]="fill.used"
            [attr.aria-valuetext]="figures(fill)"
            [attr.aria-label]="name(fill)"
          >
            <div [style.inline-size.%]="fill.percent"></div>
          </div>
        }
      </div>
    } @empty {
      <p>{{ words.text('pool.not-counted') }}</p>
    }
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(11rem, 100%), 1fr));
      gap: 10px 20px;
    }
    .fill {
      display: grid;
      grid-template-columns: 1fr auto;
      align-content: start;
      gap: 4px 8px;
      font-size: 0.8125rem;
      font-variant-numeric: tabular-nums;
    }
    .what {
      color: var(--hw-text-muted);
    }
    .bar {
      grid-column: 1 / -1;
      block-size: 6px;
      overflow: hidden;
      border-radius: 99px;
      background: var(--hw-line);
    }
    .bar div {
      block-size: 100%;
      border-radius: inherit;
      background: var(--hw-accent-fill);
    }
    [data-look='little'] .bar div {
      background: var(--hw-warning);
    }
    [data-look='full'] .bar div {
      background: var(--hw-danger);
    }
    [data-look='full'] .figures {
      color: var(--hw-danger);
    }
    p {
      margin: 0;
      color: var(--hw-text-muted);
    }
  `,
})
export class FillBars {
  readonly member = input.required<Member>();
  protected readonly words = inject(Words);
  protected readonly fills = computed(() => fillsOf(this.member()));

  protected name(fill: Fill): string {
    return this.words.named(`resource.${fill.resource}`, fill.resource);
  }

  protected figures({ resource, used, most, look }: Fill): string {
    const [promised, limit] = [amountOf(resource, used), most === null ? undefined : amountOf(resource, most)];
    const told = ({ amount, unit }: ReturnType<typeof amountOf>) =>
      [this.words.count(amount), unit && this.words.named(`unit.${unit}`, unit)].filter(Boolean).join('\u00a0');
    if (!limit) return this.words.text('pool.promised', { amount: told(promised) });
    // The unit stands once where it is the same.
    const shown = promised.unit === limit.unit ? this.words.count(promised.amount) : told(promised);
    const figures = this.words.text('pool.used-of', { used: shown, most: told(limit) });
    return look === 'full' ? `${figures} · ${this.words.text('pool.full')}` : figures;
  }
}
