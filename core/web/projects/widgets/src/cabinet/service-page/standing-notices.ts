import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';
import type { Service, ServiceRenewal } from '@hostwright/sdk/http';
import { Notice } from '../../ui/notice.js';
import type { View } from '../cabinet-view.js';
import { failureOf, titleOf } from './operation-words.js';
import type { PageTexts } from './page-texts.js';
import type { ServiceControl } from './service-control.js';

/** What the customer has to know before anything else: it failed, it is off, it ends, it runs another system. */
@Component({
  selector: 'hw-standing-notices',
  imports: [Notice],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (service().state === 'suspended') {
      <hw-notice tone="danger">
        <p>
          <strong>{{ texts().text('suspended-since', { date: date(service().suspension?.since) }) }}</strong>
          {{ suspendedWhy() }}
        </p>
        @if (unpaid(); as invoice) {
          <button class="button small primary" type="button" (click)="opened.emit({ name: 'invoice', id: invoice.id })">
            {{ texts().text('pay', { amount: texts().money(invoice.due) }) }}
          </button>
        }
      </hw-notice>
    }
    @if (service().state === 'failed') {
      <hw-notice tone="danger"
        ><p>{{ texts().text('service-failed-more') }}</p></hw-notice
      >
    } @else if (failed(); as one) {
      <hw-notice tone="danger">
        <p>
          <strong>{{ one.title }}.</strong>
        </p>
        @for (said of one.failure; track said) {
          <p>{{ said }}</p>
        }
      </hw-notice>
    }
    @if (service().state === 'active' && service().serverState === 'gone') {
      <hw-notice tone="danger"
        ><p>{{ texts().text('gone-more') }}</p></hw-notice
      >
    }
    @if (service().cancellation; as end) {
      <hw-notice tone="warning">
        <p>{{ texts().text('ends-on', { date: texts().date(end.endsAt) }) }}</p>
        <button class="button small" type="button" [attr.aria-disabled]="isBusy()" (click)="control().keep()">
          {{ texts().text('keep') }}
        </button>
        @if (control().problemOf('keep'); as said) {
          <p class="error-text">{{ texts().problem(said) }}</p>
        }
      </hw-notice>
    }
    @if (service().rescue) {
      <hw-notice tone="warning"
        ><p>{{ texts().text('rescue-more') }}</p></hw-notice
      >
    }
  `,
})
export class StandingNotices {
  readonly control = input.required<ServiceControl>();
  readonly service = input.required<Service>();
  readonly renewal = input<ServiceRenewal>();
  readonly texts = input.required<PageTexts>();
  readonly opened = output<View>();

  protected readonly isBusy = computed(() => this.control().busy() !== undefined);
  protected readonly unpaid = computed(() => {
    const invoice = this.renewal()?.invoice;
    const isOpen = invoice?.state === 'open' || invoice?.state === 'overdue';
    return invoice && isOpen && invoice.due.amount !== '0' ? invoice : undefined;
  });
  protected readonly suspendedWhy = computed(() => {
    const reason = this.service().suspension?.reason;
    if (reason === 'unpaid') return this.texts().text('suspended-unpaid');
    return reason ? this.texts().text('suspended-why', { reason }) : this.texts().text('suspended-other');
  });
  /** Only the latest thing that was done counts: a failure that was followed by a success is history. */
  protected readonly failed = computed(() => {
    const [latest] = this.service().operations;
    if (latest?.state !== 'failed') return undefined;
    return { title: titleOf(latest, this.texts()), failure: failureOf(latest, this.texts()) };
  });

  protected date(instant: string | undefined): string {
    return instant ? this.texts().date(instant) : '';
  }
}
