import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { API } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';
import { Fact } from '../parts/fact.js';
import { Words } from '../words/words.js';
import { CustomerBelongings } from './customer-belongings.js';
import { CustomerMoney } from './customer-money.js';
import { readOne } from './read-one.js';
import { Sheet } from './sheet.js';

@Component({
  selector: 'hw-customer-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [CustomerBelongings, CustomerMoney, Fact, RouterLink, Sheet],
  template: `
    @let found = customer.value();
    <hw-sheet
      [kind]="words.text('one.customer')"
      [heading]="found?.name ?? ''"
      [problem]="customer.problem()"
      [isWaiting]="customer.isFirst()"
      (again)="customer.load(id())"
    >
      @if (found) {
        <dl>
          <div hwFact [label]="words.text('column.email')">
            {{ found.email }}
            <span class="quiet"> · {{ words.text(found.emailConfirmed ? 'customer.confirmed' : 'customer.unconfirmed') }}</span>
          </div>
          <div hwFact [label]="words.text('customer.language')">{{ words.named('language.' + found.locale, found.locale) }}</div>
          <div hwFact [label]="words.text('column.since')">{{ words.moment(found.createdAt) }}</div>
          <div hwFact [label]="words.text('customer.billing')">
            @if (found.billing; as billing) {
              {{ billing.company || billing.name }}<br />
              {{ billing.street }}, {{ billing.postalCode }} {{ billing.city }}, {{ billing.country }}
              @if (billing.taxNumber) {
                <br />{{ billing.taxNumber }}
              }
            } @else {
              <span class="quiet">{{ words.text('customer.billing.none') }}</span>
            }
          </div>
        </dl>
        @if (may('services.read')) {
          <section>
            <h3>
              <a [routerLink]="['/services']" [queryParams]="{ customerId: found.id }">{{
                words.text('customer.services', { count: found.activeServices })
              }}</a>
            </h3>
            <hw-customer-belongings of="services" [customerId]="found.id" />
          </section>
        }
        @if (may('orders.read')) {
          <section>
            <h3>
              <a [routerLink]="['/orders']" [queryParams]="{ customerId: found.id }">{{
                words.text('customer.orders', { count: found.orders })
              }}</a>
            </h3>
            <hw-customer-belongings of="orders" [customerId]="found.id" />
          </section>
        }
        @if (may('invoices.read')) {
          <section>
            <h3>
              <a [routerLink]="['/invoices']" [queryParams]="{ customerId: found.id }">{{ words.text('screen.invoices') }}</a>
            </h3>
            <hw-customer-belongings of="invoices" [customerId]="found.id" />
          </section>
        }
        <hw-customer-money [customerId]="found.id" />
      }
    </hw-sheet>
  `,
  styleUrl: './sheet-content.css',
})
export class CustomerSheet {
  readonly id = input.required<string>();

  protected readonly words = inject(Words);
  protected readonly may = inject(Permissions).may;
  private readonly api = inject(API);

  protected readonly customer = readOne(this.id, (customerId, signal) =>
    this.api.call('getAdminCustomer', { params: { customerId }, signal }),
  );
}
