import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { aPluginsDir, writePlugin } from './plugin-folder.js';

/** What the provider does with the next charge of a saved method. */
export type ChargeMode = 'succeeded' | 'declined' | 'hard' | 'action' | 'lost' | 'busy' | 'pending';

export interface WalletCall {
  readonly method: 'start' | 'chargeSaved' | 'forgetMethod' | 'fetch' | 'find' | 'listSettled';
  readonly key?: string;
  readonly attempt?: number;
  readonly token?: string;
  readonly paymentId?: string;
  readonly saveMethod?: boolean;
}

export interface WalletSettled {
  readonly reference: string;
  readonly paymentId?: string;
  readonly received: { readonly amount: string; readonly currency: string };
  readonly fee?: { readonly amount: string; readonly currency: string };
}

export interface WalletScript {
  /** How the coming charges end, one after another; whatever comes later succeeds. */
  charges: ChargeMode[];
  forget: ('done' | 'busy' | 'final')[];
  settled: WalletSettled[];
  /** What is left with the provider when the customer agrees. */
  card: { token: string; label: string; expires?: { month: number; year: number } };
}

const SCRIPT: WalletScript = {
  charges: [],
  forget: [],
  settled: [],
  card: { token: 'tok_secret_4242', label: 'Visa ···· 4242' },
};

/** The provider lives in files beside the plugin, so that it outlives the process that speaks to it. */
const CODE = `
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
const at = name => new URL('./state/' + name, import.meta.url);
const script = () => JSON.parse(readFileSync(at('script.json'), 'utf8'));
const take = list => {
  const now = script();
  const next = now[list].shift();
  writeFileSync(at('script.json'), JSON.stringify(now));
  return next;
};
const log = call => appendFileSync(at('calls'), JSON.stringify(call) + '\\n');
const failure = (kind, code) =>
  Object.assign(new Error(code), { [Symbol.for('hostwright.plugin-failure')]: true, kind, code });
const money = ({ amount, currency }) => ({ amount: BigInt(amount), currency });
const revived = payment => ({
  ...payment,
  ...(payment.received && { received: money(payment.received) }),
  ...(payment.fee && { fee: money(payment.fee) }),
});
const known = id => (existsSync(at('payment-' + id)) ? revived(JSON.parse(readFileSync(at('payment-' + id), 'utf8'))) : undefined);
const keep = (id, payment) =>
  writeFileSync(at('payment-' + id), JSON.stringify(payment, (_, value) => (typeof value === 'bigint' ? value.toString() : value)));

export default { kind: 'payment-gateway', create: () => ({
  async start(payment, { idempotencyKey: key, attempt }) {
    const { paymentId, saveMethod, amount } = payment;
    log({ method: 'start', key, attempt, paymentId, saveMethod });
    const reference = 'w-' + paymentId;
    const told = { reference, state: 'succeeded', received: amount, ...(saveMethod && { savedMethod: script().card }) };
    keep(paymentId, told);
    return { next: 'redirect', url: 'https://wallet.example/pay', payment: { reference, state: 'pending' } };
  },
  async chargeSaved({ paymentId, amount, method, saveMethod }, { idempotencyKey: key, attempt }) {
    log({ method: 'chargeSaved', key, attempt, paymentId, token: method.token, saveMethod });
    const before = known(paymentId);
    if (before) return before;
    const mode = take('charges') ?? 'succeeded';
    const reference = 'w-' + paymentId;
    if (mode === 'busy') throw failure('retryable', 'busy');
    const told = {
      succeeded: { reference, state: 'succeeded', received: amount },
      lost: { reference, state: 'succeeded', received: amount },
      pending: { reference, state: 'pending' },
      action: { reference, state: 'requires-action' },
      declined: { reference, state: 'declined', decline: { code: 'insufficient-funds', mayRetry: true } },
      hard: { reference, state: 'declined', decline: { code: 'card-stolen', mayRetry: false } },
    }[mode];
    keep(paymentId, told);
    if (mode === 'lost') throw failure('unknown', 'connection-reset');
    return told;
  },
  async forgetMethod(method, { idempotencyKey: key, attempt }) {
    log({ method: 'forgetMethod', key, attempt, token: method.token });
    const mode = take('forget') ?? 'done';
    if (mode !== 'done') throw failure(mode === 'busy' ? 'retryable' : 'final', mode);
  },
  async fetch(reference) {
    log({ method: 'fetch', paymentId: reference.slice(2) });
    const told = known(reference.slice(2));
    if (!told) throw failure('final', 'no-such-payment');
    return told;
  },
  async find(paymentId) {
    log({ method: 'find', paymentId });
    return known(paymentId);
  },
  async parseWebhook({ body }) {
    const event = JSON.parse(new TextDecoder().decode(body));
    return { events: [{ ...event, payment: revived(event.payment) }] };
  },
  async listSettled({ cursor }) {
    log({ method: 'listSettled' });
    const from = Number(cursor ?? 0);
    const all = script().settled.map(one => ({ ...one, received: money(one.received), ...(one.fee && { fee: money(one.fee) }) }));
    return { settled: all.slice(from, from + 2), ...(from + 2 < all.length && { cursor: String(from + 2) }) };
  },
}) };`;

