import { computed, signal } from '@angular/core';
import { ApiProblem, AttemptKey, type Api, type Live, type Locale } from '@hostwright/kit';
import type { Payment, PaymentStepAnswer, StartPayment } from '@hostwright/sdk/http';
import type { Memory } from '../platform/storage.js';
import { Watcher } from '../platform/watcher.js';
import type { Journey } from './journey.js';
import { PaymentChoice } from './payment-choice.js';

export type Step = PaymentStepAnswer['step'];
export type Instructions = Extract<Step, { next: 'instructions' }>;

const OPEN: readonly Payment['state'][] = ['created', 'pending', 'requires-action', 'authorized', 'unknown'];
export const isOpen = (payment: Payment): boolean => OPEN.includes(payment.state);

interface Begun {
  readonly paymentId: string;
  readonly instructions?: Instructions;
}

/** Paying one invoice: choose a way, begin, follow what comes of it. */
export class PaymentFlow {
  private readonly working = signal(false);
  private readonly refused = signal<ApiProblem | undefined>(undefined);
  private readonly nextStep = signal<Step | undefined>(undefined);
  private readonly watcher = signal<Watcher<Payment> | undefined>(undefined);
  private readonly left = signal(false);
  private readonly key = new AttemptKey();

  readonly choice: PaymentChoice;
  readonly busy = this.working.asReadonly();
  readonly problem = this.refused.asReadonly();
  readonly step = this.nextStep.asReadonly();
  /** The browser is on its way to the payment page. */
  readonly leaving = this.left.asReadonly();
  readonly payment = computed(() => this.watcher()?.value());

  constructor(
    private readonly api: Api,
    private readonly live: Live,
    private readonly memory: Memory,
    private readonly journey: Journey,
  ) {
    this.choice = new PaymentChoice(api);
    journey.onReturn(() => this.left.set(false));
  }

  get origin(): string {
    return this.api.origin;
  }

  async loadMethods(currency: string, locale: Locale): Promise<void> {
    await this.attempt(() => this.choice.load(currency, locale));
  }

  /** Begins a payment. The key stays the same until an answer came: a lost answer and a second try are one payment. */
  async start(invoiceId: string): Promise<void> {
    const wish = this.choice.wish();
    if (wish) await this.begin(invoiceId, wish);
  }

  /** Goes on with the payment that is open: the shop answers with the same step, not with a second payment. */
  async goOn(): Promise<void> {
    const payment = this.payment();
    if (payment && isOpen(payment)) await this.begin(payment.invoiceId, { installationId: payment.installationId });
  }

  /** Comes back from the provider's page: finds the payment and follows it. */
  async resume(invoiceId: string, paymentId?: string): Promise<void> {
    await this.attempt(async () => {
      const id = paymentId ?? this.recall(invoiceId)?.paymentId ?? (await this.latestOf(invoiceId))?.id;
      if (id) this.follow(invoiceId, await this.api.call('getPayment', { params: { paymentId: id } }));
    });
  }

  /** Looks whether the invoice is being paid already, here or elsewhere: then it is followed, and not paid once more. */
  async look(invoiceId: string): Promise<void> {
    await this.attempt(async () => {
      const latest = await this.latestOf(invoiceId);
      if (latest && isOpen(latest)) this.follow(invoiceId, latest);
    });
  }

  /** Whether a payment of this invoice was begun in this tab. */
  isBegun(invoiceId: string): boolean {
    return this.recall(invoiceId) !== undefined;
  }

  /** The form on this page says that it is done: the step is over, and the provider is asked what came of it. */
  submitted(): void {
    this.nextStep.set(undefined);
    void this.watcher()?.refresh();
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

  private async begin(invoiceId: string, wish: Omit<StartPayment, 'returnUrl'>): Promise<void> {
    if (this.working()) return;
    await this.attempt(async () => {
      const body = { ...wish, returnUrl: returnAddress(this.journey.here(), invoiceId) };
      const idempotencyKey = this.key.for({ invoiceId, ...body });
      const { payment, step } = await this.api.call('startPayment', { params: { invoiceId }, body, idempotencyKey });
      this.key.answered();
      this.remember(invoiceId, payment.id, step);
      this.nextStep.set(step);
      this.watch(payment);
      if (step.next === 'redirect') this.leave(step);
    });
  }

  private leave(step: Extract<Step, { next: 'redirect' }>): void {
    const address = safeAddress(step.url);
    this.left.set(true);
    if (!step.fields) return this.journey.go(address);
    this.journey.post(address, step.fields, () => {
      this.left.set(false);
      this.refused.set(new ApiProblem('payment-page-blocked', 0));
    });
  }

  private follow(invoiceId: string, payment: Payment): void {
    const begun = this.recall(invoiceId);
    if (begun?.instructions && begun.paymentId === payment.id) this.nextStep.set(begun.instructions);
    this.watch(payment);
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

  private async latestOf(invoiceId: string): Promise<Payment | undefined> {
    const { items } = await this.api.call('listPayments');
    return items
      .filter(payment => payment.invoiceId === invoiceId)
      .sort((left, right) => right.createdAt.localeCompare(left.createdAt))[0];
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

  /** Instructions are told once; a reload of the page shows them again. What a form on the page was given is not kept. */
  private remember(invoiceId: string, paymentId: string, step: Step): void {
    const begun: Begun = { paymentId, ...(step.next === 'instructions' && { instructions: step }) };
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
