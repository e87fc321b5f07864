import { ChangeDetectionStrategy, Component, effect, inject, input, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { AdminService } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Fact } from '../parts/fact.js';
import { Failure } from '../parts/failure.js';
import { StateBadge } from '../parts/state-badge.js';
import { Reading } from '../state/reading.js';
import { Words } from '../words/words.js';

/** What happens at the end of the period that is paid for. */
@Component({
  selector: 'hw-service-renewal',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Fact, Failure, RouterLink, StateBadge],
  template: `
    @if (reading.problem(); as problem) {
      <hw-failure [problem]="problem" (retry)="reading.load(service().id)" />
    }
    @if (reading.value(); as renewal) {
      @if (renewal.state !== 'never') {
        <section>
          <h3>{{ words.text('renewal.title') }}</h3>
          <dl>
            @if (renewal.amount; as amount) {
              <div hwFact [label]="words.text('column.renewal')">
                {{ words.perPeriod(amount, renewal.period) }}
                @if (renewal.renewsAt) {
                  · {{ words.day(renewal.renewsAt) }}
                }
              </div>
            }
            @if (renewal.billedAt) {
              <div hwFact [label]="words.text('renewal.bill')">{{ words.day(renewal.billedAt) }}</div>
            }
            @if (renewal.invoice; as invoice) {
              <div hwFact [label]="words.text('one.invoice')">
                <a [routerLink]="['/invoices', invoice.id]">{{ invoice.number }}</a> <hw-state [state]="invoice.state" />
              </div>
            }
            <div hwFact [label]="words.text('renewal.charge')">
              @if (renewal.method; as method) {
                {{
                  renewal.chargedAt
                    ? words.text('renewal.on', { name: method.label, date: words.day(renewal.chargedAt) })
                    : method.label
                }}
                @if (method.isExpired) {
                  <hw-state state="expired" />
                }
              } @else {
                {{ words.text('renewal.by-hand') }}
              }
            </div>
          </dl>
        </section>
      }
    }
  `,
  styleUrl: './sheet-content.css',
})
export class ServiceRenewalFacts {
  readonly service = input.required<AdminService>();

  protected readonly words = inject(Words);
  private readonly api = inject(API);
  protected readonly reading = new Reading((serviceId: string, signal) =>
    this.api.call('getAdminServiceRenewal', { params: { serviceId }, signal }),
  );

  constructor() {
    effect(() => {
      const { id } = this.service();
      untracked(() => void this.reading.load(id));
    });
  }
}
