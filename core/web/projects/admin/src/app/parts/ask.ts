import { ChangeDetectionStrategy, Component, computed, inject, Injectable, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialog, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { firstValueFrom } from 'rxjs';
import { Words } from '../words/words.js';
import { isSame } from './same-name.js';

export interface Question {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
}

/** A question that is answered in writing. */
export interface WrittenQuestion extends Question {
  readonly label: string;
  readonly hint?: string;
  readonly value?: string;
  readonly maxLength: number;
}

/** Where something is lost for good: its name must be typed. */
export interface GraveQuestion extends Question {
  readonly name: string;
}

type Asked = Question & Partial<WrittenQuestion> & Partial<GraveQuestion>;

/** Asks before something that cannot be taken back at once. */
@Injectable({ providedIn: 'root' })
export class Ask {
  private readonly dialogs = inject(MatDialog);

  async whether(question: Question): Promise<boolean> {
    return (await this.open(question)) !== undefined;
  }

  /** What was written; undefined when whoever was asked went back. */
  written(question: WrittenQuestion): Promise<string | undefined> {
    return this.open(question);
  }

  /** The name as it was typed; the server compares it once more. */
  gravely(question: GraveQuestion): Promise<string | undefined> {
    return this.open(question);
  }

  private async open(question: Asked): Promise<string | undefined> {
    const dialog = this.dialogs.open<AskDialog, Asked, string>(AskDialog, {
      data: question,
      maxWidth: '28rem',
      autoFocus: question.label || question.name ? 'input' : 'first-tabbable',
    });
    return firstValueFrom(dialog.afterClosed());
  }
}

@Component({
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButton, MatDialogModule, MatFormFieldModule, MatInput],
  template: `
    <h2 mat-dialog-title>{{ question.title }}</h2>
    <form novalidate (submit)="$event.preventDefault(); answer()">
      <mat-dialog-content>
        <p>{{ question.text }}</p>
        @if (question.name) {
          <p class="name">
            {{ words.text('ask.type') }} <code>{{ question.name }}</code>
          </p>
        }
        @if (label(); as label) {
          <mat-form-field>
            <mat-label>{{ label }}</mat-label>
            <input
              matInput
              autocomplete="off"
              autocapitalize="off"
              spellcheck="false"
              [attr.maxlength]="question.maxLength ?? 500"
              [value]="typed()"
              (input)="typed.set($any($event.target).value)"
            />
            @if (question.hint) {
              <mat-hint>{{ question.hint }}</mat-hint>
            }
          </mat-form-field>
        }
      </mat-dialog-content>
      <mat-dialog-actions align="end">
        <button mat-button type="button" mat-dialog-close>{{ words.text('action.cancel') }}</button>
        <button mat-flat-button type="submit" [class.grave]="!!question.name" [disabled]="!isReady()">
          {{ question.confirm }}
        </button>
      </mat-dialog-actions>
    </form>
  `,
  styles: `
    p {
      margin: 0 0 12px;
    }
    .name code {
      font-family: var(--hw-font-mono);
      font-size: 0.875rem;
      overflow-wrap: anywhere;
    }
    mat-form-field {
      inline-size: 100%;
      margin-block-start: 4px;
    }
    .grave:not(:disabled) {
      --mat-button-filled-container-color: var(--hw-danger);
      --mat-button-filled-label-text-color: light-dark(oklch(1 0 0), oklch(0.2 0.02 22));
    }
  `,
})
class AskDialog {
  protected readonly question = inject<Asked>(MAT_DIALOG_DATA);
  protected readonly words = inject(Words);
  private readonly dialog = inject<MatDialogRef<AskDialog, string>>(MatDialogRef);
  protected readonly typed = signal(this.question.value ?? '');
  protected readonly label = computed(() => this.question.label ?? (this.question.name ? this.words.text('ask.name') : ''));
  protected readonly isReady = computed(() => {
    const { name } = this.question;
    if (name !== undefined) return isSame(this.typed(), name);
    return this.question.label === undefined || this.typed().trim() !== '';
  });

  protected answer(): void {
    if (this.isReady()) this.dialog.close(this.typed().trim());
  }
}
