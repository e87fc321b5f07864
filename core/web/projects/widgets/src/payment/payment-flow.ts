import { computed, signal } from '@angular/core';
import { ApiProblem, AttemptKey, type Api, type Live, type Locale } from '@hostwright/kit';
import type { Payment, PaymentMethod, PaymentStepAnswer } from '@hostwright/sdk/http';
import type { Memory } from '../platform/storage.js';
import { Watcher } from '../platform/watcher.js';

type Step = PaymentStepAnswer['step'];

const OPEN: readonly Payment['state'][] = ['created', 'pending', 'requires-action', 'authorized', 'unknown'];
export const isOpen = (payment: Payment): boolean => OPEN.includes(payment.state);

/** Sends the browser somewhere, and tells where it is now. */
export interface Journey {
  readonly here: () => string;
  readonly go: (address: string) => void;
}

interface Begun {
  readonly paymentId: string;
  readonly markdown?: string;
}

/** Paying one invoice: choose a way, begin, follow what comes of it. */
export class PaymentFlow {
  private readonly ways = signal<readonly PaymentMethod[] | undefined>(undefined);
  private readonly chosen = signal<string | undefined>(undefined);
  private readonly working = signal(false);
  private readonly refused = signal<ApiProblem | undefined>(undefined);
  private readonly nextStep = signal<Step | undefined>(undefined);
  private readonly watcher = signal<Watcher<Payment> | undefined>(undefined);
  private readonly key = new AttemptKey();

  readonly methods = this.ways.asReadonly();
  readonly busy = this.working.asReadonly();
  readonly problem = this.refused.asReadonly();
  readonly step = this.nextStep.asReadonly();
  readonly methodId = computed(() => this.chosen() ?? this.ways()?.[0]?.installationId);
  readonly payment = computed(() => this.watcher()?.value());

  constructor(
    private readonly api: Api,
    private readonly live: Live,
    private readonly memory: Memory,
    private readonly journey: Journey,
  ) {}

  choose(installationId: string): void {
    this.chosen.set(installationId);
  }

  async loadMethods(currency: string, locale: Locale): Promise<void> {
    await this.attempt(async () => {
      this.ways.set((await this.api.call('listPaymentMethods', { query: { currency, locale } })).items);
    });
  }

  /** Begins a payment. The key stays the same until an answer came: a lost answer and a second try are one payment. */
  async start(invoiceId: string): Promise<void> {
    const installationId = this.methodId();
    if (!installationId || this.working()) return;
    await this.attempt(async () => {
      const body = { installationId, returnUrl: returnAddress(this.journey.here(), invoiceId) };
      const idempotencyKey = this.key.for({ invoiceId, ...body });
      const { payment, step } = await this.api.call('startPayment', { params: { invoiceId }, body, idempotencyKey });
      this.key.answered();
      this.remember(invoiceId, payment.id, step);
      this.nextStep.set(step);
      this.watch(payment);
      if (step.next === 'redirect') this.journey.go(safeAddress(step.url));
    });
  }

  /** Comes back from the provider's page: finds the payment and follows it. */
  async resume(invoiceId: string, paymentId?: string): Promise<void> {
    const begun = this.recall(invoiceId);
    await this.attempt(async () => {
      const id = paymentId ?? begun?.paymentId ?? (await this.latestOf(invoiceId));
      if (begun?.markdown && begun.paymentId === id) this.nextStep.set({ next: 'instructions', markdown: begun.markdown });
      if (id) this.watch(await this.api.call('getPayment', { params: { paymentId: id } }));
    });
  }

  /** Whether a payment of this invoice was begun in this tab. */
  isBegun(invoiceId: string): boolean {
    return this.recall(invoiceId) !== undefined;
  }

  /** After a decline or a change of mind: the same invoice, another attempt. */
  again(): void {
    const invoiceId = this.payment()?.invoiceId;
    if (invoiceId) this.memory.write(this.memoryName(invoiceId), undefined);
    this.stop();
    this.nextStep.set(undefined);
    this.refused.set(undefined);
  }

  stop(): void {
    this.watcher()?.stop();
    this.watcher.set(undefined);
  }

  private watch(payment: Payment): void {
    this.stop();
    const watcher = new Watcher<Payment>(this.live, {
      read: () => this.api.call('getPayment', { params: { paymentId: payment.id } }),
      isSettled: value => !isOpen(value),
      matches: event => event.name === 'payment.changed' && event.id === payment.id,
    });
    this.watcher.set(watcher);
    watcher.accept(payment);
    if (isOpen(payment)) watcher.start();
  }

  private async latestOf(invoiceId: string): Promise<string | undefined> {
    const { items } = await this.api.call('listPayments');
    return items
      .filter(payment => payment.invoiceId === invoiceId)
      .sort((left, right) => right.createdAt.localeCompare(left.createdAt))[0]?.id;
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    this.working.set(true);
    this.refused.set(undefined);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      if (error.status !== 0 && error.code !== 'request-in-progress') this.key.answered();
      this.refused.set(error);
    } finally {
      this.working.set(false);
    }
  }

  /** Instructions are told once; a reload of the page shows them again. */
  private remember(invoiceId: string, paymentId: string, step: Step): void {
    const begun: Begun = { paymentId, ...(step.next === 'instructions' && { markdown: step.markdown }) };
    this.memory.write(this.memoryName(invoiceId), JSON.stringify(begun));
  }

  private recall(invoiceId: string): Begun | undefined {
    const text = this.memory.read(this.memoryName(invoiceId));
    return text ? (JSON.parse(text) as Begun) : undefined;
  }

  private memoryName(invoiceId: string): string {
    return `hw-payment:${this.api.origin}:${invoiceId}`;
  }
}

export const RETURN_MARK = 'hw-invoice';

/** This page, with a mark by which it knows what was paid. */
export function returnAddress(here: string, invoiceId: string): string {
  const address = new URL(here);
  address.hash = '';
  address.searchParams.delete('hw-payment');
  address.searchParams.set(RETURN_MARK, invoiceId);
  return address.href;
}

/** A provider's page is a web page; anything else in its place is not followed. */
function safeAddress(address: string): string {
  const { protocol, href } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:')
    throw new ApiProblem('gateway-refused', 0, [], { detail: `Not a web page: ${protocol}` });
  return href;
}
