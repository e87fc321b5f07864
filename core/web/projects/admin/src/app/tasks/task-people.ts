import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatSelectModule } from '@angular/material/select';
import type { Task } from '@hostwright/sdk/http';
import { API, SESSION } from '../access/connection.js';
import { Failure } from '../parts/failure.js';
import { Attempt } from '../state/attempt.js';
import { Reading } from '../state/reading.js';
import { Words } from '../words/words.js';

const NOBODY = '';

/** Whose task it is: mine with one press, anybody's by choosing. */
@Component({
  selector: 'hw-task-people',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, MatButton, MatFormFieldModule, MatSelectModule],
  template: `
    <div class="people">
      <mat-form-field>
        <mat-label>{{ words.text('column.assignee') }}</mat-label>
        <mat-select
          [value]="task().assignee?.id ?? nobody"
          [disabled]="attempt.isBusy()"
          (valueChange)="assign($event === nobody ? null : $event)"
        >
          <mat-option [value]="nobody">{{ words.text('task.nobody') }}</mat-option>
          @for (person of choices(); track person.id) {
            <mat-option [value]="person.id">{{ person.name }}</mat-option>
          }
        </mat-select>
      </mat-form-field>
      @if (task().assignee?.id !== me()?.id) {
        <button mat-stroked-button type="button" [disabled]="attempt.isBusy()" (click)="assign(me()?.id ?? null)">
          {{ words.text('task.take') }}
        </button>
      }
    </div>
    @if (people.problem(); as problem) {
      <hw-failure [problem]="problem" (retry)="people.load()" />
    }
    @if (attempt.problem(); as problem) {
      <hw-failure [problem]="problem" [mayRetry]="false" />
    }
  `,
  styles: `
    .people {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 8px 12px;
      margin-block: 4px 16px;
    }
    mat-form-field {
      flex: 1 1 12rem;
    }
  `,
})
export class TaskPeople {
  readonly task = input.required<Task>();
  readonly assigned = output<Task>();

  protected readonly words = inject(Words);
  private readonly api = inject(API);
  protected readonly me = inject(SESSION).who;
  protected readonly nobody = NOBODY;

  protected readonly attempt = new Attempt();
  protected readonly people = new Reading((_wish: void, signal) => this.api.call('listTaskPeople', { signal }));
  /** Whoever has the task is named although the list is not read yet, or although they may not do it any more. */
  protected readonly choices = computed(() => {
    const [known, assignee] = [this.people.value()?.items ?? [], this.task().assignee];
    return assignee && !known.some(({ id }) => id === assignee.id) ? [assignee, ...known] : known;
  });

  constructor() {
    void this.people.load();
  }

  protected async assign(staffId: string | null): Promise<void> {
    if (staffId === (this.task().assignee?.id ?? null)) return;
    const params = { taskId: this.task().id };
    const answer = await this.attempt.run(() => this.api.call('assignTask', { params, body: { staffId } }));
    if (answer) this.assigned.emit(answer);
  }
}
