import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { AuditEntry } from '@hostwright/sdk/http';
import { actorName, targetPath } from '../lists/audit-words.js';
import { OpenList } from '../lists/open-list.js';
import { Fact } from '../parts/fact.js';
import { Words } from '../words/words.js';
import { rowOf } from './row-sheet.js';
import { Sheet } from './sheet.js';

@Component({
  selector: 'hw-audit-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Fact, RouterLink, Sheet],
  template: `
    @let found = entry();
    <hw-sheet
      [kind]="words.text('one.audit')"
      [heading]="found ? words.named('audit.' + found.action, found.action) : ''"
      [isWaiting]="!found && !!list.rows()?.isFirst()"
    >
      @if (found) {
        <dl>
          <div hwFact [label]="words.text('column.actor')">{{ actor(found) }}</div>
          <div hwFact [label]="words.text('column.at')">{{ words.moment(found.at) }}</div>
          <div hwFact [label]="words.text('column.target')">
            @if (way(found); as path) {
              <a [routerLink]="path"
                ><code>{{ found.target }}</code></a
              >
            } @else {
              <code>{{ found.target }}</code>
            }
          </div>
          @for (detail of details(found); track detail[0]) {
            <div hwFact [label]="detail[0]">
              <code>{{ detail[1] }}</code>
            </div>
          }
        </dl>
      } @else if (!list.rows()?.isFirst()) {
        <p class="quiet">{{ words.text('list.further-down') }}</p>
      }
    </hw-sheet>
  `,
  styleUrl: './sheet-content.css',
})
export class AuditSheet {
  readonly id = input.required<string>();
  protected readonly words = inject(Words);
  protected readonly list = inject(OpenList);
  protected readonly entry = rowOf<AuditEntry>(this.id);

  protected actor(entry: AuditEntry): string {
    return actorName(entry.actor, this.words);
  }

  protected way(entry: AuditEntry): readonly string[] | undefined {
    return targetPath(entry.target);
  }

  protected details(entry: AuditEntry): readonly (readonly [string, string])[] {
    return Object.entries(entry.detail).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
  }
}
