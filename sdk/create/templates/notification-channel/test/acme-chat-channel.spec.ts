import { describe, expect, it } from 'vitest';
import { toDelivery } from '../src/acme-chat-channel.js';
import { toFailure } from '../src/acme-chat-client.js';

describe('a receipt in our words', () => {
  it.each([
    ['queued', 'accepted'],
    ['delivered', 'delivered'],
    ['undeliverable', 'bounced'],
    ['on-holiday', 'accepted'],
  ])('reads %s as %s', (status, state) => {
    expect(toDelivery({ id: 'm-1', status })).toEqual({ reference: 'm-1', state });
  });
});

describe('a failure', () => {
  it.each([
    [429, true, 'retryable'],
    [500, true, 'unknown'],
    [503, false, 'retryable'],
    [422, true, 'final'],
  ])('with status %i (a change: %s) is %s', (status, isChange, kind) => {
    expect(toFailure({ status, headers: new Headers() }, isChange)).toMatchObject({ kind, code: `http-${status}` });
  });
});
