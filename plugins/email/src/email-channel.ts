import {
  PluginFailure,
  type CallOptions,
  type Delivery,
  type Message,
  type NotificationChannel,
  type PluginContext,
} from '@hostwright/sdk';
import { isMailbox } from './address.js';
import type { SmtpServer } from './encryption.js';
import { letterOf, type Sender } from './letter.js';
import { SmtpLine } from './smtp-line.js';

export type EmailConfig = SmtpServer & Sender;

const REMEMBERED_MS = 30 * 24 * 60 * 60 * 1000;

/** Hands letters to the SMTP server and remembers which ones it took. */
export class EmailChannel implements NotificationChannel {
  constructor(private readonly context: PluginContext<EmailConfig>) {}

  accepts(address: string): boolean {
    return isMailbox(address);
  }

  /** SMTP knows no keys, so the plugin's own memory keeps a letter from going out twice. */
  async send(message: Message, call: CallOptions): Promise<Delivery> {
    const { config, storage, clock } = this.context;
    if (!isMailbox(message.to.address)) throw PluginFailure.final('The address is not a mailbox', { code: 'bad-address' });
    const sent = await storage.get<Delivery>(`sent:${message.messageId}`);
    if (sent) return sent;
    const letter = await letterOf(message, config, clock.now());
    const line = new SmtpLine(config, call.signal);
    await line.open(this.password());
    await line.handOver(letter);
    line.close();
    const delivery: Delivery = { reference: letter.id, state: 'accepted' };
    await storage.set(`sent:${message.messageId}`, delivery, { ttlMs: REMEMBERED_MS });
    return delivery;
  }

  /** Connects and signs in, sends nothing. */
  async check(): Promise<void> {
    const line = new SmtpLine(this.context.config);
    await line.open(this.password());
    line.close();
  }

  private password(): string | undefined {
    return this.context.config.user === undefined ? undefined : this.context.secrets.get('password');
  }
}
