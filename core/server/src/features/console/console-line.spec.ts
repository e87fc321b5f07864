import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { ConsoleLine, type EndReason, LINE_LIMITS, type LineLimits } from './console-line.js';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Ends {
  /** What the core holds. */
  readonly near: WebSocket;
  /** What is at the other end: a browser, a provider. */
  readonly away: WebSocket;
}

/** Two sockets that are joined by a real connection; the near one comes paused, as the core's do. */
async function aPair(): Promise<Ends> {
  const server = createServer();
  const upgrades = new WebSocketServer({ server });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const opened = once(upgrades, 'connection') as Promise<[WebSocket]>;
  const away = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [near] = await opened;
  near.pause();
  if (away.readyState !== WebSocket.OPEN) await once(away, 'open');
  closing.push(() => {
    away.terminate();
    near.terminate();
    return new Promise(resolve => server.close(resolve));
  });
  return { near, away };
}

async function aLine(limits: Partial<LineLimits> = {}) {
  const [browser, far] = [await aPair(), await aPair()];
  const reasons: EndReason[] = [];
  const session = { protocol: 'terminal' } as const;
  const line = new ConsoleLine(browser.near, { session, socket: far.near }, reason => reasons.push(reason), {
    ...LINE_LIMITS,
    ...limits,
  });
  const ready = once(browser.away, 'message');
  line.begin('web.example.com');
  await ready;
  return { line, browser, far, reasons };
}

const closeOf = async (socket: WebSocket): Promise<number> => ((await once(socket, 'close')) as [number])[0];

describe('a console line', () => {
  it('does not begin for a browser that has left while its provider was asked', async () => {
    const [browser, far] = [await aPair(), await aPair()];
    const gone = once(browser.near, 'close');
    browser.near.terminate();
    await gone;
    const reasons: EndReason[] = [];
    const line = new ConsoleLine(browser.near, { session: { protocol: 'terminal' }, socket: far.near }, reason =>
      reasons.push(reason),
    );

    const closed = closeOf(far.away);
    line.begin('web.example.com');

    expect(await closed).toBe(1000);
    expect(reasons).toEqual(['browser-left']);
  });

  it('ends when nobody says anything', async () => {
    const { browser, far, reasons } = await aLine({ idleMs: 50 });

    expect(await Promise.all([closeOf(browser.away), closeOf(far.away)])).toEqual([4001, 1000]);
    expect(reasons).toEqual(['idle']);
  });

  it('does not count as idle while bytes go through, and ends after its time all the same', async () => {
    const { browser, far, reasons } = await aLine({ idleMs: 900, totalMs: 2000 });
    const talk = setInterval(() => far.away.send('tick'), 20);
    closing.push(() => clearInterval(talk));

    expect(await closeOf(browser.away)).toBe(4002);
    expect(reasons).toEqual(['time-over']);
  });

  it('lets go of a browser that says no goodbye', async () => {
    const { browser, reasons } = await aLine({ pingMs: 50 });

    browser.away.pause();

    await expect.poll(() => reasons).toEqual(['browser-left']);
  });

  it('stops reading a provider that is faster than the browser, and loses nothing of what it said', async () => {
    const { browser, far } = await aLine();
    const chunk = Buffer.alloc(256 * 1024, 'x');
    const chunks = 200;
    browser.away.pause();

    let received = 0;
    browser.away.on('message', (data: Buffer) => (received += data.length));
    for (let number = 0; number < chunks; number += 1) far.away.send(chunk);
    await expect.poll(() => far.near.isPaused).toBe(true);
    expect(browser.near.bufferedAmount).toBeLessThan(2 * 1024 * 1024);

    browser.away.resume();
    await expect.poll(() => received, { timeout: 20_000 }).toBe(chunks * chunk.length);
  }, 30_000);

  it('passes what a provider said last before it left', async () => {
    const { browser, far } = await aLine();
    const heard: string[] = [];
    browser.away.on('message', (data: Buffer) => heard.push(data.toString()));

    far.away.send('logout');
    far.away.close(1000);

    expect(await closeOf(browser.away)).toBe(4000);
    expect(heard).toEqual(['logout']);
  });

  it.each(['hello', '{"cols":0,"rows":1}', '{"cols":80,"rows":24,"more":1}', '{"cols":"80","rows":24}', `"${'x'.repeat(300)}"`])(
    'ends with a page that says %s',
    async words => {
      const { browser, reasons } = await aLine();

      browser.away.send(words);

      expect(await closeOf(browser.away)).toBe(4006);
      expect(reasons).toEqual(['misuse']);
    },
  );

  it('ends once, whatever ends it', async () => {
    const { line, browser, far, reasons } = await aLine();

    line.end('service-ended');
    line.end('restarting');
    far.away.close();
    await closeOf(browser.away);

    expect(reasons).toEqual(['service-ended']);
  });
});
