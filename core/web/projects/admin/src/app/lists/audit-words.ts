import type { Words } from '../words/words.js';

const SCREEN_OF: Readonly<Record<string, string>> = {
  order: 'orders',
  invoice: 'invoices',
  payment: 'payments',
  service: 'services',
  customer: 'customers',
  refund: 'refunds',
  dispute: 'disputes',
  unmatched: 'unmatched',
  'statement-line': 'bookings',
  'settlement-difference': 'differences',
  task: 'tasks',
  'inventory-item': 'inventory',
  finding: 'reconciliation',
};

const LONGEST_NAME = 20;

/** `staff:<id>` as words; the end of the id tells two people apart. */
export function actorName(actor: string, words: Pick<Words, 'named'>): string {
  const [kind = '', id] = actor.split(':');
  const name = words.named(`actor.${kind}`, kind);
  if (!id) return name;
  return id.length > LONGEST_NAME ? `${name} …${id.slice(-6)}` : `${name} · ${id}`;
}

/** Where a target such as `invoice:<id>` can be looked at; undefined for what has no screen of its own. */
export function targetPath(target: string): readonly string[] | undefined {
  const [kind = '', id] = target.split(':');
  const screen = Object.hasOwn(SCREEN_OF, kind) ? SCREEN_OF[kind] : undefined;
  return screen && id ? ['/', screen, id] : undefined;
}
