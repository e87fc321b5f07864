import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { StatementReading, StatementReadLine } from '@hostwright/sdk/http';
import { Icon } from '../parts/icon.js';
import { StateBadge } from '../parts/state-badge.js';
import { Words } from '../words/words.js';
import { countVerdicts } from './statement-reading.js';

/** Every booking of a statement with what is done with it, and every place that could not be read. */
@Component({
  selector: 'hw-statement-table',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon, RouterLink, StateBadge],
  template: `
    <ul class="counts">
      @for (entry of counts(); track entry[0]) {
        <li>
          <strong>{{ words.count(entry[1]) }}</strong> <hw-state [state]="entry[0]" />
        </li>
      }
      @if (reading().faults.length) {
        <li>
          <strong>{{ words.count(reading().faults.length) }}</strong> <hw-state state="unreadable" />
        </li>
      }
    </ul>
    @if (reading().faults.length) {
      <div class="faults">
        <h3>{{ words.text('statement.faults') }}</h3>
        <ul>
          @for (fault of reading().faults; track $index) {
            <li>
              <hw-icon name="alert" />
              <span
                ><strong>{{
                  fault.line ? words.text('statement.line', { line: fault.line }) : words.text('statement.file')
                }}</strong>
                {{ faultWord(fault.code) }}<span lang="en">{{ fault.message }}</span></span
              >
            </li>
          }
        </ul>
      </div>
    }
    @if (reading().lines.length) {
      <div class="scroll" tabindex="0" role="region" [attr.aria-label]="words.text('statement.result')">
        <table>
          <thead>
            <tr>
              <th scope="col" class="number">{{ words.text('column.line') }}</th>
              <th scope="col">{{ words.text('column.verdict') }}</th>
              <th scope="col" class="number">{{ words.text('column.amount') }}</th>
              <th scope="col">{{ words.text('column.invoice') }}</th>
              <th scope="col">{{ words.text('column.payer') }}</th>
              <th scope="col">{{ words.text('column.booked') }}</th>
            </tr>
          </thead>
          <tbody>
            @for (line of reading().lines; track line.line) {
              <tr>
                <td class="number">{{ line.line }}</td>
                <td>
                  <hw-state [state]="line.verdict" />
                  @if (why(line); as said) {
                    <small>{{ said }}</small>
                  }
                </td>
                <td class="number">{{ words.money(line.amount) }}</td>
                <td>
                  @if (line.invoice; as invoice) {
                    <a [routerLink]="['/invoices', invoice.id]">{{ invoice.number }}</a>
                    <small>{{ invoice.customer.name }}</small>
                  } @else {
                    –
                  }
                </td>
                <td class="text">
                  {{ line.payer ?? '–' }}
                  <small>{{ line.text }}</small>
                </td>
                <td class="day">{{ words.day(line.bookedOn) }}</td>
              </tr>
            }
          </tbody>
        </table>
      </div>
    }
  `,
  styleUrl: './statement-table.css',
})
export class StatementTable {
  readonly reading = input.required<StatementReading>();

  protected readonly words = inject(Words);
  protected readonly counts = computed(() => countVerdicts(this.reading()));

  /** What the message is about, in the reader's language; the message itself is the plugin's. */
  protected faultWord(code: string): string {
    const word = this.words.named(`fault.${code}`, '');
    return word && `${word} – `;
  }

  protected why({ difference, due, reason }: StatementReadLine): string {
    if (difference && due) return this.words.text(`statement.${difference}`, { due: this.words.money(due) });
    return reason ? this.words.named(`unmatched-reason.${reason}`, reason) : '';
  }
}
