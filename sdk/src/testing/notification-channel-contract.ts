import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BoundedFetch, Clock } from '../context.js';
import type { Plugin } from '../define-plugin.js';
import type { Message, NotificationChannel } from '../kinds/notification-channel.js';
import { commonRules } from './common-rules.js';
import { aCall, fakeContext, type FakeContext } from './fake-context.js';
import { LeakWatch } from './leak-watch.js';
import { readManifest } from './manifest-file.js';

/** The other end of the line. */
export interface ChannelBench<Config> {
  readonly config: Config;
  readonly secrets: Readonly<Record<string, string>>;
  readonly fetch?: BoundedFetch;
  readonly clock?: Clock;
  readonly goodAddresses: readonly string[];
  readonly badAddresses: readonly string[];
  /** What arrived, as text, in order. */
  arrived(): readonly string[] | Promise<readonly string[]>;
  close?(): Promise<void>;
}

export interface ChannelContractOptions<Config> {
  /** Address of plugin.json. */
  readonly manifest: URL;
  readonly bench: () => ChannelBench<Config> | Promise<ChannelBench<Config>>;
}

/** Every promise that a notification channel makes to the core. */
export function notificationChannelContract<Config>(
  plugin: Plugin<'notification-channel', Config>,
  options: ChannelContractOptions<Config>,
): void {
  const manifest = readManifest(options.manifest);
  const watch = new LeakWatch();
  let bench: ChannelBench<Config>;
  let context: FakeContext<Config>;
  let channel: NotificationChannel;

  const aMessage = (words: Partial<Message> = {}): Message => ({
    messageId: randomUUID(),
    template: 'invoice-issued',
    to: { customerId: randomUUID(), name: 'Олена Шевченко', address: bench.goodAddresses[0] ?? '', locale: 'uk' },
    subject: 'Рахунок готовий',
    text: 'Plain words',
    ...words,
  });
  const send = (message: Message) => watch.hear(channel.send(message, aCall(`message-${message.messageId}`)));

  describe(`${manifest.id}, as a notification channel`, () => {
    beforeAll(async () => {
      bench = await options.bench();
      context = fakeContext({ ...bench });
      channel = plugin.create(context);
    });
    afterAll(async () => {
      await bench?.close?.();
    });

    commonRules(plugin, manifest, options.manifest);

    it('knows the form of an address, with no network', () => {
      const before = context.requests.length;

      expect(bench.goodAddresses.filter(address => !channel.accepts(address))).toEqual([]);
      expect(['', ' ', ...bench.badAddresses].filter(address => channel.accepts(address))).toEqual([]);
      expect(context.requests.length).toBe(before);
    });

    it('carries a text to its reader', async () => {
      const text = `The code is ${randomUUID()}`;

      const delivery = await send(aMessage({ text }));

      expect(['accepted', 'delivered']).toContain(delivery.state);
      expect((await bench.arrived()).some(arrived => arrived.includes(text))).toBe(true);
    });

    it('sends one message once, however often it is asked', async () => {
      const message = aMessage({ text: `Once ${randomUUID()}` });

      const first = await send(message);
      const second = await send(message);

      expect(second).toEqual(first);
      expect((await bench.arrived()).filter(arrived => arrived.includes(message.text)).length).toBe(1);
    });

    if (manifest.accepts?.includes('attachments')) {
      it('carries an attachment byte for byte', async () => {
        const content = Uint8Array.from({ length: 3000 }, (_, index) => index % 256);
        const text = `Attached ${randomUUID()}`;

        await send(aMessage({ text, attachments: [{ name: 'рахунок.pdf', contentType: 'application/pdf', content }] }));

        const arrived = (await bench.arrived()).find(message => message.includes(text)) ?? '';
        const encoded = Buffer.from(content).toString('base64');
        expect(arrived.replaceAll(/\r?\n/g, '')).toContain(encoded);
      });
    }

    it('lets no secret out in an answer, an error or a log line', () => {
      watch.expectSilenceAbout(bench.secrets, context.logs);
    });
  });
}
