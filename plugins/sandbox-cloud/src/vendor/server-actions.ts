import { isIPv4 } from 'node:net';
import { IMAGES, sells, sizeOf } from './catalog.js';
import { isBusy, type CloudServer, type Work } from './cloud-server.js';
import { newPassword } from './fleet.js';
import { HOSTNAME, Refusal, textField, type Fields } from './http.js';

/** What an action makes of a server; `now` and how long a change takes are given. */
export interface Moment {
  readonly now: number;
  readonly changeMs: number;
}

type Action = (server: CloudServer, body: Fields, moment: Moment) => CloudServer;

const ACTIONS: Readonly<Record<string, Action>> = {
  start: (server, _, moment) => (free(server).isOn ? server : changing(server, moment, { isOn: true })),
  stop: (server, _, moment) => (free(server).isOn ? changing(server, moment, { isOn: false }) : server),
  restart: (server, _, moment) => changing(free(server), moment, { isOn: true }),
  'force-stop': server => ({ ...free(server), isOn: false }),
  suspend: (server, body, moment) =>
    server.suspendedFor === null ? changing(server, moment, { suspendedFor: textField(body, 'reason', /^[^]{1,300}$/) }) : server,
  unsuspend: (server, _, moment) =>
    server.suspendedFor === null ? server : changing(server, moment, { suspendedFor: null, isOn: true }),
  resize: (server, body, moment) => changing(free(server), moment, { ...newSize(server, body), isOn: true }),
  reinstall: (server, body, moment) =>
    changing(free(server), moment, { image: soldImage(body), password: newPassword(), isOn: true, rescuePassword: null }),
  'reset-password': (server, _, { now }) => ({
    ...free(server),
    password: newPassword(),
    work: { ...server.work, startedAt: now, lastsMs: 0 },
  }),
  rename: (server, body) => ({ ...server, hostname: textField(body, 'hostname', HOSTNAME) }),
  'rescue-on': (server, _, moment) =>
    free(server).rescuePassword ? server : changing(server, moment, { rescuePassword: newPassword(), isOn: true }),
  'rescue-off': (server, _, moment) =>
    free(server).rescuePassword ? changing(server, moment, { rescuePassword: null, isOn: true }) : server,
  'reverse-name': named,
};

export function act(server: CloudServer, action: string, body: Fields, moment: Moment): CloudServer {
  if (action === 'finish-hand-work') return handsDone(server, body, moment);
  demandIdle(server, moment.now);
  const perform = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  if (!perform) throw new Refusal(404, 'no_such_action', `There is no action ${action}`);
  return perform(server, body, moment);
}

export function changing(server: CloudServer, { now, changeMs }: Moment, change: Partial<CloudServer>): CloudServer {
  const work: Work = { kind: 'changing', startedAt: now, lastsMs: changeMs };
  return { ...server, ...change, work };
}

export function demandIdle(server: CloudServer, now: number): void {
  if (isBusy(server, now)) throw new Refusal(409, 'busy', 'The server is being worked on', { 'retry-after': '2' });
}

/** A suspended server takes no orders but to be resumed or removed. */
export function free(server: CloudServer): CloudServer {
  if (server.suspendedFor !== null) throw new Refusal(409, 'suspended', 'The server is suspended');
  return server;
}

export function soldImage(body: Fields): string {
  const image = textField(body, 'image', /^/);
  if (!sells(IMAGES, image)) throw new Refusal(422, 'unknown_image', 'There is no such image');
  return image;
}

export function addonsOf(value: unknown): CloudServer['addons'] {
  if (typeof value !== 'object' || value === null) return {};
  const plain = Object.entries(value).filter((entry): entry is [string, string | number | boolean] =>
    ['string', 'number', 'boolean'].includes(typeof entry[1]),
  );
  return Object.fromEntries(plain.slice(0, 50));
}

function newSize(server: CloudServer, body: Fields): Pick<CloudServer, 'plan' | 'addons'> {
  const plan = textField(body, 'plan', /^/);
  const wanted = sizeOf(plan);
  if (!wanted) throw new Refusal(422, 'unknown_plan', 'There is no such plan');
  if (wanted.disk < (sizeOf(server.plan)?.disk ?? 0)) throw new Refusal(422, 'disk_shrinks', 'A disk cannot become smaller');
  return { plan, addons: { ...server.addons, ...addonsOf(body['addons']) } };
}

/** Without a name the cloud's own comes back. */
function named(server: CloudServer, body: Fields): CloudServer {
  const address = textField(body, 'address', /^/);
  if (address !== server.ipv4 && address !== server.ipv6)
    throw new Refusal(422, 'foreign_address', 'The server has no such address');
  const others = Object.fromEntries(Object.entries(server.reverseNames ?? {}).filter(([known]) => known !== address));
  const own = body['name'] === null ? {} : { [address]: textField(body, 'name', HOSTNAME) };
  return { ...server, reverseNames: { ...others, ...own } };
}

/** What the people in the data centre tell counts once: later there is nothing that waits for it. */
function handsDone(server: CloudServer, body: Fields, { now }: Moment): CloudServer {
  if (!server.work.waitsForHands) return server;
  const { handsAgain = 0 } = server.work;
  if (handsAgain > 0) return { ...server, work: { ...server.work, handsAgain: handsAgain - 1 } };
  const addresses = Array.isArray(body['addresses']) ? (body['addresses'] as unknown[]).map(String) : [];
  const ipv4 = addresses.find(isIPv4);
  return {
    ...server,
    ...(ipv4 !== undefined && { ipv4 }),
    ...(typeof body['username'] === 'string' && { user: textField(body, 'username', /^\S{1,100}$/) }),
    ...(typeof body['password'] === 'string' && { password: textField(body, 'password', /^[^]{1,300}$/) }),
    work: { kind: server.work.kind, startedAt: now, lastsMs: 0 },
  };
}
