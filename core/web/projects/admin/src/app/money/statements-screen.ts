import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { API } from '../access/connection.js';
import { Permissions } from '../access/permissions.js';
import { Failure } from '../parts/failure.js';
import { Skeleton } from '../parts/skeleton.js';
import { Tabs } from '../shell/tabs.js';
import { Reading } from '../state/reading.js';
import { Words } from '../words/words.js';
import { StatementImport } from './statement-import.js';

/** Bank statements: importing one, and those that were imported. */
@Component({
  selector: 'hw-statements-screen',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Failure, RouterLink, Skeleton, StatementImport, Tabs],
  template: `
    <hw-tabs of="statements" />
    <div class="page">
      <h1>{{ words.text('screen.statements') }}</h1>
      @if (may('payments.record')) {
        <hw-statement-import (imported)="past.load()" />
      }
      <section>
        <h2>{{ words.text('statement.past') }}</h2>
        @if (past.problem(); as problem) {
          <hw-failure [problem]="problem" [mayRetry]="problem.status !== 403" (retry)="past.load()" />
        }
        @if (past.isFirst()) {
          <hw-skeleton [lines]="4" />
        }
        @if (past.value(); as found) {
          @if (found.items.length) {
            <div class="scroll" tabindex="0" role="region" [attr.aria-label]="words.text('statement.past')">
              <table>
                <thead>
                  <tr>
                    <th scope="col">{{ words.text('column.file') }}</th>
                    <th scope="col">{{ words.text('column.gateway') }}</th>
                    <th scope="col">{{ words.text('column.period') }}</th>
                    <th scope="col" class="number">{{ words.text('column.matched') }}</th>
                    <th scope="col" class="number">{{ words.text('column.unmatched') }}</th>
                    <th scope="col" class="number">{{ words.text('column.faults') }}</th>
                    <th scope="col">{{ words.text('column.imported') }}</th>
                  </tr>
                </thead>
                <tbody>
                  @for (statement of found.items; track statement.id) {
                    <tr>
                      <td class="name">
                        <a routerLink="/bookings" [queryParams]="{ statementId: statement.id }">{{ statement.name }}</a>
                      </td>
                      <td>{{ statement.gateway }}</td>
                      <td class="day">
                        {{
                          statement.from && statement.until ? words.day(statement.from) + ' – ' + words.day(statement.until) : '–'
                        }}
                      </td>
                      <td class="number">{{ words.count(statement.matched) }}</td>
                      <td class="number">
                        @if (statement.unmatched) {
                          <a routerLink="/bookings" [queryParams]="{ statementId: statement.id, state: 'unmatched' }">{{
                            words.count(statement.unmatched)
                          }}</a>
                        } @else {
                          0
                        }
                      </td>
                      <td class="number">{{ words.count(statement.faults) }}</td>
                      <td class="day">{{ words.moment(statement.importedAt) }}</td>
                    </tr>
                  }
                </tbody>
              </table>
            </div>
          } @else {
            <p class="quiet">{{ words.text('statement.none') }}</p>
          }
        }
      </section>
    </div>
  `,
  styleUrls: ['./statement-table.css', './statements-screen.css'],
})
export class StatementsScreen {
  protected readonly words = inject(Words);
  protected readonly may = inject(Permissions).may;
  private readonly api = inject(API);
  protected readonly past = new Reading((_wish: void, signal) =>
    this.api.call('listStatements', { query: { limit: 50 }, signal }),
  );

  constructor() {
    void this.past.load();
  }
}
