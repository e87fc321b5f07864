import { randomUUID } from 'node:crypto';
import type { Plugin } from '../../define-plugin.js';
import type { PaymentGateway, PaymentStep, SavedMethod, StartPayment, WebhookRequest } from '../../kinds/payment-gateway.js';
import type { PluginManifest } from '../../manifest.js';
import { money } from '../../money.js';
import { aCall } from '../fake-context.js';
import { demand } from '../rules/demand.js';
import { PluginStage, type PluginCopy } from '../rules/plugin-stage.js';
import type { StageRule } from '../rules/rule.js';
import type { GatewayBench } from './gateway-bench.js';

export type GatewayCopy = PluginCopy<'payment-gateway'>;

/** A rule of gateways, whatever their settings look like. */
export type GatewayRule = StageRule<GatewayStage>;

/** A gateway and its provider, and the small acts that its rules are made of. */
export class GatewayStage extends PluginStage<'payment-gateway', GatewayBench<unknown>> {
  private saved: Promise<SavedMethod> | undefined;

  constructor(
    plugin: Plugin<'payment-gateway'>,
    manifest: PluginManifest,
    bench: GatewayBench<unknown>,
    private readonly words: Partial<StartPayment> = {},
  ) {
    super(plugin, manifest, bench);
  }

  get gateway(): PaymentGateway {
    return this.main.built;
  }

  aPayment(words: Partial<StartPayment> = {}): StartPayment {
    return {
      paymentId: randomUUID(),
      invoiceId: randomUUID(),
      invoiceNumber: `INV-2026-${String(Math.floor(Math.random() * 1e6)).padStart(6, '0')}`,
      amount: money(1999n, this.manifest.currencies?.[0] ?? 'EUR'),
      description: 'Invoice for a server',
      payer: { customerId: randomUUID(), email: 'payer@example.test', name: 'Олена Шевченко', country: 'UA' },
      locale: 'en',
      saveMethod: false,
      returnUrl: 'https://shop.example/return',
      cancelUrl: 'https://shop.example/cancel',
      ...this.words,
      ...words,
    };
  }

  start(payment: StartPayment, { built } = this.main): Promise<PaymentStep> {
    return this.watch.hear(built.start(payment, aCall(`payment-${payment.paymentId}`)));
  }

  /** A payment that was started, with its reference. */
  async started(words: Partial<StartPayment> = {}): Promise<{ readonly payment: StartPayment; readonly reference: string }> {
    const payment = this.aPayment(words);
    return { payment, reference: (await this.start(payment)).payment.reference };
  }

  /** A payment that its customer has paid. */
  async paid(words: Partial<StartPayment> = {}): Promise<{ readonly payment: StartPayment; readonly reference: string }> {
    const started = await this.started(words);
    await this.hook('settle')(started.payment.paymentId);
    return started;
  }

  /** What the provider sends about a payment that was paid. */
  async webhook(): Promise<{
    readonly payment: StartPayment;
    readonly reference: string;
    readonly request: WebhookRequest;
  }> {
    const paid = await this.paid();
    return { ...paid, request: await this.hook('webhook')(paid.payment.paymentId) };
  }

  /** A method that a customer saved with a payment: the gateway tells of it when asked, or in the webhook. */
  savedMethod(): Promise<SavedMethod> {
    this.saved ??= this.saveMethod();
    return this.saved;
  }

  /** The next one who asks for a saved method gets a new one. */
  dropSavedMethod(): void {
    this.saved = undefined;
  }

  /** A hook without which a promise would go untested. */
  hook<Name extends keyof GatewayBench<unknown>>(name: Name): NonNullable<GatewayBench<unknown>[Name]> {
    const hook = this.bench[name];
    demand(hook !== undefined, `the bench of this gateway lacks ${name}`);
    return hook as NonNullable<GatewayBench<unknown>[Name]>;
  }

  private async saveMethod(): Promise<SavedMethod> {
    const { payment, reference } = await this.paid({ saveMethod: true });
    const fetched = await this.watch.hear(this.gateway.fetch(reference));
    if (fetched.savedMethod) return fetched.savedMethod;
    demand(this.has('webhook'), 'fetch() tells of no saved method after a payment that asked to save one');
    const answer = await this.watch.hear(this.gateway.parseWebhook!(await this.hook('webhook')(payment.paymentId)));
    const told = answer.events.flatMap(event => (event.type === 'payment' ? [event.payment.savedMethod] : []))[0];
    demand(told !== undefined, 'neither fetch() nor the webhook tells of a saved method after a payment that asked to save one');
    return told;
  }
}
