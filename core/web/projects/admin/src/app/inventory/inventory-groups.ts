import { ChangeDetectionStrategy, Component, effect, inject, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { API } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';
import { OpenList } from '../lists/open-list.js';
import { Failure } from '../parts/failure.js';
import { Icon } from '../parts/icon.js';
import { Reading } from '../state/reading.js';
import { Words } from '../words/words.js';

/** The groups that machines are sold from and how many of each are free; a group leads to its machines. */
@Component({
  selector: 'hw-inventory-groups',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, Icon, MatButton, RouterLink],
  template: `
    @if (groups.problem(); as problem) {
      <hw-failure [problem]="problem" (retry)="groups.load()" />
    }
    <div class="row">
      <ul [attr.aria-label]="words.text('inventory.groups')">
        @for (group of groups.value(); track group.name) {
          <li>
            <a routerLink="/inventory" [queryParams]="{ group: group.name }">
              <strong>{{ group.name }}</strong>
              <span [class.none]="!group.free">
                {{ words.text('inventory.free-of', { free: group.free, count: group.free + group.assigned }) }}
              </span>
            </a>
          </li>
        }
      </ul>
      @if (may('services.manage')) {
        <a mat-flat-button routerLink="/inventory/new" queryParamsHandling="preserve">
          <hw-icon name="plus" />
          {{ words.text('inventory.add') }}
        </a>
      }
    </div>
  `,
  styles: `
    :host {
      display: block;
      padding: 0 24px 12px;
    }
    .row {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 12px;
    }
    ul {
      display: flex;
      flex: 1 1 16rem;
      gap: 8px;
      margin: 0;
      padding: 2px;
      overflow-x: auto;
      list-style: none;
    }
    li a {
      display: grid;
      padding: 6px 12px;
      border: 1px solid var(--hw-line);
      border-radius: var(--hw-radius-control);
      background: var(--hw-surface);
      color: var(--hw-text);
      font-variant-numeric: tabular-nums;
      text-decoration: none;
      white-space: nowrap;
    }
    li a:hover {
      border-color: var(--hw-line-strong);
    }
    strong {
      font-weight: 550;
    }
    span {
      color: var(--hw-text-muted);
      font-size: 0.8125rem;
    }
    .none {
      color: var(--hw-danger);
    }
    @media (width < 700px) {
      :host {
        padding-inline: 16px;
      }
    }
  `,
})
export class InventoryGroups {
  protected readonly words = inject(Words);
  protected readonly may = inject(Permissions).may;
  private readonly api = inject(API);
  private readonly list = inject(OpenList);

  protected readonly groups = new Reading(
    async (_wish: void, signal) => (await this.api.call('listInventory', { query: { limit: 1 }, signal })).groups,
  );

  constructor() {
    // What changed the rows has changed the figures.
    effect(() => {
      this.list.rows()?.items();
      untracked(() => void this.groups.load());
    });
  }
}
