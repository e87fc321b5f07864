import { ROUTES } from '@hostwright/sdk/http/routes';
import { describe, expect, it } from 'vitest';
import { answering, json, refusal, type SeenRequest } from './answering.testing.js';
import { Api } from './api.js';
import { CUSTOMERS, Session } from './session.js';

const customer = { id: 'c1', email: 'a@example.com', name: 'Anna', locale: 'en' };
const signed = (token: string) => json({ accessToken: token, expiresInSeconds: 600, customer });

function shop(answer: (request: SeenRequest) => Response | Promise<Response>) {
  const server = answering(answer);
  const api = new Api({ origin: 'https://shop.test', routes: ROUTES, fetch: server.fetch });
  return { server, api, session: new Session(api, CUSTOMERS) };
}

describe('Session', () => {
  it('carries the token of whoever signed in', async () => {
    const { api, session, server } = shop(request => (request.url.endsWith('/sessions') ? signed('t1') : json(customer)));

    await session.signIn('a@example.com', 'correct horse');
    await api.call('getMe');

    expect(session.who()?.name).toBe('Anna');
    expect(server.requests[1]?.headers['Authorization']).toBe('Bearer t1');
  });

  it('renews once for all calls that fail together, and repeats each', async () => {
    let renewals = 0;
    const { api, session } = shop(request => {
      if (request.url.endsWith('/sessions')) return signed('old');
      if (request.url.endsWith('/refresh')) return (renewals++, signed('new'));
      return request.headers['Authorization'] === 'Bearer new' ? json(customer) : refusal(401, 'session-ended');
    });
    await session.signIn('a@example.com', 'x');

    const answers = await Promise.all([api.call('getMe'), api.call('getMe'), api.call('getMe')]);

    expect(answers).toHaveLength(3);
    expect(renewals).toBe(1);
  });

  it('is signed out when the cookie is no good any more', async () => {
    const { api, session } = shop(request => (request.url.endsWith('/sessions') ? signed('old') : refusal(401, 'session-ended')));
    await session.signIn('a@example.com', 'x');

    await expect(api.call('getMe')).rejects.toMatchObject({ code: 'session-ended' });

    expect(session.state()).toBe('signed-out');
    expect(session.token()).toBeUndefined();
  });

  it('does not renew for wrong credentials', async () => {
    const { session, server } = shop(() => refusal(401, 'wrong-credentials'));

    await expect(session.signIn('a@example.com', 'x')).rejects.toMatchObject({ code: 'wrong-credentials' });

    expect(server.requests).toHaveLength(1);
  });

  it('keeps whoever was signed in while the shop cannot be reached', async () => {
    let offline = false;
    const { session } = shop(request => {
      if (offline) throw new TypeError('Failed to fetch');
      return request.url.endsWith('/sessions') ? signed('t') : json(customer);
    });
    await session.signIn('a@example.com', 'x');
    offline = true;

    expect(await session.renew()).toBe(false);

    expect(session.who()?.name).toBe('Anna');
  });

  it('knows after the first question whether somebody is signed in', async () => {
    const { session } = shop(() => refusal(401, 'session-ended'));
    expect(session.state()).toBe('unknown');

    await session.restore();

    expect(session.state()).toBe('signed-out');
  });
});
