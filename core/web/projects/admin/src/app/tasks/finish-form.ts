import { ChangeDetectionStrategy, Component, computed, ElementRef, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import type { Task } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { Failure } from '../parts/failure.js';
import { OnceAttempt } from '../state/attempt.js';
import { Words } from '../words/words.js';
import { complaintsOf, type FinishField, missingIn, resultOf, type WrittenResult } from './finish-fields.js';

const EMPTY: WrittenResult = { addresses: '', username: '', password: '', notes: '' };

/** Tells that the work is done, and what the customer needs to come in. Sent again after a lost answer, it counts once. */
@Component({
  selector: 'hw-finish-form',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, MatButton, MatFormFieldModule, MatInput],
  templateUrl: './finish-form.html',
  styleUrl: '../sheets/sheet-content.css',
})
export class FinishForm {
  readonly task = input.required<Task>();
  readonly finished = output<Task>();
  readonly cancelled = output<void>();

  protected readonly words = inject(Words);
  private readonly api = inject(API);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  protected readonly attempt = new OnceAttempt();
  protected readonly written = signal(EMPTY);
  protected readonly isShown = signal(false);
  private readonly wasSent = signal(false);
  private readonly sent = signal(EMPTY);

  /** Complaints wait until the form was sent; those of the server go with the next change of their field. */
  protected readonly complaints = computed(() => {
    const [written, sent] = [this.written(), this.sent()];
    const missing = this.wasSent() ? missingIn(written, this.task().asksAccess) : [];
    const refused = complaintsOf(this.attempt.problem()?.errors ?? [], sent);
    const standing = Object.entries(refused).filter(([field]) => written[field as FinishField] === sent[field as FinishField]);
    return {
      ...Object.fromEntries(standing),
      ...Object.fromEntries(missing.map(field => [field, this.words.text('form.required')])),
    } as Partial<Record<FinishField, string>>;
  });
  /** What is said above the form: everything but a refusal that stands at a field. */
  protected readonly general = computed(() => {
    const problem = this.attempt.problem();
    return problem && problem.errors.length === 0 ? problem : undefined;
  });

  protected write(field: FinishField, event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.written.update(written => ({ ...written, [field]: value }));
  }

  protected async send(): Promise<void> {
    const [written, task] = [this.written(), this.task()];
    this.wasSent.set(true);
    const [missing] = missingIn(written, task.asksAccess);
    if (missing) return this.goTo(missing);
    this.sent.set(written);
    const answer = await this.attempt.run(resultOf(written), (body, idempotencyKey) =>
      this.api.call('finishTask', { params: { taskId: task.id }, body, idempotencyKey }),
    );
    if (answer) return this.finished.emit(answer);
    const [first] = Object.keys(this.complaints()) as FinishField[];
    if (first) this.goTo(first);
  }

  private goTo(field: FinishField): void {
    this.host.querySelector<HTMLElement>(`[name="${field}"]`)?.focus();
  }
}
