import { ChangeDetectionStrategy, Component, inject, input, model, signal } from '@angular/core';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { AdminCustomer } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Failure } from '../parts/failure.js';
import { Reading } from '../state/reading.js';
import { Words } from '../words/words.js';

const PAUSE_MS = 250;
const FOUND = 6;

/** Finds a customer by the beginning of the name or the e-mail, and keeps the one that was chosen. */
@Component({
  selector: 'hw-customer-picker',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, MatFormFieldModule, MatInput],
  template: `
    <mat-form-field>
      <mat-label>{{ words.text('column.customer') }}</mat-label>
      <input
        matInput
        type="search"
        autocomplete="off"
        [placeholder]="words.text('list.search.customers')"
        [value]="search()"
        (input)="type($any($event.target).value)"
      />
      @if (wrong()) {
        <mat-hint class="wrong" role="alert">{{ wrong() }}</mat-hint>
      }
    </mat-form-field>
    @if (found.problem(); as problem) {
      <hw-failure [problem]="problem" (retry)="found.load(search())" />
    }
    <ul role="radiogroup" [attr.aria-label]="words.text('column.customer')">
      @for (customer of found.value(); track customer.id) {
        <li>
          <label>
            <input type="radio" name="customer" [checked]="chosen()?.id === customer.id" (change)="chosen.set(customer)" />
            <span
              >{{ customer.name }}<span class="quiet">{{ customer.email }}</span></span
            >
          </label>
        </li>
      } @empty {
        @if (found.value() && search().trim()) {
          <li class="quiet">{{ words.text('list.nothing-found') }}</li>
        }
      }
    </ul>
  `,
  styles: `
    mat-form-field {
      inline-size: 100%;
    }
    ul {
      margin: 4px 0 0;
      padding: 0;
      list-style: none;
    }
    label {
      display: flex;
      align-items: center;
      gap: 10px;
      min-block-size: 40px;
      cursor: pointer;
    }
    label > span {
      display: grid;
      min-inline-size: 0;
      overflow-wrap: anywhere;
    }
    .quiet {
      color: var(--hw-text-muted);
      font-size: 0.8125rem;
    }
    .wrong {
      color: var(--hw-danger);
    }
    input[type='radio'] {
      flex: none;
      inline-size: 18px;
      block-size: 18px;
      margin: 0;
      accent-color: var(--hw-accent-fill);
    }
  `,
})
export class CustomerPicker {
  readonly chosen = model<AdminCustomer | undefined>(undefined);
  readonly wrong = input('');

  protected readonly words = inject(Words);
  private readonly api = inject(API);
  private timer: ReturnType<typeof setTimeout> | undefined;

  protected readonly search = signal('');
  protected readonly found = new Reading(
    async (search: string, signal) =>
      (await this.api.call('listAdminCustomers', { query: { limit: FOUND, ...(search && { search }) }, signal })).items,
  );

  constructor() {
    void this.found.load('');
  }

  protected type(text: string): void {
    this.search.set(text);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.found.load(text.trim()), PAUSE_MS);
  }
}
