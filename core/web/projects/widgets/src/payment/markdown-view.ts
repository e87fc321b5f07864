import { NgTemplateOutlet } from '@angular/common';
import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { parseMarkdown } from './markdown.js';

/** Instructions of a payment method, as text and structure. */
@Component({
  selector: 'hw-markdown',
  imports: [NgTemplateOutlet],
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
            <code>{{ part.text }}</code>
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
  `,
})
export class MarkdownView {
  readonly source = input.required<string>();
  protected readonly blocks = computed(() => parseMarkdown(this.source()));
}
