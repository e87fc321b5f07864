import { ChangeDetectionStrategy, Component, computed, effect, input, output, untracked } from '@angular/core';
import type { Invoice, Order, Payment } from '@hostwright/sdk/http';
import type { SharedTexts } from '../platform/texts.js';
import { Icon, type IconName } from '../ui/icon.js';
import { Notice } from '../ui/notice.js';
import { StateBadge, type BadgeTone } from '../ui/state-badge.js';
import type { CabinetData, PagedList } from './cabinet-data.js';
import type { View } from './cabinet-view.js';
import { lookOf } from './invoice-words.js';
import { orderTone, paymentTone } from './tones.js';

export type ListKind = 'invoices' | 'payments' | 'orders';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly tone: BadgeTone;
  readonly state: string;
  readonly amount: string;
  readonly view: View;
}

const ICONS: Readonly<Record<ListKind, IconName>> = { invoices: 'invoice', payments: 'card', orders: 'orders' };

/** Invoices, payments or orders, newest first. */
@Component({
  selector: 'hw-list-view',
  imports: [Icon, Notice, StateBadge],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="stack">
      <h2>{{ texts().text(kind()) }}</h2>
      @if (list().problem(); as said) {
        <hw-notice tone="danger">
          <p>{{ texts().problem(said) }}</p>
          <button class="button small" type="button" (click)="list().load()">{{ texts().text('retry') }}</button>
        </hw-notice>
      }
      @if (rows(); as found) {
        @if (found.length) {
          <ul class="rows card">
            @for (row of found; track row.id) {
              <li>
                <button class="line" type="button" (click)="opened.emit(row.view)">
                  <span class="grow">
                    <strong>{{ row.title }}</strong>
                    <span class="muted small">{{ row.detail }}</span>
                  </span>
                  <hw-state-badge [tone]="row.tone" [word]="row.state" />
                  <span class="num amount-cell">{{ row.amount }}</span>
                  <hw-icon name="right" [size]="16" />
                </button>
              </li>
            }
          </ul>
          @if (list().hasMore()) {
            <button class="button" type="button" (click)="list().more()">{{ texts().text('show-more') }}</button>
          }
        } @else {
          <div class="empty card">
            <hw-icon [name]="icon()" [size]="32" />
            <p>{{ texts().text('no-' + kind()) }}</p>
          </div>
        }
      } @else if (!list().problem()) {
        <div class="skeleton rows-skeleton" aria-busy="true"></div>
      }
    </div>
  `,
})
export class ListView {
  readonly kind = input.required<ListKind>();
  readonly data = input.required<CabinetData>();
  readonly texts = input.required<SharedTexts>();
  readonly opened = output<View>();

  protected readonly icon = computed(() => ICONS[this.kind()]);
  protected readonly list = computed((): PagedList<Invoice> | PagedList<Payment> | PagedList<Order> => this.data()[this.kind()]);
  protected readonly rows = computed((): readonly Row[] | undefined => {
    const data = this.data();
    if (this.kind() === 'invoices') return data.invoices.items()?.map(invoice => this.invoiceRow(invoice));
    if (this.kind() === 'payments') return data.payments.items()?.map(payment => this.paymentRow(payment));
    return data.orders.items()?.map(order => this.orderRow(order));
  });

  constructor() {
    effect(() => {
      const list = this.list();
      untracked(() => void list.load());
    });
  }

  private invoiceRow(invoice: Invoice): Row {
    const look = lookOf(invoice);
    const state = this.texts().text(`invoice.${look.word}`);
    const detail = this.texts().date(invoice.issuedAt);
    const view: View = { name: 'invoice', id: invoice.id };
    return {
      id: invoice.id,
      title: invoice.number,
      detail,
      tone: look.tone,
      state,
      amount: this.texts().money(invoice.total),
      view,
    };
  }

  private paymentRow(payment: Payment): Row {
    const state = this.texts().text(`payment.${payment.state}`);
    const back =
      payment.refunded.amount !== '0' && `${this.texts().text('refunded-sum')} ${this.texts().money(payment.refunded)}`;
    const detail = [this.texts().moment(payment.createdAt), payment.method, payment.message, back].filter(Boolean).join(' · ');
    const view: View = { name: 'invoice', id: payment.invoiceId };
    const amount = this.texts().money(payment.received ?? payment.amount);
    return { id: payment.id, title: payment.invoiceNumber, detail, tone: paymentTone(payment.state), state, amount, view };
  }

  private orderRow(order: Order): Row {
    const state = this.texts().text(`order.${order.state}`);
    const detail = [this.texts().date(order.placedAt), ...order.items.map(item => `${item.planName} ${item.hostname}`)].join(
      ' · ',
    );
    const view: View = { name: 'invoice', id: order.invoiceId };
    return {
      id: order.id,
      title: order.number,
      detail,
      tone: orderTone(order.state),
      state,
      amount: this.texts().money(order.today),
      view,
    };
  }
}
