import { Complaint } from './plugin-name.js';

export interface TemplateKind {
  readonly kind: string;
  /** What the kind is called when it is asked for. */
  readonly label: string;
  /** The name that the template goes by. */
  readonly title: string;
  readonly id: string;
  readonly pascal: string;
}

/** The four kinds of plugins, in the order in which they are offered. */
export const KINDS: readonly TemplateKind[] = [
  { kind: 'payment-gateway', label: 'takes payments', title: 'Acme Pay', id: 'acme-pay', pascal: 'AcmePay' },
  { kind: 'server-provider', label: 'makes servers', title: 'Acme Cloud', id: 'acme-cloud', pascal: 'AcmeCloud' },
  { kind: 'notification-channel', label: 'carries messages', title: 'Acme Chat', id: 'acme-chat', pascal: 'AcmeChat' },
  { kind: 'product-type', label: 'describes something to sell', title: 'Acme Box', id: 'acme-box', pascal: 'AcmeBox' },
];

/** By its number in the list, its name, or the beginning of its name. */
export function kindOf(given: string): TemplateKind {
  const word = given.trim().toLowerCase();
  const found = KINDS.filter(({ kind }, index) => word === String(index + 1) || (word !== '' && kind.startsWith(word)));
  if (found.length === 1 && found[0]) return found[0];
  throw new Complaint(`"${given.trim()}" is no kind of plugin; there are ${KINDS.map(({ kind }) => kind).join(', ')}`);
}
