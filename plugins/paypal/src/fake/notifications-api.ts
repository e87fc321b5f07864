import type { ApiAnswer, ApiCall } from './api.js';
import { webhookIdOf, type Book, type FakeWebhook } from './book.js';
import { invalid, notFound, Refusal, type Json } from './http.js';
import type { FakeAccount } from './tokens.js';

const MOST_WEBHOOKS = 10;

/** Kinds of event that an app may listen to. */
export const EVENT_TYPES: readonly string[] = [
  'CHECKOUT.ORDER.APPROVED',
  'CHECKOUT.ORDER.COMPLETED',
  'CUSTOMER.DISPUTE.CREATED',
  'CUSTOMER.DISPUTE.RESOLVED',
  'CUSTOMER.DISPUTE.UPDATED',
  'INVOICING.INVOICE.PAID',
  'PAYMENT.CAPTURE.COMPLETED',
  'PAYMENT.CAPTURE.DECLINED',
  'PAYMENT.CAPTURE.DENIED',
  'PAYMENT.CAPTURE.PENDING',
  'PAYMENT.CAPTURE.REFUNDED',
  'PAYMENT.CAPTURE.REVERSED',
  'PAYMENT.REFUND.FAILED',
  'PAYMENT.REFUND.PENDING',
  'VAULT.PAYMENT-TOKEN.CREATED',
  'VAULT.PAYMENT-TOKEN.DELETED',
];

/** Where the apps want to be told, and PayPal's own opinion of a signature. */
export class NotificationsApi {
  verifications = 0;

  constructor(
    private readonly book: Book,
    private readonly verifies: (call: ApiCall, account: FakeAccount) => boolean,
  ) {}

  eventTypes(): ApiAnswer {
    return { status: 200, value: { event_types: named(EVENT_TYPES) } };
  }

  list(account: FakeAccount): ApiAnswer {
    return { status: 200, value: { webhooks: this.of(account).map(told) } };
  }

  create({ json }: ApiCall, account: FakeAccount): ApiAnswer {
    const url = json['url'];
    if (typeof url !== 'string' || !URL.canParse(url)) throw invalid('VALIDATION_ERROR', '/url');
    if (this.of(account).some(webhook => webhook.url === url)) throw new Refusal(400, 'WEBHOOK_URL_ALREADY_EXISTS');
    if (this.of(account).length >= MOST_WEBHOOKS) throw new Refusal(400, 'WEBHOOK_NUMBER_LIMIT_EXCEEDED');
    return { status: 201, value: told(this.put(account.clientId, url, eventTypesOf(json['event_types']))) };
  }

  change({ json }: ApiCall, account: FakeAccount, id: string): ApiAnswer {
    const webhook = this.own(account, id);
    const patch = (json as unknown as readonly Json[])[0];
    const changed = { ...webhook, eventTypes: eventTypesOf(patch?.['value']) };
    this.book.webhooks.set(id, changed);
    this.book.save();
    return { status: 200, value: told(changed) };
  }

  remove(account: FakeAccount, id: string): ApiAnswer {
    this.book.webhooks.delete(this.own(account, id).id);
    this.book.save();
    return { status: 204 };
  }

  verify(call: ApiCall, account: FakeAccount): ApiAnswer {
    this.verifications++;
    return { status: 200, value: { verification_status: this.verifies(call, account) ? 'SUCCESS' : 'FAILURE' } };
  }

  put(account: string, url: string, eventTypes: readonly string[]): FakeWebhook {
    const webhook = { id: webhookIdOf(account, url), account, url, eventTypes };
    this.book.webhooks.set(webhook.id, webhook);
    this.book.save();
    return webhook;
  }

  private of(account: FakeAccount): readonly FakeWebhook[] {
    return [...this.book.webhooks.values()].filter(webhook => webhook.account === account.clientId);
  }

  private own(account: FakeAccount, id: string): FakeWebhook {
    const webhook = this.book.webhooks.get(id);
    if (webhook?.account !== account.clientId) throw notFound();
    return webhook;
  }
}

function eventTypesOf(value: unknown): readonly string[] {
  const names = Array.isArray(value) ? value.map(type => String((type as Json | null)?.['name'])) : [];
  if (names.length === 0 || names.some(name => !EVENT_TYPES.includes(name))) throw invalid('VALIDATION_ERROR', '/event_types');
  return names;
}

const named = (names: readonly string[]) => names.map(name => ({ name, status: 'ENABLED' }));

const told = ({ id, url, eventTypes }: FakeWebhook): Json => ({ id, url, event_types: named(eventTypes), links: [] });
