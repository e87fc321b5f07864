import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatSlideToggle, type MatSlideToggleChange } from '@angular/material/slide-toggle';
import type { AdminProduct } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';
import { explain } from '../parts/problem-words.js';
import { Attempt } from '../state/attempt.js';
import { Words } from '../words/words.js';
import { readStock } from './stock.js';

type Plan = AdminProduct['plans'][number];

/** One plan in the catalogue. What was typed stays until the server has taken it. */
@Component({
  selector: '[hwPlanRow]',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButton, MatSlideToggle],
  template: `
    <th scope="row">
      {{ plan().name }} <small>{{ plan().code }}</small>
      @if (problem()) {
        <p class="wrong" role="alert">{{ problem() }}</p>
      }
    </th>
    <td class="figure">{{ from() }}</td>
    <td class="figure">{{ words.count(plan().activeServices) }}</td>
    <td>
      <form (submit)="$event.preventDefault(); saveStock()">
        <input
          inputmode="numeric"
          autocomplete="off"
          [attr.aria-label]="words.text('catalog.stock') + ': ' + plan().name"
          [attr.aria-invalid]="!stock().ok"
          [placeholder]="words.text('catalog.no-limit')"
          [readOnly]="!may('catalog.manage')"
          [value]="written()"
          (input)="written.set($any($event.target).value)"
        />
        @if (isChanged()) {
          <button mat-button type="submit" [disabled]="!stock().ok || attempt.isBusy()">{{ words.text('action.save') }}</button>
        }
      </form>
    </td>
    <td>
      <mat-slide-toggle
        [checked]="plan().visible"
        [disabled]="!may('catalog.manage') || attempt.isBusy()"
        [aria-label]="words.text('catalog.shown') + ': ' + plan().name"
        (change)="show($event)"
      />
    </td>
  `,
  styles: `
    th,
    td {
      block-size: 48px;
      padding-inline-end: 16px;
      border-block-end: 1px solid var(--hw-line);
      font-weight: 400;
      text-align: start;
      white-space: nowrap;
    }
    th {
      position: sticky;
      inset-inline-start: 0;
      background: var(--hw-ground);
      font-weight: 550;
    }
    small {
      color: var(--hw-text-muted);
      font-weight: 400;
    }
    .figure {
      font-variant-numeric: tabular-nums;
    }
    form {
      display: flex;
      align-items: center;
      gap: 4px;
    }
    input {
      inline-size: 7.5rem;
      block-size: 34px;
      padding-inline: 10px;
      border: 1px solid var(--hw-line-strong);
      border-radius: var(--hw-radius-control);
      background: var(--hw-surface);
      color: inherit;
      font: inherit;
      font-variant-numeric: tabular-nums;
    }
    input::placeholder {
      color: var(--hw-text-muted);
      opacity: 1;
    }
    input:focus-visible {
      outline: 2px solid var(--hw-focus);
      outline-offset: 1px;
    }
    input[aria-invalid='true'] {
      border-color: var(--hw-danger);
    }
    .wrong {
      margin: 0;
      color: var(--hw-danger);
      font-weight: 400;
      white-space: normal;
    }
    @media (width < 700px) {
      th {
        min-inline-size: 8rem;
        max-inline-size: 10rem;
        white-space: normal;
      }
    }
  `,
})
export class PlanRow {
  readonly plan = input.required<Plan>();
  readonly changed = output<void>();

  protected readonly words = inject(Words);
  protected readonly may = inject(Permissions).may;
  private readonly api = inject(API);

  protected readonly attempt = new Attempt();
  protected readonly written = linkedSignal(() => this.plan().stock?.toString() ?? '');
  protected readonly stock = computed(() => readStock(this.written()));
  protected readonly isChanged = computed(() => {
    const stock = this.stock();
    return !stock.ok || stock.stock !== this.plan().stock;
  });
  protected readonly from = computed(() =>
    this.plan()
      .from.map(money => this.words.money(money))
      .join(' · '),
  );
  protected readonly problem = computed(() => {
    const problem = this.attempt.problem();
    return problem ? explain(problem, this.words).title : '';
  });

  protected async saveStock(): Promise<void> {
    const stock = this.stock();
    if (stock.ok && this.isChanged()) await this.update({ stock: stock.stock });
  }

  /** A switch that was refused goes back to what is true. */
  protected async show({ checked, source }: MatSlideToggleChange): Promise<void> {
    if (!(await this.update({ visible: checked }))) source.checked = this.plan().visible;
  }

  private async update(body: { readonly visible: boolean } | { readonly stock: number | null }): Promise<boolean> {
    const answer = await this.attempt.run(() => this.api.call('updatePlan', { params: { planId: this.plan().id }, body }));
    if (answer) this.changed.emit();
    return answer !== undefined;
  }
}
