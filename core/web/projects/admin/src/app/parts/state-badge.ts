import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { Words } from '../words/words.js';
import { Icon, type IconName } from './icon.js';

export type Tone = 'good' | 'waiting' | 'bad' | 'quiet' | 'info';

const TONES: Readonly<Record<string, readonly [Tone, IconName]>> = {
  // Orders.
  placed: ['waiting', 'clock'],
  completed: ['good', 'check'],
  // Invoices.
  open: ['waiting', 'clock'],
  overdue: ['bad', 'alert'],
  paid: ['good', 'check'],
  void: ['quiet', 'cross'],
  refunded: ['quiet', 'back'],
  // Payments.
  created: ['quiet', 'clock'],
  'requires-action': ['waiting', 'alert'],
  authorized: ['info', 'lock'],
  succeeded: ['good', 'check'],
  declined: ['bad', 'cross'],
  cancelled: ['quiet', 'cross'],
  unknown: ['waiting', 'question'],
  failed: ['bad', 'alert'],
  // Services and machines.
  pending: ['waiting', 'clock'],
  provisioning: ['info', 'bolt'],
  active: ['good', 'check'],
  suspended: ['waiting', 'pause'],
  terminated: ['quiet', 'cross'],
  creating: ['info', 'bolt'],
  changing: ['info', 'bolt'],
  gone: ['quiet', 'cross'],
  running: ['good', 'power'],
  stopped: ['quiet', 'pause'],
  // Work in progress.
  waiting: ['waiting', 'clock'],
  started: ['info', 'bolt'],
  // Messages.
  queued: ['waiting', 'clock'],
  accepted: ['info', 'mail'],
  delivered: ['good', 'check'],
  bounced: ['bad', 'alert'],
  rejected: ['bad', 'cross'],
  // What happens to money after it was paid.
  opened: ['bad', 'alert'],
  won: ['good', 'check'],
  lost: ['bad', 'cross'],
  unmatched: ['waiting', 'question'],
  matched: ['good', 'check'],
  dismissed: ['quiet', 'cross'],
  'difference-open': ['waiting', 'alert'],
  'difference-gone': ['quiet', 'check'],
  'difference-closed': ['quiet', 'check'],
  done: ['good', 'check'],
  default: ['good', 'check'],
  expired: ['bad', 'alert'],
  // Work by hand.
  'task-open': ['waiting', 'clock'],
  'task-overdue': ['bad', 'alert'],
  'task-done': ['good', 'check'],
  'task-dropped': ['quiet', 'cross'],
  // Places and machines of one's own.
  'item-free': ['good', 'check'],
  'item-assigned': ['info', 'server'],
  'item-retired': ['quiet', 'cross'],
  'place-waiting': ['waiting', 'clock'],
  'place-reserved': ['info', 'lock'],
  'place-used': ['good', 'check'],
  'place-released': ['quiet', 'cross'],
  'member-draining': ['waiting', 'pause'],
  'pool-waiting': ['bad', 'alert'],
  // What providers hold, compared with the books.
  'finding-open': ['waiting', 'alert'],
  'finding-ending': ['info', 'bolt'],
  'finding-accepted': ['quiet', 'check'],
  'finding-ignored': ['quiet', 'pause'],
  'finding-resolved': ['good', 'check'],
  'finding-gone': ['quiet', 'check'],
  'walk-running': ['info', 'bolt'],
  'walk-done': ['good', 'check'],
  'walk-failed': ['bad', 'alert'],
  // Changes of a service.
  'change-waiting': ['waiting', 'clock'],
  'change-under-way': ['info', 'bolt'],
  // Bookings of a statement.
  'amount-differs': ['waiting', 'alert'],
  'already-imported': ['quiet', 'check'],
  'other-currency': ['bad', 'alert'],
  outgoing: ['quiet', 'next'],
  unreadable: ['bad', 'alert'],
  // Installations.
  on: ['good', 'check'],
  off: ['quiet', 'pause'],
};

/** A state as a word, a sign and a colour, in that order of importance. */
@Component({
  selector: 'hw-state',
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Icon],
  template: `<hw-icon [name]="look()[1]" />{{ words.named('state.' + state(), state()) }}`,
  host: { '[attr.data-tone]': 'look()[0]' },
  styles: `
    :host {
      display: inline-flex;
      align-items: center;
      gap: 6px;
      padding: 1px 9px 1px 6px;
      border-radius: 99px;
      font-size: 0.8125rem;
      line-height: 1.4rem;
      white-space: nowrap;
      color: var(--tone);
      background: var(--tone-soft);
    }
    hw-icon {
      font-size: 0.875rem;
    }
    :host([data-tone='good']) {
      --tone: var(--hw-success);
      --tone-soft: var(--hw-success-soft);
    }
    :host([data-tone='waiting']) {
      --tone: var(--hw-warning);
      --tone-soft: var(--hw-warning-soft);
    }
    :host([data-tone='bad']) {
      --tone: var(--hw-danger);
      --tone-soft: var(--hw-danger-soft);
    }
    :host([data-tone='info']) {
      --tone: var(--hw-info);
      --tone-soft: var(--hw-info-soft);
    }
    :host([data-tone='quiet']) {
      --tone: var(--hw-text-muted);
      --tone-soft: var(--hw-surface-sunken);
    }
  `,
})
export class StateBadge {
  readonly state = input.required<string>();
  protected readonly words = inject(Words);
  protected readonly look = computed(() => TONES[this.state()] ?? (['quiet', 'question'] as const));
}
