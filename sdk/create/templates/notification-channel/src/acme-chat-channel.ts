import {
  PluginFailure,
  type CallOptions,
  type Delivery,
  type Message,
  type NotificationChannel,
  type PluginContext,
} from '@hostwright/sdk';
import { AcmeChatClient, type AcmeChatConfig, type AcmeChatReceipt } from './acme-chat-client.js';

/** A phone in E.164. */
const PHONE = /^\+[1-9]\d{6,14}$/;
const REMEMBERED_MS = 30 * 24 * 60 * 60 * 1000;

const STATES: ReadonlyMap<string, Delivery['state']> = new Map([
  ['delivered', 'delivered'],
  ['undeliverable', 'bounced'],
]);

/** Hands messages to Acme Chat and remembers which ones it took. */
export class AcmeChatChannel implements NotificationChannel {
  private readonly client: AcmeChatClient;

  constructor(private readonly context: PluginContext<AcmeChatConfig>) {
    this.client = new AcmeChatClient(context);
  }

  accepts(address: string): boolean {
    return PHONE.test(address);
  }

  /** Acme Chat knows no keys, so the plugin's own memory keeps a message from going out twice. */
  async send(message: Message, call: CallOptions): Promise<Delivery> {
    const { storage } = this.context;
    if (!this.accepts(message.to.address)) throw PluginFailure.final('The address is no phone', { code: 'bad-address' });
    const before = await storage.get<Delivery>(`sent:${message.messageId}`);
    if (before) return before;
    const delivery = toDelivery(await this.client.send(message.to.address, message.text, call));
    await storage.set(`sent:${message.messageId}`, delivery, { ttlMs: REMEMBERED_MS });
    return delivery;
  }
}

/** A status that Acme Chat adds tomorrow reads as `accepted`: it took the message, and no more is known. */
export function toDelivery({ id, status }: AcmeChatReceipt): Delivery {
  return { reference: id, state: STATES.get(status) ?? 'accepted' };
}
