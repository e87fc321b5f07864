import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import type { Me, Service } from '@hostwright/sdk/http';
import type { SharedTexts } from '../platform/texts.js';
import { Notice } from '../ui/notice.js';
import type { CabinetData } from './cabinet-data.js';
import type { View } from './cabinet-view.js';
import { ServiceRows } from './service-rows.js';

/** What needs the customer first, then the services. */
@Component({
  selector: 'hw-home-view',
  imports: [Notice, ServiceRows],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="stack">
      @for (invoice of data().unpaid(); track invoice.id) {
        <hw-notice [tone]="invoice.state === 'overdue' ? 'danger' : 'warning'">
          <p>
            <strong>{{ texts().text('invoice-waits', { number: invoice.number, amount: texts().money(invoice.due) }) }}</strong>
            {{ texts().text('due-by', { date: texts().date(invoice.dueAt) }) }}
          </p>
          <button class="button small primary" type="button" (click)="opened.emit({ name: 'invoice', id: invoice.id })">
            {{ texts().text('pay', { amount: texts().money(invoice.due) }) }}
          </button>
        </hw-notice>
      }
      @for (service of data().failed(); track service.id) {
        <hw-notice tone="danger">
          <p>{{ texts().text('service-needs', { name: service.hostname }) }}</p>
          <button class="button small" type="button" (click)="opened.emit({ name: 'service', id: service.id })">
            {{ texts().text('look') }}
          </button>
        </hw-notice>
      }
      @if (!customer().emailConfirmed) {
        <hw-notice tone="info">
          <p>{{ texts().text('confirm-your-email', { email: customer().email }) }}</p>
          <button class="button small" type="button" (click)="resend.emit()">{{ texts().text('send-again') }}</button>
        </hw-notice>
      }
      <h2>{{ texts().text('services') }}</h2>
      <hw-service-rows [services]="services()" [texts]="texts()" [shopPage]="shopPage()" (opened)="opened.emit($event)" />
    </div>
  `,
})
export class HomeView {
  readonly data = input.required<CabinetData>();
  readonly customer = input.required<Me>();
  readonly texts = input.required<SharedTexts>();
  readonly shopPage = input<string>();
  readonly opened = output<View>();
  readonly resend = output();
  protected readonly services = computed((): readonly Service[] | undefined => this.data().services.items());
}
