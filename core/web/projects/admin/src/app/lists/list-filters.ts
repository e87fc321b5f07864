import { ChangeDetectionStrategy, Component, computed, effect, inject, input, output, untracked } from '@angular/core';
import { API } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';
import { Icon } from '../parts/icon.js';
import { Reading } from '../state/reading.js';
import { Words } from '../words/words.js';
import type { ListDefinition, ListParam, ListQuery } from './list-definition.js';

export type ListChange = Partial<Record<ListParam, string | null>>;

/** What is shown as a chip that can be taken away, and the word on it. */
const CHIPS = {
  statementId: 'bookings.of-one',
  installationId: 'filter.provider',
  serviceId: 'filter.service',
  poolId: 'filter.pool',
} as const;

const PAUSE_MS = 250;

/** Search, state and customer: what they say goes into the address, and the address is what the list shows. */
@Component({
  selector: 'hw-list-filters',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  template: `
    @if (list().searchHint; as hint) {
      <label class="search">
        <hw-icon name="search" />
        <span class="for-readers">{{ words.text('list.search') }}</span>
        <input
          type="search"
          autocomplete="off"
          [placeholder]="words.text(hint)"
          [value]="query().search ?? ''"
          (input)="type($any($event.target).value)"
          (keydown.escape)="type('')"
        />
      </label>
    }
    @if (list().states.length) {
      <label class="state">
        <span class="for-readers">{{ words.text('column.state') }}</span>
        <select [value]="query().state ?? ''" (change)="changed.emit({ state: $any($event.target).value || null })">
          @if (!list().firstState) {
            <option value="" [selected]="!query().state">{{ words.text('list.any-state') }}</option>
          }
          @for (option of list().states; track option) {
            <option [value]="option" [selected]="option === (query().state || list().firstState)">
              {{ words.named('state.' + (list().stateWords ?? '') + option, option) }}
            </option>
          }
        </select>
        <hw-icon name="down" />
      </label>
    }
    @for (choice of list().choices; track choice.param) {
      <label class="state">
        <span class="for-readers">{{ words.text(choice.label) }}</span>
        <select [value]="query()[choice.param] ?? ''" (change)="change(choice.param, $any($event.target).value || null)">
          <option value="" [selected]="!query()[choice.param]">{{ words.text(choice.all) }}</option>
          @for (option of choice.options; track option) {
            <option [value]="option" [selected]="option === query()[choice.param]">
              {{ words.named(choice.words + option, option) }}
            </option>
          }
        </select>
        <hw-icon name="down" />
      </label>
    }
    @for (chip of chips(); track chip.param) {
      <button type="button" class="chip" (click)="change(chip.param, null)">
        {{ chip.text }}
        <span class="for-readers">{{ words.text('action.clear-filters') }}</span>
        <hw-icon name="close" />
      </button>
    }
    @if (query().customerId) {
      <button type="button" class="chip" (click)="changed.emit({ customerId: null })">
        {{ customerName() }}
        <span class="for-readers">{{ words.text('action.clear-filters') }}</span>
        <hw-icon name="close" />
      </button>
    }
  `,
  styleUrl: './list-filters.css',
})
export class ListFilters {
  readonly list = input.required<ListDefinition>();
  readonly query = input.required<ListQuery>();
  readonly changed = output<ListChange>();

  protected readonly words = inject(Words);
  private readonly api = inject(API);
  private readonly permissions = inject(Permissions);
  private readonly customer = new Reading((customerId: string, signal) =>
    this.api.call('getAdminCustomer', { params: { customerId }, signal }),
  );
  protected readonly customerName = computed(() => this.customer.value()?.name ?? this.words.text('column.customer'));
  protected readonly chips = computed(() => {
    const { group } = this.query();
    const named = (Object.keys(CHIPS) as (keyof typeof CHIPS)[])
      .filter(param => this.query()[param])
      .map(param => ({ param, text: this.words.text(CHIPS[param]) }));
    return group ? [...named, { param: 'group' as const, text: group }] : named;
  });
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    effect(() => {
      const id = this.query().customerId;
      if (id && this.permissions.may('customers.read')) untracked(() => void this.customer.start(id));
    });
  }

  protected change(param: ListParam, value: string | null): void {
    this.changed.emit({ [param]: value });
  }

  /** Waits for a pause in the typing, so that a word is one question. */
  protected type(text: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.changed.emit({ search: text.trim() || null }), PAUSE_MS);
  }
}