/** A provider of these tests that keeps cards. Its plugin is called `wallet`. */
export class Wallet {
  private constructor(readonly pluginsDir: string) {}

  static async open(
    capabilities: readonly string[] = ['idempotent', 'webhook', 'find', 'saved-methods', 'settlements'],
  ): Promise<Wallet> {
    const pluginsDir = await aPluginsDir();
    const manifest = { name: 'Wallet', capabilities, permissions: { webhook: true } };
    await writePlugin(pluginsDir, 'wallet', manifest, { 'index.js': CODE });
    mkdirSync(path.join(pluginsDir, 'wallet/state'));
    const wallet = new Wallet(pluginsDir);
    wallet.reset();
    return wallet;
  }

  /** Forgets what it was asked; what was paid stays paid. */
  reset(changes: Partial<WalletScript> = {}): void {
    writeFileSync(this.file('script.json'), JSON.stringify({ ...SCRIPT, ...changes }));
    writeFileSync(this.file('calls'), '');
  }

  script(changes: Partial<WalletScript>): void {
    const now = JSON.parse(readFileSync(this.file('script.json'), 'utf8')) as WalletScript;
    writeFileSync(this.file('script.json'), JSON.stringify({ ...now, ...changes }));
  }

  calls(method?: WalletCall['method']): readonly WalletCall[] {
    const lines = readFileSync(this.file('calls'), 'utf8').split('\n').filter(Boolean);
    const all = lines.map(line => JSON.parse(line) as WalletCall);
    return method === undefined ? all : all.filter(call => call.method === method);
  }

  /** How the provider tells how a payment ended. */
  message(paymentId: string, payment: object = {}): { url: string; headers: Record<string, string>; body: string } {
    const known = JSON.parse(readFileSync(this.file(`payment-${paymentId}`), 'utf8')) as object;
    const event = { id: `e-${paymentId}`, type: 'payment', paymentId, payment: { ...known, ...payment } };
    return { url: '', headers: {}, body: JSON.stringify(event) };
  }

  /** The provider has the money now and tells nobody. */
  succeed(paymentId: string, received: { readonly amount: string; readonly currency: string }): void {
    writeFileSync(
      this.file(`payment-${paymentId}`),
      JSON.stringify({ reference: `w-${paymentId}`, state: 'succeeded', received }),
    );
  }

  close(): Promise<void> {
    return rm(this.pluginsDir, { recursive: true });
  }

  private file(name: string): string {
    return path.join(this.pluginsDir, 'wallet/state', name);
  }
}
