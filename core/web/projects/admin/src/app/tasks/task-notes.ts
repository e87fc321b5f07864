import { ChangeDetectionStrategy, Component, inject, input, linkedSignal, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { Task } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Failure } from '../parts/failure.js';
import { Attempt } from '../state/attempt.js';
import { Words } from '../words/words.js';

/** What staff tell each other about a task; customers never read it. */
@Component({
  selector: 'hw-task-notes',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, MatButton, MatFormFieldModule, MatInput],
  template: `
    <h3>{{ words.text('task.notes') }}</h3>
    <ul>
      @for (note of task().notes; track $index) {
        <li>
          <p class="text">{{ note.text }}</p>
          <p class="quiet">{{ note.by }} · {{ words.moment(note.at) }}</p>
        </li>
      }
    </ul>
    <form novalidate (submit)="$event.preventDefault(); add()">
      <mat-form-field>
        <mat-label>{{ words.text('task.note') }}</mat-label>
        <textarea matInput rows="2" maxlength="2000" [value]="text()" (input)="text.set($any($event.target).value)"></textarea>
        <mat-hint>{{ words.text('task.note.hint') }}</mat-hint>
      </mat-form-field>
      @if (attempt.problem(); as problem) {
        <hw-failure [problem]="problem" (retry)="add()" />
      }
      @if (text().trim()) {
        <button mat-stroked-button type="submit" [disabled]="attempt.isBusy()">{{ words.text('task.note.add') }}</button>
      }
    </form>
  `,
  styles: `
    h3 {
      margin: 24px 0 8px;
      font-size: 1rem;
    }
    ul {
      margin: 0 0 8px;
      padding: 0;
      list-style: none;
    }
    li {
      padding-block: 8px;
      border-block-end: 1px solid var(--hw-line);
    }
    p {
      margin: 0;
      overflow-wrap: anywhere;
    }
    .text {
      white-space: pre-line;
    }
    .quiet,
    mat-hint {
      color: var(--hw-text-muted);
      font-size: 0.8125rem;
    }
    form {
      display: grid;
      justify-items: start;
      gap: 8px;
      margin-block-start: 12px;
    }
    mat-form-field {
      inline-size: 100%;
    }
  `,
})
export class TaskNotes {
  readonly task = input.required<Task>();
  readonly noted = output<Task>();

  protected readonly words = inject(Words);
  private readonly api = inject(API);

  protected readonly attempt = new Attempt();
  /** A note that was begun belongs to its task. */
  protected readonly text = linkedSignal({ source: () => this.task().id, computation: () => '' });

  protected async add(): Promise<void> {
    const text = this.text().trim();
    if (!text) return;
    const params = { taskId: this.task().id };
    const answer = await this.attempt.run(() => this.api.call('addTaskNote', { params, body: { text } }));
    if (!answer) return;
    this.text.set('');
    this.noted.emit(answer);
  }
}
