import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import type { InventoryItem } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';
import { OpenList } from '../lists/open-list.js';
import { Fact } from '../parts/fact.js';
import { Failure } from '../parts/failure.js';
import { Notices } from '../parts/notices.js';
import { StateBadge } from '../parts/state-badge.js';
import { changeableRowOf } from '../sheets/row-sheet.js';
import { Sheet } from '../sheets/sheet.js';
import { Attempt } from '../state/attempt.js';
import { Words } from '../words/words.js';
import { factsOf } from './hardware.js';
import { ItemForm } from './item-form.js';

const NEW = 'new';

/** A machine of the shop: what it is, who has it; `new` in the address is one that is not there yet. */
@Component({
  selector: 'hw-item-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Fact, Failure, ItemForm, MatButton, RouterLink, Sheet, StateBadge],
  template: `
    @let one = item();
    <hw-sheet
      [kind]="words.text('one.machine')"
      [state]="one ? 'item-' + one.state : ''"
      [heading]="isNew() ? words.text('inventory.new') : (one?.name ?? '')"
      [isWaiting]="!isNew() && !one && !!list.rows()?.isFirst()"
    >
      @if (isNew()) {
        <hw-item-form (saved)="added($event)" (cancelled)="leave()" />
      } @else if (one) {
        @if (isEditing()) {
          <hw-item-form [item]="one" (saved)="changed($event)" (cancelled)="isEditing.set(false)" />
        } @else {
          @if (may('services.manage')) {
            <div class="actions">
              <button mat-flat-button type="button" (click)="isEditing.set(true)">{{ words.text('action.edit') }}</button>
              @if (one.state !== 'assigned') {
                <button mat-stroked-button type="button" [disabled]="attempt.isBusy()" (click)="retire(one)">
                  {{ words.text(one.state === 'retired' ? 'inventory.take-back' : 'inventory.retire') }}
                </button>
              }
            </div>
          }
          @if (attempt.problem(); as problem) {
            <hw-failure [problem]="problem" [mayRetry]="false" />
          }
          <dl>
            <div hwFact [label]="words.text('column.had-by')">
              @if (one.service; as service) {
                <a [routerLink]="['/services', service.id]">{{ service.hostname }}</a> <hw-state [state]="service.state" />
              } @else {
                {{ words.text('inventory.nobody') }}
              }
            </div>
            <div hwFact [label]="words.text('column.group')">
              <a routerLink="/inventory" [queryParams]="{ group: one.group }">{{ one.group }}</a>
            </div>
            @for (fact of facts(); track fact.name) {
              <div hwFact [label]="fact.name">{{ fact.value }}</div>
            }
            <div hwFact [label]="words.text('column.location')">{{ one.location || '–' }}</div>
            <div hwFact [label]="words.text('inventory.since')">{{ words.moment(one.createdAt) }}</div>
          </dl>
          @if (one.notes) {
            <h3>{{ words.text('inventory.notes') }}</h3>
            <p class="instructions">{{ one.notes }}</p>
          }
        }
      } @else if (!list.rows()?.isFirst()) {
        <p class="quiet">{{ words.text('list.further-down') }}</p>
      }
    </hw-sheet>
  `,
  styleUrl: '../sheets/sheet-content.css',
})
export class ItemSheet {
  readonly id = input.required<string>();

  protected readonly words = inject(Words);
  protected readonly may = inject(Permissions).may;
  protected readonly list = inject(OpenList);
  private readonly api = inject(API);
  private readonly notices = inject(Notices);
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);

  protected readonly attempt = new Attempt();
  protected readonly item = changeableRowOf<InventoryItem>(this.id);
  protected readonly facts = computed(() => factsOf(this.item()?.facts ?? {}));
  protected readonly isNew = computed(() => this.id() === NEW && this.may('services.manage'));
  protected readonly isEditing = linkedSignal({ source: this.id, computation: () => false });

  protected async retire(item: InventoryItem): Promise<void> {
    const params = { inventoryItemId: item.id };
    const body = { retired: item.state !== 'retired' };
    const answer = await this.attempt.run(() => this.api.call('updateInventoryItem', { params, body }));
    if (answer) this.changed(answer);
  }

  protected changed(item: InventoryItem): void {
    this.isEditing.set(false);
    this.item.set(item);
    this.notices.say(this.words.text('form.saved'));
    void this.list.refresh();
  }

  protected async added(item: InventoryItem): Promise<void> {
    this.notices.say(this.words.text('inventory.added', { name: item.name }));
    await this.list.refresh();
    await this.go(item.id);
  }

  protected leave(): void {
    void this.go();
  }

  private go(id?: string): Promise<boolean> {
    const path = id === undefined ? ['..'] : ['..', id];
    return this.router.navigate(path, { relativeTo: this.route, queryParamsHandling: 'preserve', replaceUrl: true });
  }
}
