import type { Message } from '../../kinds/notification-channel.js';
import { demand, demandBadSignature, demandEqual, demandFailure, demandNothing, outcomeOf, shown } from '../rules/demand.js';
import type { ChannelRule, ChannelStage } from './channel-stage.js';

export const channelRules: readonly ChannelRule[] = [
  {
    name: 'knows the form of an address, with no network',
    run: stage => {
      const before = stage.main.line.requests;
      const { goodAddresses, badAddresses } = stage.bench;

      const refused = goodAddresses.filter(address => !stage.channel.accepts(address));
      const taken = ['', ' ', ...badAddresses].filter(address => stage.channel.accepts(address));

      demandNothing(refused.map(shown), 'good addresses that accepts() refuses');
      demandNothing(taken.map(shown), 'bad addresses that accepts() takes');
      demandEqual(stage.main.line.requests, before, 'the number of requests after accepts()');
    },
  },
  {
    name: 'carries a text to its reader',
    run: async stage => {
      const message = stage.aMessage();
      const { state } = await stage.send(message);
      demand(state === 'accepted' || state === 'delivered', `a message that can be delivered is '${state}'`);
      demandEqual(await stage.copiesOf(message), 1, 'the number of messages that arrived');
    },
  },
  {
    name: 'carries a message that has nothing but a text',
    run: async stage => {
      const { messageId, template, to, text } = stage.aMessage();
      const bare: Message = {
        messageId,
        template,
        to: { customerId: to.customerId, address: to.address, locale: to.locale },
        text,
      };
      const sent = await outcomeOf(() => stage.send(bare));
      demand(sent.ok, () => `a message without subject, HTML and name fails: ${shown((sent as { error: unknown }).error)}`);
    },
  },
  {
    name: 'sends one message once, however often it is asked',
    run: async stage => {
      const message = stage.aMessage();

      const first = await stage.send(message);
      const second = await stage.send(message);
      const afterRestart = await stage.send(message, stage.copy());

      demandEqual([second, afterRestart], [first, first], 'the answers to the repeated call');
      demandEqual(await stage.copiesOf(message), 1, 'the number of messages that arrived');
    },
  },
  {
    name: 'refuses an address that is none, and sends nothing',
    run: async stage => {
      const message = stage.aMessage({ to: stage.reader(stage.bench.badAddresses[0] ?? '') });
      const sent = await outcomeOf(() => stage.send(message));
      if (sent.ok) demandEqual(sent.value.state, 'rejected', 'the state of a message to an address that is none');
      else demandFailure(sent, ['final'], 'when the address is none');
      demandEqual(await stage.copiesOf(message), 0, 'the number of messages that arrived');
    },
  },
];

export const attachmentRules: readonly ChannelRule[] = [
  {
    name: 'carries an attachment byte for byte',
    run: async stage => {
      const content = Uint8Array.from({ length: 3000 }, (_, index) => index % 256);
      const message = stage.aMessage({ attachments: [{ name: 'рахунок.pdf', contentType: 'application/pdf', content }] });

      await stage.send(message);

      const arrived = (await stage.bench.arrived()).find(one => one.includes(message.text)) ?? '';
      const isWhole = arrived.replaceAll(/\r?\n/g, '').includes(Buffer.from(content).toString('base64'));
      demand(isWhole, 'the attachment did not arrive as it was sent');
    },
  },
];

export const channelWebhookRules: readonly ChannelRule[] = [
  {
    name: 'understands a signed webhook, the same way each time, with no network',
    run: async stage => {
      const request = await aWebhook(stage);
      const before = stage.main.line.requests;

      const first = await stage.watch.hear(stage.channel.parseWebhook!(request));
      const second = await stage.watch.hear(stage.copy().built.parseWebhook!(request));

      demand(
        first.length > 0 && first.every(({ id }) => id !== ''),
        () => `the webhook holds no event with an id: ${shown(first)}`,
      );
      demandEqual(second, first, 'what was read from the same webhook again');
      demandEqual(stage.main.line.requests, before, 'the number of requests after parseWebhook()');
    },
  },
  {
    name: 'refuses a webhook that was changed, is empty or lost its signature',
    run: async stage => {
      const request = await aWebhook(stage);
      const changed = Uint8Array.from(request.body, (byte, index) => (index === request.body.length >> 1 ? byte ^ 1 : byte));
      const parse = (words: Partial<typeof request>) =>
        outcomeOf(() => stage.watch.hear(stage.channel.parseWebhook!({ ...request, ...words })));

      demandBadSignature(await parse({ body: changed }), 'when a byte is changed');
      demandBadSignature(await parse({ body: new Uint8Array() }), 'when the body is empty');
      demandBadSignature(await parse({ headers: {}, query: {} }), 'when the signature is missing');
    },
  },
  {
    name: 'verifies nothing while its secrets are empty',
    run: async stage => {
      const request = await aWebhook(stage);
      const secrets = Object.fromEntries(Object.keys(stage.bench.secrets).map(name => [name, '']));
      const parsed = await outcomeOf(() => stage.watch.hear(stage.copy({ secrets }).built.parseWebhook!(request)));
      demandFailure(parsed, ['final'], 'when the secrets are empty');
    },
  },
];

async function aWebhook(stage: ChannelStage) {
  demand(stage.bench.webhook !== undefined, 'the bench of this channel lacks webhook');
  const message = stage.aMessage();
  await stage.send(message);
  return stage.bench.webhook(message.text);
}
