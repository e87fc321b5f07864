import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { AdminOrder } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';
import { Ask } from '../parts/ask.js';
import { Fact } from '../parts/fact.js';
import { Failure } from '../parts/failure.js';
import { Notices } from '../parts/notices.js';
import { Attempt } from '../state/attempt.js';
import { Words } from '../words/words.js';
import { readOne } from './read-one.js';
import { Sheet } from './sheet.js';

@Component({
  selector: 'hw-order-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, Fact, MatButton, RouterLink, Sheet],
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
        @if (attempt.problem(); as problem) {
          <hw-failure [problem]="problem" [mayRetry]="false" />
        }
        @if (found.state === 'placed' && may('services.manage')) {
          <div class="actions">
            <button mat-stroked-button type="button" [disabled]="attempt.isBusy()" (click)="cancel(found)">
              {{ words.text('order.cancel') }}
            </button>
          </div>
        }
      }
    </hw-sheet>
  `,
  styleUrl: './sheet-content.css',
})
export class OrderSheet {
  readonly id = input.required<string>();

  protected readonly words = inject(Words);
  protected readonly may = inject(Permissions).may;
  private readonly api = inject(API);
  private readonly ask = inject(Ask);
  private readonly notices = inject(Notices);

  protected readonly attempt = new Attempt();
  protected readonly order = readOne(
    this.id,
    (orderId, signal) => this.api.call('getAdminOrder', { params: { orderId }, signal }),
    'order.changed',
  );

  protected async cancel({ id: orderId, number }: AdminOrder): Promise<void> {
    const question = { title: this.words.text('order.cancel.ask', { number }), text: this.words.text('order.cancel.why') };
    if (!(await this.ask.whether({ ...question, confirm: this.words.text('order.cancel') }))) return;
    const answer = await this.attempt.run(() => this.api.call('cancelAdminOrder', { params: { orderId } }));
    if (!answer) return;
    this.order.set(answer);
    this.notices.say(this.words.text('order.cancel.done'));
  }
}
