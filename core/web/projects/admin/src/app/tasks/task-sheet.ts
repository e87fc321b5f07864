import { ChangeDetectionStrategy, Component, inject, input, linkedSignal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { Task } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { OpenList } from '../lists/open-list.js';
import { Fact } from '../parts/fact.js';
import { Icon } from '../parts/icon.js';
import { Notices } from '../parts/notices.js';
import { StateBadge } from '../parts/state-badge.js';
import { readOne } from '../sheets/read-one.js';
import { Sheet } from '../sheets/sheet.js';
import { Words } from '../words/words.js';
import { FinishForm } from './finish-form.js';
import { TaskNotes } from './task-notes.js';
import { TaskPeople } from './task-people.js';

/** Work that people do for a service: what, for whom, until when, whose, and the form that ends it. */
@Component({
  selector: 'hw-task-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Fact, FinishForm, Icon, MatButton, RouterLink, Sheet, StateBadge, TaskNotes, TaskPeople],
  template: `
    @let found = task.value();
    <hw-sheet
      [kind]="words.text('one.task')"
      [state]="found ? (found.overdue ? 'task-overdue' : 'task-' + found.state) : ''"
      [heading]="found?.title ?? ''"
      [problem]="task.problem()"
      [isWaiting]="task.isFirst()"
      (again)="task.load(id())"
    >
      @if (found) {
        @if (found.state === 'open') {
          @if (isFinishing()) {
            <hw-finish-form [task]="found" (finished)="finished($event)" (cancelled)="isFinishing.set(false)" />
          } @else {
            <div class="actions">
              <button mat-flat-button type="button" (click)="isFinishing.set(true)">
                <hw-icon name="check" />
                {{ words.text('task.finish.start') }}
              </button>
            </div>
          }
        }
        @if (found.instructions) {
          <p class="instructions">{{ found.instructions }}</p>
        }
        <dl>
          <div hwFact [label]="words.text('one.service')">
            <a [routerLink]="['/services', found.service.id]">{{ found.service.hostname }}</a>
            <hw-state [state]="found.service.state" /><br />
            <span class="quiet">{{ found.service.label }}</span>
          </div>
          <div hwFact [label]="words.text('column.customer')">
            <a [routerLink]="['/customers', found.service.customer.id]">{{ found.service.customer.name }}</a><br /><span
              class="quiet"
              >{{ found.service.customer.email }}</span
            >
          </div>
          <div hwFact [label]="words.text('task.kind')">{{ words.named('operation.' + found.kind, found.kind) }}</div>
          <div hwFact [label]="words.text('column.due-at')">{{ words.moment(found.dueAt) }}</div>
          @if (found.provider) {
            <div hwFact [label]="words.text('service.provider')">{{ found.provider }}</div>
          }
          <div hwFact [label]="words.text('column.created')">{{ words.moment(found.createdAt) }}</div>
          @if (found.finishedAt; as at) {
            <div hwFact [label]="words.text('task.finished')">
              {{ words.moment(at) }}
              @if (found.finishedBy) {
                · {{ found.finishedBy }}
              }
            </div>
          }
          @if (found.result; as result) {
            @if (result.addresses.length) {
              <div hwFact [label]="words.text('service.addresses')">
                @for (address of result.addresses; track address) {
                  <code>{{ address }}</code><br />
                }
              </div>
            }
            @if (result.username) {
              <div hwFact [label]="words.text('task.username')">
                <code>{{ result.username }}</code>
              </div>
            }
          }
          @if (found.state !== 'open') {
            <div hwFact [label]="words.text('column.assignee')">{{ found.assignee?.name ?? words.text('task.nobody') }}</div>
          }
        </dl>
        @if (found.state === 'open') {
          <hw-task-people [task]="found" (assigned)="changed($event, 'task.assigned')" />
        }
        <hw-task-notes [task]="found" (noted)="changed($event)" />
      }
    </hw-sheet>
  `,
  styleUrl: '../sheets/sheet-content.css',
})
export class TaskSheet {
  readonly id = input.required<string>();

  protected readonly words = inject(Words);
  private readonly api = inject(API);
  private readonly list = inject(OpenList);
  private readonly notices = inject(Notices);

  protected readonly isFinishing = linkedSignal({ source: this.id, computation: () => false });
  protected readonly task = readOne(
    this.id,
    (taskId, signal) => this.api.call('getTask', { params: { taskId }, signal }),
    'task.changed',
  );

  protected finished(task: Task): void {
    this.isFinishing.set(false);
    this.changed(task, 'task.done');
  }

  protected changed(task: Task, said?: 'task.assigned' | 'task.done'): void {
    this.task.set(task);
    if (said) this.notices.say(this.words.text(said));
    void this.list.refresh();
  }
}
