import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { API } from '../access/connection.js';
import { Empty } from '../parts/empty.js';
import { Failure } from '../parts/failure.js';
import { Skeleton } from '../parts/skeleton.js';
import { Reading } from '../state/reading.js';
import { Words } from '../words/words.js';
import { PlanRow } from './plan-row.js';

/** What the shop sells: which plans are shown, and how many are left. */
@Component({
  selector: 'hw-catalog-screen',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Empty, Failure, PlanRow, Skeleton],
  template: `
    <header>
      <h1>{{ words.text('screen.catalog') }}</h1>
    </header>
    @if (products.problem(); as problem) {
      <hw-failure [problem]="problem" [mayRetry]="problem.status !== 403" (retry)="products.load()" />
    }
    @if (products.isFirst()) {
      <hw-skeleton [lines]="10" />
    }
    @for (product of products.value()?.items; track product.id) {
      <section>
        <h2>
          {{ product.name }}
          <small>{{ product.type }}</small>
          @if (!product.visible) {
            <small class="hidden">{{ words.text('catalog.hidden') }}</small>
          }
        </h2>
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">{{ words.text('column.plan') }}</th>
                <th scope="col">{{ words.text('catalog.from') }}</th>
                <th scope="col">{{ words.text('catalog.sold') }}</th>
                <th scope="col">{{ words.text('catalog.stock') }}</th>
                <th scope="col">{{ words.text('catalog.shown') }}</th>
              </tr>
            </thead>
            <tbody>
              @for (plan of product.plans; track plan.id) {
                <tr hwPlanRow [plan]="plan" (changed)="products.load()"></tr>
              }
            </tbody>
          </table>
        </div>
      </section>
    } @empty {
      @if (products.value()) {
        <hw-empty [text]="words.text('catalog.empty')" />
      }
    }
  `,
  styles: `
    :host {
      display: block;
      max-inline-size: 76rem;
      padding: 16px 24px 64px;
    }
    h1 {
      margin: 0 0 16px;
    }
    h2 {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 4px 12px;
      margin: 24px 0 8px;
    }
    small {
      color: var(--hw-text-muted);
      font-size: 0.875rem;
      font-weight: 400;
    }
    .hidden {
      color: var(--hw-warning);
    }
    .scroll {
      overflow-x: auto;
    }
    table {
      inline-size: 100%;
      border-collapse: collapse;
    }
    th {
      block-size: 36px;
      padding-inline-end: 16px;
      border-block-end: 1px solid var(--hw-line);
      color: var(--hw-text-muted);
      font-size: 0.8125rem;
      font-weight: 500;
      text-align: start;
      white-space: nowrap;
    }
    th:first-child {
      position: sticky;
      inset-inline-start: 0;
      background: var(--hw-ground);
    }
    @media (width < 700px) {
      :host {
        padding-inline: 16px;
      }
    }
  `,
})
export class CatalogScreen {
  protected readonly words = inject(Words);
  private readonly api = inject(API);
  protected readonly products = new Reading((_wish: void, signal) => this.api.call('listAdminProducts', { signal }));

  constructor() {
    void this.products.load();
  }
}
