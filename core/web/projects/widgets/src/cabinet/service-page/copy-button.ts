import { ChangeDetectionStrategy, Component, input, signal } from '@angular/core';
import type { SharedTexts } from '../../platform/texts.js';
import { Icon } from '../../ui/icon.js';

/** Copies a text and says that it did. */
@Component({
  selector: 'hw-copy-button',
  imports: [Icon],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <button
      class="button small quiet"
      type="button"
      [attr.aria-label]="texts().text('copy-what', { what: what() })"
      (click)="copy()"
    >
      <hw-icon [name]="copied() === text() ? 'check' : 'copy'" [size]="16" />{{
        texts().text(copied() === text() ? 'copied' : 'copy')
      }}
    </button>
    <span class="hidden-visually" role="status">{{ copied() === text() ? texts().text('copied') : '' }}</span>
  `,
})
export class CopyButton {
  readonly text = input.required<string>();
  /** What the text is, for those who do not see what stands beside the button. */
  readonly what = input.required<string>();
  readonly texts = input.required<SharedTexts>();
  protected readonly copied = signal<string | undefined>(undefined);

  protected async copy(): Promise<void> {
    await navigator.clipboard.writeText(this.text());
    this.copied.set(this.text());
  }
}
