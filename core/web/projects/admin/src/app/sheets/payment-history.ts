import { ChangeDetectionStrategy, Component, computed, effect, inject, input, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { AdminPayment } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Failure } from '../parts/failure.js';
import { StateBadge } from '../parts/state-badge.js';
import { Reading } from '../state/reading.js';
import { Words } from '../words/words.js';

/** What happened to a payment after it was taken: refunds and disputes. */
@Component({
  selector: 'hw-payment-history',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, RouterLink, StateBadge],
  template: `
    @if (reading.problem(); as problem) {
      <hw-failure [problem]="problem" (retry)="reading.load(payment().id)" />
    }
    @for (part of parts(); track part.path) {
      @if (part.rows.length) {
        <section>
          <h3>{{ words.text(part.title) }}</h3>
          <ul class="plain">
            @for (row of part.rows; track row.id) {
              <li>
                <a class="grow" [routerLink]="['/', part.path, row.id]">{{ row.name }}</a>
                <hw-state [state]="row.state" />
                <span class="number">{{ words.money(row.amount) }}</span>
              </li>
            }
          </ul>
        </section>
      }
    }
  `,
  styleUrl: './sheet-content.css',
})
export class PaymentHistory {
  readonly payment = input.required<AdminPayment>();

  protected readonly words = inject(Words);
  private readonly api = inject(API);
  protected readonly reading = new Reading(async (paymentId: string, signal) => {
    const query = { paymentId };
    const [refunds, disputes] = await Promise.all([
      this.api.call('listRefunds', { query, signal }),
      this.api.call('listDisputes', { query, signal }),
    ]);
    return { refunds: refunds.items, disputes: disputes.items };
  });
  protected readonly parts = computed(() => {
    const found = this.reading.value();
    const refunds = (found?.refunds ?? []).map(({ id, state, amount, createdAt, reason }) => ({
      id,
      state,
      amount,
      name: `${this.words.day(createdAt)} · ${reason}`,
    }));
    const disputes = (found?.disputes ?? []).map(({ id, state, amount, openedAt, reason }) => ({
      id,
      state,
      amount,
      name: [this.words.day(openedAt), reason].filter(Boolean).join(' · '),
    }));
    return [
      { path: 'refunds', title: 'screen.refunds', rows: refunds },
      { path: 'disputes', title: 'screen.disputes', rows: disputes },
    ] as const;
  });

  constructor() {
    effect(() => {
      const { id } = this.payment();
      untracked(() => void this.reading.load(id));
    });
  }
}
