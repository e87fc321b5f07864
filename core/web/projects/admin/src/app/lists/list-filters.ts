import { ChangeDetectionStrategy, Component, computed, effect, inject, input, output, untracked } from '@angular/core';
import { API } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';
import { Icon } from '../parts/icon.js';
import { Reading } from '../state/reading.js';
import { Words } from '../words/words.js';
import type { ListDefinition, ListQuery } from './list-definition.js';

type Change = Partial<Record<keyof ListQuery, string | null>>;

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
          [value]="search()"
          (input)="type($any($event.target).value)"
          (keydown.escape)="type('')"
        />
      </label>
    }
    @if (list().states.length) {
      <label class="state">
        <span class="for-readers">{{ words.text('column.state') }}</span>
        <select [value]="state()" (change)="changed.emit({ state: $any($event.target).value || null })">
          @if (!list().firstState) {
            <option value="" [selected]="!state()">{{ words.text('list.any-state') }}</option>
          }
          @for (option of list().states; track option) {
            <option [value]="option" [selected]="option === (state() || list().firstState)">
              {{ words.named('state.' + (list().stateWords ?? '') + option, option) }}
            </option>
          }
        </select>
        <hw-icon name="down" />
      </label>
    }
    @if (statementId()) {
      <button type="button" class="chip" (click)="changed.emit({ statementId: null })">
        {{ words.text('bookings.of-one') }}
        <span class="for-readers">{{ words.text('action.clear-filters') }}</span>
        <hw-icon name="close" />
      </button>
    }
    @if (customerId()) {
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
  readonly search = input('');
  readonly state = input('');
  readonly customerId = input('');
  readonly statementId = input('');
  readonly changed = output<Change>();

  protected readonly words = inject(Words);
  private readonly api = inject(API);
  private readonly permissions = inject(Permissions);
  private readonly customer = new Reading((customerId: string, signal) =>
    this.api.call('getAdminCustomer', { params: { customerId }, signal }),
  );
  protected readonly customerName = computed(() => this.customer.value()?.name ?? this.words.text('column.customer'));
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    effect(() => {
      const id = this.customerId();
      if (id && this.permissions.may('customers.read')) untracked(() => void this.customer.start(id));
    });
  }

  /** Waits for a pause in the typing, so that a word is one question. */
  protected type(text: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.changed.emit({ search: text.trim() || null }), PAUSE_MS);
  }
}
