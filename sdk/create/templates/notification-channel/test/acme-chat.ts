import type { ChannelBench } from '@hostwright/sdk/testing';
import type { AcmeChatConfig } from '../src/acme-chat-client.js';

const API_KEY = 'acme-key-1';

/** Acme Chat in memory, as its documentation describes it. */
export function bench(): ChannelBench<AcmeChatConfig> {
  const arrived: string[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (request.headers.get('authorization') !== `Bearer ${API_KEY}`) return Response.json({}, { status: 401 });
    if (request.method === 'GET') return Response.json({ name: 'Acme Hosting' });
    arrived.push(await request.text());
    return Response.json({ id: `m-${arrived.length}`, status: 'queued' }, { status: 201 });
  };
  return {
    config: { sender: 'Acme' },
    secrets: { apiKey: API_KEY },
    fetch,
    goodAddresses: ['+380501234567', '+4915112345678'],
    badAddresses: ['0501234567', '+0123456789', '+38050123456789012', 'olena@example.test', '+38050 1234567'],
    arrived: () => arrived,
  };
}
