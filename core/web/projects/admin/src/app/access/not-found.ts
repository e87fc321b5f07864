import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Icon } from '../parts/icon.js';
import { Words } from '../words/words.js';

@Component({
  selector: 'hw-not-found',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, MatButton, RouterLink],
  template: `
    <hw-icon name="question" />
    <h1>{{ words.text('not-found.title') }}</h1>
    <p>{{ words.text('not-found.text') }}</p>
    <a mat-stroked-button routerLink="/">{{ words.text('not-allowed.back') }}</a>
  `,
  styleUrl: './page-note.css',
})
export class NotFound {
  protected readonly words = inject(Words);
}
