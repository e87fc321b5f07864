import { ChangeDetectionStrategy, Component, computed, DestroyRef, effect, inject, input, untracked } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { AdminService } from '@hostwright/sdk/http';
import { API, LIVE } from '../access/connection.js';
import { Failure } from '../parts/failure.js';
import { StateBadge } from '../parts/state-badge.js';
import { Reading } from '../state/reading.js';
import { Words } from '../words/words.js';

const MOST = 10;

/** What else there is about a service: work for people, differences to its provider, changes that are not finished. */
@Component({
  selector: 'hw-service-around',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, RouterLink, StateBadge],
  template: `
    @if (around.problem(); as problem) {
      <hw-failure [problem]="problem" (retry)="around.load(id())" />
    }
    @if (around.value(); as found) {
      @if (found.tasks.length) {
        <section>
          <h3>{{ words.text('screen.tasks') }}</h3>
          <ul class="plain">
            @for (task of found.tasks; track task.id) {
              <li>
                <a class="grow" [routerLink]="['/tasks', task.id]">{{ task.title }}</a>
                <hw-state [state]="task.overdue ? 'task-overdue' : 'task-open'" />
              </li>
            }
          </ul>
        </section>
      }
      @if (found.findings.length) {
        <section>
          <h3>{{ words.text('service.drift') }}</h3>
          <ul class="plain">
            @for (finding of found.findings; track finding.id) {
              <li>
                <a class="grow" [routerLink]="['/reconciliation', finding.id]">{{
                  words.named('finding.' + finding.aspect, finding.aspect)
                }}</a>
                <hw-state [state]="'finding-' + finding.state" />
              </li>
            }
          </ul>
        </section>
      }
      @if (found.changes.length) {
        <section>
          <h3>{{ words.text('service.changes') }}</h3>
          <ul class="plain">
            @for (change of found.changes; track change.id) {
              <li>
                <span class="grow">{{ change.planName }}</span>
                @if (change.invoice; as invoice) {
                  <a [routerLink]="['/invoices', invoice.id]">{{ invoice.number }}</a>
                }
                <hw-state [state]="'change-' + change.state" />
              </li>
            }
          </ul>
        </section>
      }
    }
  `,
  styleUrl: '../sheets/sheet-content.css',
})
export class ServiceAround {
  readonly service = input.required<AdminService>();

  protected readonly words = inject(Words);
  private readonly api = inject(API);
  protected readonly id = computed(() => this.service().id);
  protected readonly around = new Reading(async (serviceId: string, signal) => {
    const query = { serviceId, state: 'open' as const, limit: MOST };
    const [tasks, findings, changes] = await Promise.all([
      this.api.call('listTasks', { query, signal }),
      this.api.call('listFindings', { query, signal }),
      this.api.call('listAdminServiceChanges', { params: { serviceId }, signal }),
    ]);
    const unfinished = changes.items.filter(({ state }) => state === 'waiting' || state === 'under-way');
    return { tasks: tasks.items, findings: findings.items, changes: unfinished };
  });

  constructor() {
    effect(() => {
      const id = this.id();
      untracked(() => void this.around.start(id));
    });
    const stop = inject(LIVE).listen(({ name, id }) => {
      const concerns = name === 'task.changed' || name === 'reconciliation.changed' || id === this.id();
      if (concerns) void this.around.load(this.id());
    });
    inject(DestroyRef).onDestroy(stop);
  }
}
