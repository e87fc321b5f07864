import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import type { ServiceRenewal } from '@hostwright/sdk/http';
import type { Reading } from '../platform/reading.js';
import type { SharedTexts } from '../platform/texts.js';
import { Notice } from '../ui/notice.js';
import type { View } from './cabinet-view.js';

/** What happens at the end of the period: how much, when, and from which card. */
@Component({
  selector: 'hw-renewal-view',
  imports: [Notice],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (reading().problem(); as said) {
      <hw-notice tone="danger"
        ><p>{{ texts().problem(said) }}</p></hw-notice
      >
    }
    @if (reading().value(); as renewal) {
      @if (renewal.state !== 'never') {
        <section class="card stack">
          <h3>{{ texts().text('renewal') }}</h3>
          <dl class="facts">
            @if (renewal.amount; as amount) {
              <div>
                <dt>{{ texts().text('price') }}</dt>
                <dd>{{ texts().perPeriod(amount, renewal.period) }}</dd>
              </div>
            }
            @if (renewal.renewsAt; as at) {
              <div>
                <dt>{{ texts().text('next-period') }}</dt>
                <dd>{{ texts().date(at) }}</dd>
              </div>
            }
            @if (renewal.billedAt; as at) {
              <div>
                <dt>{{ texts().text('next-invoice') }}</dt>
                <dd>{{ texts().date(at) }}</dd>
              </div>
            }
            <div>
              <dt>{{ texts().text('renewal-payment') }}</dt>
              <dd>
                @if (renewal.method; as method) {
                  {{
                    renewal.chargedAt
                      ? texts().text('charged-on', { name: method.label, date: texts().date(renewal.chargedAt) })
                      : method.label
                  }}
                } @else {
                  {{ texts().text('paid-by-hand') }}
                }
                <br />
                <button class="link small" type="button" (click)="opened.emit({ name: 'payments' })">
                  {{ texts().text('saved-methods') }}
                </button>
              </dd>
            </div>
          </dl>
          @if (renewal.method?.isExpired) {
            <hw-notice tone="warning"
              ><p>{{ texts().text('renewal-expired', { name: renewal.method!.label }) }}</p></hw-notice
            >
          }
          @if (renewal.invoice; as invoice) {
            @if (invoice.due.amount !== '0') {
              <hw-notice [tone]="invoice.state === 'overdue' ? 'danger' : 'info'">
                <p>{{ texts().text('invoice-waits', { number: invoice.number, amount: texts().money(invoice.due) }) }}</p>
                <button class="button small primary" type="button" (click)="opened.emit({ name: 'invoice', id: invoice.id })">
                  {{ texts().text('pay', { amount: texts().money(invoice.due) }) }}
                </button>
              </hw-notice>
            }
          }
        </section>
      }
    }
  `,
})
export class RenewalView {
  readonly reading = input.required<Reading<ServiceRenewal>>();
  readonly texts = input.required<SharedTexts>();
  readonly opened = output<View>();
}
