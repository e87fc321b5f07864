import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FormSchema } from '../manifest.js';
import { aCall, fakeContext, TestClock } from './fake-context.js';
import { LeakWatch } from './leak-watch.js';
import { compile, manifestProblems } from './manifest-file.js';
import { deepFreeze, withoutTheWorld } from './pure-call.js';
import { ScriptedHttp } from './scripted-http.js';
import { settingsArbitrary } from './settings-arbitrary.js';

describe('the fetch of a fake context', () => {
  it('says whether the provider can have acted', async () => {
    const deaf = createServer(socket => socket.once('data', () => socket.destroy()));
    await new Promise<void>(resolve => deaf.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(deaf.address() as AddressInfo).port}/`;
    const context = fakeContext();

    await expect(context.fetch(address, { method: 'POST' })).rejects.toMatchObject({ kind: 'unknown', code: 'no-answer' });
    await new Promise(resolve => deaf.close(resolve));
    await expect(context.fetch(address)).rejects.toMatchObject({ kind: 'retryable', code: 'unreachable' });
    expect(context.requests.map(request => request.method)).toEqual(['POST', 'GET']);
  });

  it('can be a script, which keeps what it was asked', async () => {
    const http = new ScriptedHttp();
    http.on('POST', 'https://api.acme.test/charges').reply(201, { id: 'ch_1' });
    http.on('GET', 'https://api.acme.test/charges/ch_1').lose();
    http.on('GET', 'https://api.acme.test/charges/ch_1').reply(200, { id: 'ch_1' });
    const { fetch } = fakeContext({ fetch: http.fetch });

    const made = await fetch('https://api.acme.test/charges?x=1', { method: 'POST', body: '{"amount":"1"}' });
    await expect(fetch('https://api.acme.test/charges/ch_1')).rejects.toMatchObject({ kind: 'unknown' });
    const read = await fetch('https://api.acme.test/charges/ch_1');

    expect([made.status, await made.json(), read.status]).toEqual([201, { id: 'ch_1' }, 200]);
    expect(http.seen[0]).toMatchObject({ method: 'POST', body: '{"amount":"1"}' });
    await expect(fetch('https://api.acme.test/elsewhere')).rejects.toMatchObject({ kind: 'unknown' });
  });
});

describe('a fake context', () => {
  it('refuses a secret that is missing or empty', () => {
    const { secrets } = fakeContext({ secrets: { key: ' ' } });

    for (const name of ['key', 'other', 'constructor']) {
      expect(() => secrets.get(name)).toThrow(expect.objectContaining({ kind: 'final', code: 'secret-missing' }));
    }
  });

  it('stores JSON, until its time is over', async () => {
    const clock = new TestClock();
    const { storage } = fakeContext({ clock });

    expect(await storage.add('key', { at: 1 }, { ttlMs: 1000 })).toBe(true);
    expect(await storage.add('key', { at: 2 })).toBe(false);
    expect(await storage.get('key')).toEqual({ at: 1 });
    clock.pass(1000);
    expect(await storage.get('key')).toBeUndefined();
    await storage.set('key', 3);
    await storage.delete('key');
    expect(await storage.get('key')).toBeUndefined();
  });

  it('gives a call a key and a signal', () => {
    expect(aCall('payment-1')).toMatchObject({ idempotencyKey: 'payment-1', attempt: 1, signal: { aborted: false } });
  });
});

describe('purity', () => {
  it.each([
    ['the clock', (): unknown => new Date()],
    ['the dice', (): unknown => Math.random()],
    ['the network', (): unknown => fetch('http://127.0.0.1:1')],
    ['the process', (): unknown => process.env['HOME']],
  ])('ends at %s', (_, work) => {
    expect(() => withoutTheWorld(work)).toThrow('A pure function reached for');
    expect(typeof Date.now()).toBe('number');
  });

  it('ends where a function writes to what it was given', () => {
    const given = deepFreeze({ list: [{ price: 1 }] });

    expect(() => given.list.push({ price: 2 })).toThrow(TypeError);
    expect(() => Object.assign(given.list[0]!, { price: 2 })).toThrow(TypeError);
  });
});

describe('a leak', () => {
  it('is noticed in an answer, an error, its cause and a log line', async () => {
    const secrets = { key: 'sk-very-secret' };
    const cause = new Error('sent with sk-very-secret');
    const calls = [
      Promise.resolve({ raw: { header: 'Bearer sk-very-secret' } }),
      Promise.reject(new Error('refused sk-very-secret')),
      Promise.reject(new Error('refused', { cause })),
    ];

    for (const call of calls) {
      const watch = new LeakWatch();
      await watch.hear(call as Promise<unknown>).catch(() => undefined);
      expect(watch.leaks(secrets, [])).toEqual(['key']);
    }
    expect(new LeakWatch().leaks(secrets, [{ level: 'info', message: 'sk-very-secret' }])).toEqual(['key']);
    expect(new LeakWatch().leaks(secrets, [{ level: 'info', message: 'nothing' }])).toEqual([]);
  });
});

describe('settings', () => {
  it('are made so that their schema accepts them', () => {
    const schema: FormSchema = {
      type: 'object',
      additionalProperties: false,
      required: ['url', 'mode'],
      properties: {
        url: { type: 'string', format: 'uri' },
        mode: { enum: ['test', 'live'] },
        port: { type: 'integer', minimum: 1, maximum: 65535 },
        hosts: { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
        more: { type: 'object', required: ['on'], properties: { on: { type: 'boolean' } } },
      },
    };
    const validate = compile(schema);

    fc.assert(
      fc.property(settingsArbitrary(schema), settings => {
        expect(validate(structuredClone(settings))).toBe(true);
      }),
    );
  });
});

describe('a manifest', () => {
  it('is measured by the schema it names', () => {
    expect(manifestProblems(new URL('../../../plugins/vps/plugin.json', import.meta.url))).toEqual([]);
    expect(manifestProblems(new URL('../../package.json', import.meta.url))).toEqual(['$schema names no file: undefined']);
  });
});
