import type { Fields } from './http.js';

export interface FakeSnapshot {
  readonly name: string;
  readonly description: string;
  readonly snaptime: number;
}

/** A virtual machine or container. `hidden` is what a clone will be once it is there. */
export interface FakeGuest {
  readonly vmid: number;
  readonly kind: 'qemu' | 'lxc';
  node: string;
  status: string;
  config: Record<string, string | number>;
  /** Waits for the next start. */
  pending: Record<string, string | number>;
  pool: string | undefined;
  isTemplate: boolean;
  lock: string | undefined;
  snapshots: FakeSnapshot[];
  parent: string | undefined;
  startedAt: number | undefined;
  password: string | undefined;
  hasAgent: boolean;
  /** What whoever made it said of it, long before it shows. */
  intent: string;
}

const AT_NEXT_START = ['cores', 'sockets', 'memory'];
const GB: Readonly<Record<string, number>> = { M: 1 / 1024, G: 1, T: 1024 };

/** Settings as the interface takes them: `delete` removes, a password is kept and never shown. */
export function configure(guest: FakeGuest, fields: Fields): void {
  for (const key of (fields['delete'] ?? '').split(',').filter(name => name !== '')) delete guest.config[key];
  for (const [key, value] of Object.entries(fields)) {
    if (key === 'delete' || key === 'digest') continue;
    if (key === 'cipassword') {
      guest.password = value;
      guest.config[key] = '**********';
    } else if (guest.kind === 'qemu' && guest.status === 'running' && AT_NEXT_START.includes(key)) {
      if (String(guest.config[key]) !== value) guest.pending[key] = value;
    } else {
      guest.config[key] = value;
    }
  }
}

export function applyPending(guest: FakeGuest): void {
  Object.assign(guest.config, guest.pending);
  guest.pending = {};
}

/** Disks only grow; the size is absolute, or more with a plus. */
export function grow(guest: FakeGuest, disk: string, size: string): void {
  const value = String(guest.config[disk] ?? '');
  const present = /size=(\d+(?:\.\d+)?)([MGT])/.exec(value);
  if (!present) throw new Error(`disk '${disk}' does not exist`);
  const gb = Number(present[1]) * GB[present[2] ?? 'G']!;
  const [, plus, amount, unit = 'G'] = /^(\+?)(\d+(?:\.\d+)?)([MGT]?)$/.exec(size) ?? [];
  const wanted = Number(amount) * (GB[unit || 'G'] ?? 1) + (plus ? gb : 0);
  if (wanted < gb) throw new Error('shrinking disks is not supported');
  guest.config[disk] = value.replace(/size=[^,]+/, `size=${wanted}G`);
}

export const memoryBytes = (guest: FakeGuest): number => Number(guest.config['memory'] ?? 512) * 1024 * 1024;
export const coresOf = (guest: FakeGuest): number => Number(guest.config['cores'] ?? 1) * Number(guest.config['sockets'] ?? 1);

export function diskBytes(guest: FakeGuest): number {
  const key = guest.kind === 'lxc' ? 'rootfs' : 'scsi0';
  const [, size, unit = 'G'] = /size=(\d+(?:\.\d+)?)([MGT])/.exec(String(guest.config[key] ?? '')) ?? [];
  return size === undefined ? 0 : Number(size) * GB[unit]! * 1024 ** 3;
}

/** Numbered, so that two guests never have the same card. */
export const macNumber = (number: number): string =>
  `BC:24:11:${[16, 8, 0].map(shift => ((number >> shift) & 255).toString(16).padStart(2, '0').toUpperCase()).join(':')}`;
