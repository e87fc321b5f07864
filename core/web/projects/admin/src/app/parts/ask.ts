import { ChangeDetectionStrategy, Component, inject, Injectable } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialog, MatDialogModule } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import { Words } from '../words/words.js';

export interface Question {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
}

/** Asks before something that cannot be taken back at once. */
@Injectable({ providedIn: 'root' })
export class Ask {
  private readonly dialogs = inject(MatDialog);

  async whether(question: Question): Promise<boolean> {
    const dialog = this.dialogs.open<AskDialog, Question, boolean>(AskDialog, { data: question, maxWidth: '26rem' });
    return (await firstValueFrom(dialog.afterClosed())) === true;
  }
}

@Component({
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [MatButton, MatDialogModule],
  template: `
    <h2 mat-dialog-title>{{ question.title }}</h2>
    <mat-dialog-content>{{ question.text }}</mat-dialog-content>
    <mat-dialog-actions align="end">
      <button mat-button [mat-dialog-close]="false">{{ words.text('action.cancel') }}</button>
      <button mat-flat-button [mat-dialog-close]="true">{{ question.confirm }}</button>
    </mat-dialog-actions>
  `,
})
class AskDialog {
  protected readonly question = inject<Question>(MAT_DIALOG_DATA);
  protected readonly words = inject(Words);
}
