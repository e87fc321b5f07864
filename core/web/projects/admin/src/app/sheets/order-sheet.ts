import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { API } from '../access/connection.js';
import { Fact } from '../parts/fact.js';
import { Words } from '../words/words.js';
import { readOne } from './read-one.js';
import { Sheet } from './sheet.js';

@Component({
  selector: 'hw-order-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Fact, RouterLink, Sheet],
  template: `
    @let found = order.value();
    <hw-sheet
      [kind]="words.text('one.order')"
      [state]="found?.state ?? ''"
      [heading]="found?.number ?? ''"
      [problem]="order.problem()"
      [isWaiting]="order.isFirst()"
      (again)="order.load(id())"
    >
      @if (found) {
        <section class="sum">
          <p class="figure">{{ words.money(found.today) }}</p>
          <p>{{ words.text('order.placed-on', { date: words.moment(found.placedAt) }) }}</p>
        </section>
        <dl>
          <div hwFact [label]="words.text('column.customer')">
            <a [routerLink]="['/customers', found.customer.id]">{{ found.customer.name }}</a><br />{{ found.customer.email }}
          </div>
          <div hwFact [label]="words.text('one.invoice')">
            <a [routerLink]="['/invoices', found.invoiceId]">{{ found.invoiceNumber }}</a>
          </div>
        </dl>
        @for (item of found.items; track item.id) {
          <section>
            <h3>{{ item.productName }} · {{ item.planName }}</h3>
            <table class="lines">
              <tbody>
                @for (line of item.lines; track line.code + line.charge) {
                  <tr>
                    <td>
                      {{ line.label }}
                      @if (line.charge === 'setup') {
                        <small>{{ words.text('order.setup') }}</small>
                      }
                    </td>
                    <td class="number">{{ words.money(line.amount) }}</td>
                  </tr>
                }
              </tbody>
              <tfoot>
                <tr class="total">
                  <th scope="row">{{ words.text('order.today') }}</th>
                  <td class="number">{{ words.money(item.today) }}</td>
                </tr>
                @if (item.renewal) {
                  <tr>
                    <th scope="row">{{ words.text('column.renewal') }}</th>
                    <td class="number">{{ words.perPeriod(item.renewal, item.period) }}</td>
                  </tr>
                }
              </tfoot>
            </table>
            <p>
              <a [routerLink]="['/services', item.serviceId]">{{ words.text('order.service', { name: item.hostname }) }}</a>
            </p>
          </section>
        }
      }
    </hw-sheet>
  `,
  styleUrl: './sheet-content.css',
})
export class OrderSheet {
  readonly id = input.required<string>();

  protected readonly words = inject(Words);
  private readonly api = inject(API);

  protected readonly order = readOne(
    this.id,
    (orderId, signal) => this.api.call('getAdminOrder', { params: { orderId }, signal }),
    'order.changed',
  );
}
