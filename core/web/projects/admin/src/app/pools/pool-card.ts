import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { Pool } from '@hostwright/sdk/http';
import { Permissions } from '../access/permissions.js';
import { Icon } from '../parts/icon.js';
import { StateBadge } from '../parts/state-badge.js';
import { Words } from '../words/words.js';
import { FillBars } from './fill-bars.js';

/** One pool: where it is, what its members have promised, and who waits for room in it. */
@Component({
  selector: 'hw-pool-card',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [FillBars, Icon, MatButton, RouterLink, StateBadge],
  template: `
    @let one = pool();
    <header>
      <div class="name">
        <h2>{{ one.name }}</h2>
        <p>{{ place() }}</p>
      </div>
      @if (one.waiting) {
        <a class="waiting" routerLink="/placements" [queryParams]="{ poolId: one.id, state: 'waiting' }"
          ><hw-icon name="alert" />{{ words.text('pool.waiting', { count: one.waiting }) }}</a
        >
      }
      <a mat-button routerLink="/placements" [queryParams]="{ poolId: one.id }">{{ words.text('pool.placements') }}</a>
      @if (may('services.manage')) {
        <a mat-button [routerLink]="['/pools', one.id]">{{ words.text('action.edit') }}</a>
        <a mat-stroked-button [routerLink]="['/pools', one.id, 'new']">
          <hw-icon name="plus" /> {{ words.text('member.add') }}
        </a>
      }
    </header>
    <ul>
      @for (member of one.members; track member.id) {
        <li>
          <div class="head">
            <strong>{{ member.installation.label }}</strong>
            @if (!member.installation.enabled) {
              <hw-state state="off" />
            }
            @if (member.state === 'draining') {
              <hw-state state="member-draining" />
            }
            <a routerLink="/placements" [queryParams]="{ poolId: one.id, installationId: member.installation.id }">{{
              words.text('pool.services', { count: member.services })
            }}</a>
            @if (may('services.manage')) {
              <a mat-button class="limits" [routerLink]="['/pools', one.id, member.id]">
                {{ words.text('member.edit') }}<span class="for-readers">: {{ member.installation.label }}</span>
              </a>
            }
          </div>
          <hw-fill-bars [member]="member" />
        </li>
      } @empty {
        <li class="empty">{{ words.text('pool.no-members') }}</li>
      }
    </ul>
  `,
  styleUrl: './pool-card.css',
})
export class PoolCard {
  readonly pool = input.required<Pool>();
  protected readonly words = inject(Words);
  protected readonly may = inject(Permissions).may;
  protected readonly place = computed(() => [this.pool().location, this.pool().tier].filter(Boolean).join(' · '));
}
