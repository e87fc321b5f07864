import { ChangeDetectionStrategy, Component, computed, effect, inject, input, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Api } from '@hostwright/kit';
import type { MoneyJson } from '@hostwright/sdk';
import { API } from '../access/connection.js';
import { Failure } from '../parts/failure.js';
import { Skeleton } from '../parts/skeleton.js';
import { StateBadge } from '../parts/state-badge.js';
import { Reading } from '../state/reading.js';
import { Words } from '../words/words.js';

interface Belonging {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly money: MoneyJson | null;
}

type Kind = 'services' | 'orders' | 'invoices';
type ReadBelongings = (api: Api, customerId: string) => Promise<readonly Belonging[]>;

const RECENT = 5;

const READ: Readonly<Record<Kind, ReadBelongings>> = {
  services: async (api, customerId) =>
    (await api.call('listAdminServices', { query: { customerId, limit: RECENT } })).items.map(
      ({ id, hostname, state, renewal }) => ({
        id,
        name: hostname,
        state,
        money: renewal,
      }),
    ),
  orders: async (api, customerId) =>
    (await api.call('listAdminOrders', { query: { customerId, limit: RECENT } })).items.map(({ id, number, state, today }) => ({
      id,
      name: number,
      state,
      money: today,
    })),
  invoices: async (api, customerId) =>
    (await api.call('listAdminInvoices', { query: { customerId, limit: RECENT } })).items.map(({ id, number, state, total }) => ({
      id,
      name: number,
      state,
      money: total,
    })),
};

/** The latest of what a customer has; the heading above leads to all of it. */
@Component({
  selector: 'hw-customer-belongings',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, RouterLink, Skeleton, StateBadge],
  template: `
    @if (recent.problem(); as problem) {
      <hw-failure [problem]="problem" (retry)="recent.load(wish())" />
    }
    @if (recent.isFirst()) {
      <hw-skeleton [lines]="2" />
    } @else {
      <ul class="plain">
        @for (one of recent.value(); track one.id) {
          <li>
            <a class="grow" [routerLink]="['/', of(), one.id]">{{ one.name }}</a>
            <hw-state [state]="one.state" />
            <span class="number">{{ one.money ? words.money(one.money) : '' }}</span>
          </li>
        } @empty {
          @if (recent.value()) {
            <li class="quiet">{{ words.text('customer.nothing-yet') }}</li>
          }
        }
      </ul>
    }
  `,
  styleUrl: './sheet-content.css',
})
export class CustomerBelongings {
  readonly of = input.required<Kind>();
  readonly customerId = input.required<string>();

  protected readonly words = inject(Words);
  private readonly api = inject(API);
  protected readonly wish = computed(() => ({ kind: this.of(), customerId: this.customerId() }));
  protected readonly recent = new Reading((wish: { readonly kind: Kind; readonly customerId: string }) =>
    READ[wish.kind](this.api, wish.customerId),
  );

  constructor() {
    effect(() => {
      const wish = this.wish();
      untracked(() => void this.recent.start(wish));
    });
  }
}
