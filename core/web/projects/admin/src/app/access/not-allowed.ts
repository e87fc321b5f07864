import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Icon } from '../parts/icon.js';
import { Words } from '../words/words.js';

@Component({
  selector: 'hw-not-allowed',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, MatButton, RouterLink],
  template: `
    <hw-icon name="lock" />
    <h1>{{ words.text('not-allowed.title') }}</h1>
    <p>{{ words.text('not-allowed.text') }}</p>
    <a mat-stroked-button routerLink="/">{{ words.text('not-allowed.back') }}</a>
  `,
  styleUrl: './page-note.css',
})
export class NotAllowed {
  protected readonly words = inject(Words);
}
