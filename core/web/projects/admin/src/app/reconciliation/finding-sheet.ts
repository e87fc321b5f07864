import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { Finding, ResolveFinding } from '@hostwright/sdk/http';
import { API } from '../access/connection.js';
import { OpenList } from '../lists/open-list.js';
import { Ask } from '../parts/ask.js';
import { Fact } from '../parts/fact.js';
import { Failure } from '../parts/failure.js';
import { Notices } from '../parts/notices.js';
import { StateBadge } from '../parts/state-badge.js';
import { readOne } from '../sheets/read-one.js';
import { Sheet } from '../sheets/sheet.js';
import { OnceAttempt } from '../state/attempt.js';
import { Words } from '../words/words.js';
import { AdoptForm } from './adopt-form.js';

type Action = Finding['actions'][number];

/** Where a provider and the books tell different things, and what may be done about it. */
@Component({
  selector: 'hw-finding-sheet',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [AdoptForm, Fact, Failure, MatButton, RouterLink, Sheet, StateBadge],
  templateUrl: './finding-sheet.html',
  styleUrl: '../sheets/sheet-content.css',
})
export class FindingSheet {
  readonly id = input.required<string>();

  protected readonly words = inject(Words);
  private readonly api = inject(API);
  private readonly list = inject(OpenList);
  private readonly ask = inject(Ask);
  private readonly notices = inject(Notices);

  protected readonly attempt = new OnceAttempt();
  protected readonly isAdopting = linkedSignal({ source: this.id, computation: () => false });
  protected readonly finding = readOne(
    this.id,
    (findingId, signal) => this.api.call('getFinding', { params: { findingId }, signal }),
    'reconciliation.changed',
  );
  protected readonly heading = computed(() => {
    const one = this.finding.value();
    return one?.server?.hostname ?? one?.service?.hostname ?? one?.server?.externalId ?? '';
  });

  /** A refusal of the import stands in its form. */
  protected readonly problem = computed(() => (this.isAdopting() ? undefined : this.attempt.problem()));

  protected async choose(finding: Finding, action: Action): Promise<void> {
    if (action === 'adopt') return this.isAdopting.set(true);
    if (action === 'terminate') return this.terminate(finding);
    if (action === 'recreate' && !(await this.isSure(finding))) return;
    await this.resolve({ action });
  }

  protected async resolve(wanted: ResolveFinding): Promise<void> {
    const params = { findingId: this.id() };
    const answer = await this.attempt.run(wanted, (body, idempotencyKey) =>
      this.api.call('resolveFinding', { params, body, idempotencyKey }),
    );
    if (!answer) return;
    this.isAdopting.set(false);
    this.finding.set(answer);
    this.notices.say(this.words.named(`finding.done.${wanted.action}`, this.words.text('form.saved')));
    void this.list.refresh();
  }

  protected actionWords(finding: Finding, action: Action): string {
    const own = this.words.named(`finding.do.${action}-${finding.kind}`, '');
    return own || this.words.named(`finding.do.${action}`, action);
  }

  protected side(finding: Finding, side: string | null): string {
    if (side === null) return '–';
    return finding.aspect === 'power' ? this.words.named(`state.${side}`, side) : side;
  }

  /** Another shop may have made it with the same account of the provider: then it is somebody's server. */
  protected mayBeSomebodys({ aspect, actions }: Finding): boolean {
    return aspect === 'unknown-service' && actions.includes('terminate');
  }

  private async terminate(finding: Finding): Promise<void> {
    const isGhost = finding.kind === 'ghost';
    const lost = this.words.text(isGhost ? 'finding.terminate.why-service' : 'finding.terminate.why-server', {
      provider: finding.provider,
    });
    const warning = this.mayBeSomebodys(finding) ? ` ${this.words.text('finding.somebodys')}` : '';
    const confirmation = await this.ask.gravely({
      title: this.words.text('finding.terminate.ask', { name: finding.confirmation }),
      text: lost + warning,
      name: finding.confirmation,
      confirm: this.actionWords(finding, 'terminate'),
    });
    if (confirmation !== undefined) await this.resolve({ action: 'terminate', confirmation });
  }

  private isSure(finding: Finding): Promise<boolean> {
    return this.ask.whether({
      title: this.words.text('finding.recreate.ask', { name: this.heading() }),
      text: this.words.text('finding.recreate.why', { provider: finding.provider }),
      confirm: this.actionWords(finding, 'recreate'),
    });
  }
}
