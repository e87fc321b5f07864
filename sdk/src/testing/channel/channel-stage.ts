import { randomUUID } from 'node:crypto';
import type { Delivery, Message, NotificationChannel } from '../../kinds/notification-channel.js';
import type { WebhookRequest } from '../../kinds/payment-gateway.js';
import { aCall } from '../fake-context.js';
import { PluginStage, type Bench } from '../rules/plugin-stage.js';
import type { StageRule } from '../rules/rule.js';

/** The other end of the line. */
export interface ChannelBench<Config> extends Bench<Config> {
  readonly goodAddresses: readonly string[];
  readonly badAddresses: readonly string[];
  /** What arrived, as text, in order. */
  arrived(): readonly string[] | Promise<readonly string[]>;
  /** What the provider sends about the message with this text, truly signed; for `webhook`. */
  webhook?(text: string): WebhookRequest | Promise<WebhookRequest>;
}

export type ChannelRule = StageRule<ChannelStage>;

/** A channel and the far end of it. */
export class ChannelStage extends PluginStage<'notification-channel', ChannelBench<unknown>> {
  get channel(): NotificationChannel {
    return this.main.built;
  }

  aMessage(words: Partial<Message> = {}): Message {
    return {
      messageId: randomUUID(),
      template: 'invoice-issued',
      to: this.reader(this.bench.goodAddresses[0] ?? ''),
      subject: 'Рахунок готовий',
      text: `Plain words ${randomUUID()}`,
      ...words,
    };
  }

  reader(address: string): Message['to'] {
    return { customerId: randomUUID(), name: 'Олена Шевченко', address, locale: 'uk' };
  }

  send(message: Message, { built } = this.main): Promise<Delivery> {
    return this.watch.hear(built.send(message, aCall(`message-${message.messageId}`)));
  }

  /** How many copies of a message reached its reader. */
  async copiesOf(message: Message): Promise<number> {
    return (await this.bench.arrived()).filter(arrived => arrived.includes(message.text)).length;
  }
}
