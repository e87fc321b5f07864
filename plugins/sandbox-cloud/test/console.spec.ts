import { once } from 'node:events';
import type { ConsoleSession } from '@hostwright/sdk';
import { TestClock } from '@hostwright/sdk/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startSandboxCloud, type SandboxCloud } from '../src/vendor/index.js';
import { aServer, newCall, providerOf } from './bench.js';

const clock = new TestClock();
let cloud: SandboxCloud;

beforeAll(async () => {
  cloud = await startSandboxCloud({ clock });
});
afterAll(() => cloud.close());

/** A terminal that keeps what it was shown. */
async function terminal({ url, headers = {} }: ConsoleSession) {
  const socket = new WebSocket(url, { headers });
  let text = '';
  socket.on('message', data => {
    text += (data as Buffer).toString('utf8');
  });
  await once(socket, 'open');
  return {
    socket,
    type: (keys: string) => socket.send(Buffer.from(keys)),
    shows: (words: string) => vi.waitFor(() => expect(text).toContain(words), { timeout: 10_000, interval: 5 }),
  };
}

describe('the console', () => {
  it('greets, echoes and answers', async () => {
    const { externalId } = await aServer(cloud, { hostname: 'shell.example.test' });
    const { socket, type, shows } = await terminal(await providerOf(cloud).openConsole(externalId));
    await shows('Welcome to shell.example.test');

    for (const key of 'whoamu\u007fi\r') type(key);
    await shows('root@shell:~# whoamu\b \bi\r\nroot\r\n');
    type('uptime\rtop\rrm -rf /\r');
    await shows('up 0 days');
    await shows('COMMAND');
    await shows('rm: command not found');

    type('exit\r');
    await once(socket, 'close');
  });

  it('hears of the size of the window', async () => {
    const { externalId } = await aServer(cloud);
    const session = await providerOf(cloud).openConsole(externalId);
    const { socket, type, shows } = await terminal(session);
    const { url = '', resize = '' } = session.control ?? {};
    const control = new WebSocket(url, { headers: session.headers ?? {} });
    await once(control, 'open');

    control.send(resize.replace('{{cols}}', '132').replace('{{rows}}', '43'));
    control.close();
    await once(control, 'close');
    type('size\r');

    await shows('132x43');
    socket.terminate();
  });

  it('tells who is there in the rescue system', async () => {
    const { externalId } = await aServer(cloud);
    await providerOf(cloud).setRescue(externalId, true, newCall());
    cloud.finishWork();
    const { socket, shows } = await terminal(await providerOf(cloud).openConsole(externalId));

    await shows('rescue@one:~# ');
    socket.terminate();
  });

  it('opens once for a ticket, for a minute, and for its own server alone', async () => {
    const [one, other] = [await aServer(cloud), await aServer(cloud)];
    const used = await providerOf(cloud).openConsole(one.externalId);
    (await terminal(used)).socket.terminate();
    const strange = await providerOf(cloud).openConsole(other.externalId);
    const moved = { ...strange, url: strange.url.replace(other.externalId, one.externalId) };
    const late = await providerOf(cloud).openConsole(one.externalId);

    await expect(terminal(used)).rejects.toThrow('401');
    await expect(terminal(moved)).rejects.toThrow('401');
    clock.pass(60_000);
    await expect(terminal(late)).rejects.toThrow('401');
  });
});
