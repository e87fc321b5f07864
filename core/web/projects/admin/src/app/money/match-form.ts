import { ChangeDetectionStrategy, Component, effect, inject, input, output, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { ApiProblem } from '@hostwright/kit';
import type { MoneyJson } from '@hostwright/sdk';
import type { AdminInvoice } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Failure } from '../parts/failure.js';
import { StateBadge } from '../parts/state-badge.js';
import { Reading } from '../state/reading.js';
import { Words } from '../words/words.js';

const PAUSE_MS = 250;
const FOUND = 8;

/** Money that found no invoice by itself: staff search for it and choose one. */
@Component({
  selector: 'hw-match-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, MatButton, MatFormFieldModule, MatInput, StateBadge],
  template: `
    <form class="panel" novalidate (submit)="$event.preventDefault(); send()">
      <h3>{{ words.text('match.title') }}</h3>
      <mat-form-field>
        <mat-label>{{ words.text('match.search') }}</mat-label>
        <input matInput type="search" autocomplete="off" [value]="search()" (input)="type($any($event.target).value)" />
        <mat-hint>{{ words.text('match.hint') }}</mat-hint>
      </mat-form-field>
      @if (invoices.problem(); as said) {
        <hw-failure [problem]="said" (retry)="invoices.load(search())" />
      }
      <ul class="plain" role="radiogroup" [attr.aria-label]="words.text('match.title')">
        @for (invoice of invoices.value(); track invoice.id) {
          <li>
            <label class="grow choice">
              <input type="radio" name="invoice" [checked]="chosen()?.id === invoice.id" (change)="chosen.set(invoice)" />
              <span>
                <span class="number">{{ invoice.number }}</span>
                <span class="quiet who">{{ invoice.customer.name }}</span>
              </span>
            </label>
            @if (invoice.state !== 'open') {
              <hw-state [state]="invoice.state" />
            }
            <span class="number" [class.same]="isSame(invoice)">{{ words.money(invoice.due) }}</span>
          </li>
        } @empty {
          @if (invoices.value()) {
            <li class="quiet">{{ words.text('list.nothing-found') }}</li>
          }
        }
      </ul>
      @if (chosen(); as invoice) {
        @if (amount() && !isSame(invoice)) {
          <p class="quiet">
            {{ words.text('match.other-amount', { amount: words.money(amount()!), due: words.money(invoice.due) }) }}
          </p>
        }
      }
      @if (problem(); as said) {
        <hw-failure [problem]="said" (retry)="send()" />
      }
      <div class="actions">
        <button mat-flat-button type="submit" [disabled]="!chosen() || busy()">
          {{ chosen() ? words.text('match.do', { number: chosen()!.number }) : words.text('match.start') }}
        </button>
        <button mat-button type="button" [disabled]="busy()" (click)="cancelled.emit()">{{ words.text('action.cancel') }}</button>
      </div>
    </form>
  `,
  styleUrl: '../sheets/sheet-content.css',
  styles: `
    .choice {
      display: flex;
      gap: 10px;
      align-items: center;
      min-block-size: 40px;
      cursor: pointer;
    }
    .choice input {
      inline-size: 18px;
      block-size: 18px;
      accent-color: var(--hw-accent);
    }
    .who {
      display: block;
      font-size: 0.875rem;
    }
    .choice > span {
      padding-block: 6px;
    }
    .same {
      color: var(--hw-success);
      font-weight: 600;
    }
  `,
})
export class MatchForm {
  readonly amount = input<MoneyJson | null>(null);
  readonly busy = input(false);
  readonly problem = input<ApiProblem>();
  readonly matched = output<string>();
  readonly cancelled = output<void>();

  protected readonly words = inject(Words);
  private readonly api = inject(API);
  protected readonly search = signal('');
  protected readonly chosen = signal<AdminInvoice | undefined>(undefined);
  protected readonly invoices = new Reading((search: string, signal) => this.find(search, signal));
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    effect(() => {
      this.amount();
      untracked(() => void this.invoices.start(''));
    });
  }

  protected type(text: string): void {
    this.search.set(text);
    this.chosen.set(undefined);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.invoices.load(text.trim()), PAUSE_MS);
  }

  protected isSame({ due }: AdminInvoice): boolean {
    const amount = this.amount();
    return amount?.amount === due.amount && amount.currency === due.currency;
  }

  protected send(): void {
    const invoice = this.chosen();
    if (invoice && !this.busy()) this.matched.emit(invoice.id);
  }

  /** Without a search, what waits for money; the same amount first. */
  private async find(search: string, signal: AbortSignal): Promise<readonly AdminInvoice[]> {
    const query = search ? { search, limit: FOUND } : { state: 'open', limit: 50 };
    const { items } = await this.api.call('listAdminInvoices', { query, signal });
    return items.toSorted((left, right) => Number(this.isSame(right)) - Number(this.isSame(left))).slice(0, FOUND);
  }
}
