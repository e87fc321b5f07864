import { ChangeDetectionStrategy, Component, computed, effect, input, output, untracked } from '@angular/core';
import type { ShopContext } from '../platform/shop-context.js';
import type { SharedTexts } from '../platform/texts.js';
import { Notice } from '../ui/notice.js';
import type { View } from './cabinet-view.js';
import { CreditPurse } from './credit.js';

/** The credit: how much there is, and how it came to be. Nothing is shown while there has never been any. */
@Component({
  selector: 'hw-credit-view',
  imports: [Notice],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (purse().problem(); as said) {
      <hw-notice tone="danger"
        ><p>{{ texts().problem(said) }}</p></hw-notice
      >
    }
    @if (purse().entries()?.length) {
      <section class="card stack">
        <h3>{{ texts().text('credit') }}</h3>
        <p>
          @for (balance of purse().balances(); track balance.currency) {
            <strong class="figure num">{{ texts().money(balance) }}</strong>
          } @empty {
            <span class="muted">{{ texts().text('credit-none') }}</span>
          }
        </p>
        <p class="muted small">{{ texts().text('credit-more') }}</p>
        <ul class="invoice-lines">
          @for (entry of purse().entries(); track entry.id) {
            <li class="row">
              <span class="grow">
                {{ texts().text('credit.' + entry.kind) }}
                <span class="muted small">
                  {{ texts().date(entry.at) }}
                  @if (entry.invoiceId; as invoiceId) {
                    ·
                    <button class="link" type="button" (click)="opened.emit({ name: 'invoice', id: invoiceId })">
                      {{ entry.invoiceNumber }}
                    </button>
                  }
                </span>
              </span>
              <span class="num">{{ texts().money(entry.amount) }}</span>
            </li>
          }
        </ul>
      </section>
    }
  `,
})
export class CreditView {
  readonly shop = input.required<ShopContext>();
  readonly texts = input.required<SharedTexts>();
  readonly opened = output<View>();

  protected readonly purse = computed(() => {
    const { api } = this.shop();
    return untracked(() => new CreditPurse(api));
  });

  constructor() {
    effect(() => {
      const purse = this.purse();
      untracked(() => void purse.load());
    });
  }
}
