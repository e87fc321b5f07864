import { money, type GatewayEvent } from '@hostwright/sdk';
import { expect, it } from 'vitest';
import { eventFromJson, eventToJson } from './inbox-event.js';

const throughTheInbox = (event: GatewayEvent): GatewayEvent => eventFromJson(JSON.parse(eventToJson(event)));

it('keeps every amount to the unit', () => {
  const received = money(9_007_199_254_740_993n, 'EUR');
  const events: GatewayEvent[] = [
    {
      id: 'e1',
      type: 'payment',
      paymentId: 'p',
      payment: { reference: 'r', state: 'succeeded', received, fee: money(3n, 'EUR') },
    },
    { id: 'e2', type: 'payment', payment: { reference: 'r', state: 'declined', decline: { code: 'card', mayRetry: true } } },
    { id: 'e3', type: 'refund', refund: { reference: 'r', state: 'pending', amount: received } },
    { id: 'e4', type: 'dispute', reference: 'r', disputeReference: 'dp-1', state: 'opened', amount: received },
  ];

  expect(events.map(throughTheInbox)).toEqual(events);
});

it('leaves the own words of the provider out', () => {
  const event: GatewayEvent = { id: 'e', type: 'payment', payment: { reference: 'r', state: 'pending', raw: { text: '\0' } } };

  expect(eventToJson(event)).not.toContain('raw');
});
