import { NgTemplateOutlet } from '@angular/common';
import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core';
import type { SharedTexts } from '../platform/texts.js';
import { Icon } from '../ui/icon.js';
import { parseMarkdown } from './markdown.js';

/** Instructions of a payment method, as text and structure. What is to be typed elsewhere can be copied. */
@Component({
  selector: 'hw-markdown',
  imports: [Icon, NgTemplateOutlet],
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <div class="prose">
      @for (block of blocks(); track $index) {
        @switch (block.kind) {
          @case ('heading') {
            <h4><ng-container [ngTemplateOutlet]="inline" [ngTemplateOutletContext]="{ $implicit: block.content }" /></h4>
          }
          @case ('paragraph') {
            <p><ng-container [ngTemplateOutlet]="inline" [ngTemplateOutletContext]="{ $implicit: block.content }" /></p>
          }
          @case ('list') {
            <ul [class.ordered]="block.ordered">
              @for (item of block.items; track $index) {
                <li><ng-container [ngTemplateOutlet]="inline" [ngTemplateOutletContext]="{ $implicit: item }" /></li>
              }
            </ul>
          }
          @case ('table') {
            <table>
              @if (block.head.length) {
                <tr>
                  @for (cell of block.head; track $index) {
                    <th><ng-container [ngTemplateOutlet]="inline" [ngTemplateOutletContext]="{ $implicit: cell }" /></th>
                  }
                </tr>
              }
              @for (row of block.rows; track $index) {
                <tr>
                  @for (cell of row; track $index) {
                    <td><ng-container [ngTemplateOutlet]="inline" [ngTemplateOutletContext]="{ $implicit: cell }" /></td>
                  }
                </tr>
              }
            </table>
          }
        }
      }
    </div>
    <ng-template #inline let-content>
      @for (part of content; track $index) {
        @switch (part.kind) {
          @case ('strong') {
            <strong>{{ part.text }}</strong>
          }
          @case ('em') {
            <em>{{ part.text }}</em>
          }
          @case ('code') {
            <span class="copied-code"
              ><code>{{ part.text }}</code
              ><button
                class="copy"
                type="button"
                [attr.aria-label]="texts().text('copy') + ': ' + part.text"
                (click)="copy(part.text)"
              >
                <hw-icon [name]="copied() === part.text ? 'check' : 'copy'" [size]="16" />
              </button>
            </span>
          }
          @case ('link') {
            <a [href]="part.href" target="_blank" rel="noopener">{{ part.text }}</a>
          }
          @case ('break') {
            <br />
          }
          @default {
            {{ part.text }}
          }
        }
      }
    </ng-template>
    <span class="hidden-visually" role="status">{{ copied() ? texts().text('copied') : '' }}</span>
  `,
})
export class MarkdownView {
  readonly source = input.required<string>();
  readonly texts = input.required<SharedTexts>();
  protected readonly blocks = computed(() => parseMarkdown(this.source()));
  protected readonly copied = signal<string | undefined>(undefined);

  protected async copy(text: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    this.copied.set(text);
  }
}
