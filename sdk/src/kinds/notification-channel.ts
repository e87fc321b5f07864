import type { CallOptions } from '../context.js';
import type { WebhookRequest } from './payment-gateway.js';

export interface Recipient {
  readonly customerId: string;
  readonly name?: string;
  /** In the channel's own form: a mailbox, a phone in E.164, a chat id. */
  readonly address: string;
  readonly locale: string;
}

export interface Attachment {
  readonly name: string;
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** Already rendered by the core, in the richest form that the manifest says the channel takes. */
export interface Message {
  readonly messageId: string;
  readonly template: string;
  readonly to: Recipient;
  readonly subject?: string;
  readonly text: string;
  readonly html?: string;
  readonly attachments?: readonly Attachment[];
}

export interface Delivery {
  readonly reference?: string;
  readonly state: 'accepted' | 'delivered' | 'bounced' | 'rejected';
  readonly detail?: string;
}

/** Carries a finished message to one address. */
export interface NotificationChannel {
  send(message: Message, call: CallOptions): Promise<Delivery>;
  /** Whether the address has the channel's form; pure, no network. */
  accepts(address: string): boolean;
  parseWebhook?(request: WebhookRequest): Promise<readonly { readonly id: string; readonly delivery: Delivery }[]>;
}
