import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { AdminService } from '@hostwright/sdk/http';
import { Fact } from '../parts/fact.js';
import { Words } from '../words/words.js';
import { amountOf, RESOURCES } from './fill.js';

/** Where a service has its place, and what it takes of it. */
@Component({
  selector: 'hw-place-facts',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Fact, RouterLink],
  template: `
    @let one = place();
    <dl>
      @if (one.pool; as pool) {
        <div hwFact [label]="words.text('column.pool')">
          <a routerLink="/placements" [queryParams]="{ poolId: pool.id }">{{ pool.name }}</a>
        </div>
      }
      @if (one.installation; as installation) {
        <div hwFact [label]="words.text('service.provider')">{{ installation.label }}</div>
      }
      @if (one.item; as item) {
        <div hwFact [label]="words.text('one.machine')">
          <a [routerLink]="['/inventory', item.id]" [queryParams]="one.itemGroup ? { group: one.itemGroup } : {}">{{
            item.name
          }}</a>
        </div>
      } @else if (one.itemGroup) {
        <div hwFact [label]="words.text('column.group')">
          <a routerLink="/inventory" [queryParams]="{ group: one.itemGroup }">{{ one.itemGroup }}</a>
        </div>
      }
      @if (needs()) {
        <div hwFact [label]="words.text('place.needs')">{{ needs() }}</div>
      }
    </dl>
  `,
  styles: `
    dl {
      margin: 0;
    }
  `,
})
export class PlaceFacts {
  readonly place = input.required<NonNullable<AdminService['placement']>>();
  protected readonly words = inject(Words);
  protected readonly needs = computed(() => {
    const { needs } = this.place();
    return RESOURCES.filter(resource => resource !== 'slots' && needs[resource] > 0)
      .map(resource => {
        const { amount, unit } = amountOf(resource, needs[resource]);
        const told = [this.words.count(amount), unit && this.words.named(`unit.${unit}`, unit)].filter(Boolean).join('\u00a0');
        return `${this.words.named(`resource.${resource}`, resource)}: ${told}`;
      })
      .join(', ');
  });
}
