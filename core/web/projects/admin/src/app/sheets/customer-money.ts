import { ChangeDetectionStrategy, Component, effect, inject, input, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { SavedMethod } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';
import { Failure } from '../parts/failure.js';
import { StateBadge } from '../parts/state-badge.js';
import { Reading } from '../state/reading.js';
import { Words } from '../words/words.js';

/** What a customer left with the shop: credit, and the cards that renewals are charged to. */
@Component({
  selector: 'hw-customer-money',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, RouterLink, StateBadge],
  template: `
    @if (credit.problem() ?? methods.problem(); as problem) {
      <hw-failure [problem]="problem" (retry)="load()" />
    }
    @if (methods.value()?.length) {
      <section>
        <h3>{{ words.text('customer.methods') }}</h3>
        <ul class="plain">
          @for (method of methods.value(); track method.id) {
            <li>
              <span class="grow">
                {{ method.label }} <span class="quiet">· {{ about(method) }}</span>
              </span>
              @if (method.isExpired) {
                <hw-state state="expired" />
              } @else if (method.isDefault) {
                <hw-state state="default" />
              }
            </li>
          }
        </ul>
      </section>
    }
    @if (credit.value(); as found) {
      @if (found.items.length) {
        <section>
          <h3>{{ words.text('customer.credit') }}</h3>
          <ul class="plain">
            @for (balance of found.balances; track balance.currency) {
              <li>
                <strong class="grow">{{ words.text('customer.balance') }}</strong>
                <strong class="number">{{ words.money(balance) }}</strong>
              </li>
            }
            @for (entry of found.items; track entry.id) {
              <li>
                <span class="grow">
                  {{ words.named('credit.' + entry.kind, entry.kind) }}
                  <span class="quiet">
                    · {{ words.day(entry.at) }}
                    @if (entry.invoiceId) {
                      · <a [routerLink]="['/invoices', entry.invoiceId]">{{ entry.invoiceNumber }}</a>
                    }
                  </span>
                </span>
                <span class="number">{{ words.money(entry.amount) }}</span>
              </li>
            }
          </ul>
        </section>
      }
    }
  `,
  styleUrl: './sheet-content.css',
})
export class CustomerMoney {
  readonly customerId = input.required<string>();

  protected readonly words = inject(Words);
  private readonly api = inject(API);
  private readonly permissions = inject(Permissions);
  protected readonly credit = new Reading((customerId: string, signal) =>
    this.api.call('getCustomerCredit', { params: { customerId }, signal }),
  );
  protected readonly methods = new Reading(
    async (customerId: string, signal) => (await this.api.call('listCustomerMethods', { params: { customerId }, signal })).items,
  );

  constructor() {
    effect(() => {
      this.customerId();
      untracked(() => this.load());
    });
  }

  protected load(): void {
    void this.credit.start(this.customerId());
    if (this.permissions.may('payments.read')) void this.methods.start(this.customerId());
  }

  protected about({ method, expires }: SavedMethod): string {
    const month = expires && `${String(expires.month).padStart(2, '0')}/${expires.year}`;
    return [method, month && this.words.text('method.until', { month })].filter(Boolean).join(' · ');
  }
}
