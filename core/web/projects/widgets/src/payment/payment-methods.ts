import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import type { SharedTexts } from '../platform/texts.js';
import type { PaymentFlow } from './payment-flow.js';

let made = 0;

/** The ways to pay, as cards: what was saved first, then what the shop offers. */
@Component({
  selector: 'hw-payment-methods',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="methods" role="radiogroup" [attr.aria-label]="texts().text('pay-how')">
      @for (way of ways(); track way.id) {
        <label class="option">
          <input
            type="radio"
            [name]="name"
            [value]="way.id"
            [checked]="way.id === choice().id()"
            (change)="choice().choose(way.id)"
          />
          @if (way.iconUrl) {
            <img class="method-icon" [src]="way.iconUrl" alt="" width="32" height="32" />
          }
          <span class="grow">
            <span class="method-name">{{ way.name }}</span>
            <span class="muted small">{{ way.description }}</span>
          </span>
        </label>
      } @empty {
        @if (choice().methods()) {
          <p class="muted">{{ texts().text('no-methods') }}</p>
        } @else {
          <div class="skeleton method-skeleton"></div>
          <div class="skeleton method-skeleton"></div>
        }
      }
    </div>
    @if (choice().maySave()) {
      <label class="check save-method">
        <input type="checkbox" name="save-method" [checked]="choice().isSaving()" (change)="save($event)" />
        <span>
          {{ texts().text('save-method') }}
          <span class="muted small">{{ texts().text('save-method-more') }}</span>
        </span>
      </label>
    }
  `,
})
export class PaymentMethods {
  readonly flow = input.required<PaymentFlow>();
  readonly texts = input.required<SharedTexts>();
  protected readonly name = `method${++made}`;
  protected readonly choice = computed(() => this.flow().choice);
  protected readonly ways = computed(() => {
    const saved = this.choice()
      .saved()
      .map(({ id, iconUrl, label, method, expires }) => {
        const until = expires && this.texts().text('saved-until', { month: monthOf(expires) });
        return { id, iconUrl, name: label, description: [method, until].filter(Boolean).join(' · ') };
      });
    const offered = (this.choice().methods() ?? []).map(way => ({ ...way, id: way.installationId }));
    return [...saved, ...offered];
  });

  protected save(event: Event): void {
    this.choice().save((event.target as HTMLInputElement).checked);
  }
}

/** As it is printed on a card: `08/29`. */
export const monthOf = ({ month, year }: { readonly month: number; readonly year: number }): string =>
  `${String(month).padStart(2, '0')}/${String(year % 100).padStart(2, '0')}`;
