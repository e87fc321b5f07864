import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { Icon } from '../parts/icon.js';
import { Words } from '../words/words.js';

/** Says that the connection is gone, and that what is on the screen stays. */
@Component({
  selector: 'hw-offline-bar',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  template: `
    @if (isOffline()) {
      <p role="status"><hw-icon name="alert" />{{ words.text('offline') }}</p>
    }
  `,
  host: { '(window:online)': 'isOffline.set(false)', '(window:offline)': 'isOffline.set(true)' },
  styles: `
    p {
      display: flex;
      gap: 8px;
      align-items: center;
      margin: 0;
      padding: 8px 24px;
      background: var(--hw-warning-soft);
      color: var(--hw-warning);
    }
  `,
})
export class OfflineBar {
  protected readonly words = inject(Words);
  protected readonly isOffline = signal(!navigator.onLine);
}
