import { PluginFailure } from '@hostwright/sdk';
import { freeAddress } from './lxd-addresses.js';
import type { LxdInstance } from './lxd-answers.js';
import type { LxdClient } from './lxd-client.js';
import { hasCode } from './lxd-failures.js';
import { Intents, type Intent } from './lxd-intents.js';
import { changeLimits } from './lxd-limits.js';
import { addressesOf, nicsOf } from './lxd-mapping.js';
import { marksOf, markTexts } from './lxd-marks.js';
import { NO_PASSWORD, type Passwords } from './lxd-passwords.js';
import { aliasOf, type LxdContext } from './lxd-settings.js';
import { imageSource } from './lxd-new-instance.js';
import { nextStep, workOn, type Step } from './lxd-steps.js';

/** A container, as far as there is one, and what is to be done with it next. */
export interface Seen {
  readonly instance: LxdInstance | undefined;
  readonly step: Step;
  readonly intent: Intent | undefined;
  /** The operation that the daemon is busy with. */
  readonly operation?: string | undefined;
}

const MOST_STEPS = 12;
const PATIENCE_MS = 8000;
const ADDRESS_PATIENCE_MS = 3 * 60_000;
const PASSWORD_FILE = '/root/.hostwright-password';
const SET_PASSWORD = 'command -v chpasswd >/dev/null || exit 127; chpasswd < "$1"; code=$?; rm -f "$1"; exit $code';

/** Carries a container on to where it should be, one step after the other, each of which may be done twice. */
export class LxdWork {
  readonly intents: Intents;

  constructor(
    private readonly context: LxdContext,
    private readonly client: LxdClient,
    private readonly passwords: () => Passwords,
  ) {
    this.intents = new Intents(context.storage);
  }

  async look(name: string): Promise<Seen> {
    const operations = await this.client.operations();
    const [instance, intent] = [await this.client.instance(name), await this.intents.of(name)];
    if (!instance) return { instance, intent, step: intent?.kind === 'recreate' ? 'recreate' : 'done' };
    const operation = workOn(name, operations)?.id;
    const busy = operation !== undefined;
    const step = nextStep(instance, busy, this.mayStillGetAddress(instance));
    const { call, phase } = marksOf(instance.config);
    if (intent?.kind === 'recreate' && call !== intent.call && !busy)
      return { instance, intent, step: instance.status === 'Running' ? 'force-stop' : 'remove' };
    if (intent?.kind === 'restore' && phase !== 'restore' && !busy) return { instance, intent, step: 'restored' };
    return { instance, intent, step, operation };
  }

  /** Does what can be done now; stops where the daemon needs time. */
  async carryOn(name: string): Promise<Seen> {
    const until = this.context.clock.now().getTime() + PATIENCE_MS;
    for (let count = 0; ; count += 1) {
      const seen = await this.look(name);
      const mayGoOn = count < MOST_STEPS && this.context.clock.now().getTime() < until;
      if (seen.step === 'done' || !mayGoOn) return this.settled(name, seen);
      if (seen.step === 'wait' && seen.operation === undefined) return seen;
      const isDone = await this.take(name, seen).catch(whileBusy);
      if (!isDone) return this.look(name);
    }
  }

  /** A recreation that has come to its end is forgotten. */
  private async settled(name: string, seen: Seen): Promise<Seen> {
    const { instance, intent } = seen;
    if (instance && intent?.kind === 'recreate' && marksOf(instance.config).call === intent.call) await this.intents.forget(name);
    return seen;
  }

  /** Answers whether the step is done; false while the daemon is at it. */
  private async take(name: string, { instance, step, intent, operation }: Seen): Promise<boolean> {
    // An address that is taken is another matter when the container is started the next time.
    if (step === 'wait') return (await this.client.follow(operation!).catch(alreadySo('address-taken'))).isOver;
    if (step === 'recreate') return this.recreate(intent);
    if (!instance) return false;
    const mark = async (marks: Parameters<typeof markTexts>[0]): Promise<true> => {
      await this.client.change(name, { config: markTexts(marks) });
      return true;
    };
    switch (step) {
      case 'prepare':
        await this.prepare(instance);
        return mark({ phase: 'boot' });
      case 'start':
        return this.start(instance);
      case 'force-stop':
        return this.forceStop(name);
      case 'start-again':
        return mark({ phase: 'start' });
      case 'clear':
        return mark({ phase: '' });
      case 'set-password': {
        const password = await this.setPassword(instance);
        const isFirst = marksOf(instance.config).phase === 'boot';
        return mark({ password, phase: isFirst && this.mayStillGetAddress(instance) ? 'network' : '' });
      }
      case 'remove':
        return (await this.client.remove(name).catch(alreadySo('no-such-server'))).isOver;
      case 'rebuild': {
        const { next } = marksOf(instance.config);
        const { isOver } = await this.client.rebuild(name, imageSource(this.context.config, aliasOf(this.context.config, next)));
        return isOver && mark({ phase: 'new', image: next, next: '' });
      }
      case 'restore':
        return this.restore(name, intent);
      case 'restored':
        return this.afterRestore(name, intent);
      case 'done':
        return false;
    }
  }

  /** The daemon writes into a container that does not run yet: its first boot finds everything in place. */
  private async prepare(instance: LxdInstance): Promise<void> {
    const { hostname, keys } = marksOf(instance.config);
    await this.client.push(instance.name, { path: '/etc/hostname', mode: '0644', content: `${hostname}\n` });
    if (keys === '') return;
    await this.client.push(instance.name, { path: '/root/.ssh', mode: '0700' });
    await this.client.push(instance.name, { path: '/root/.ssh/authorized_keys', mode: '0600', content: `${keys}\n` });
  }

  private async start(instance: LxdInstance): Promise<boolean> {
    try {
      return (await this.client.setState(instance.name, 'start').catch(alreadySo('already-running'))).isOver;
    } catch (error) {
      if (!hasCode(error, 'address-taken')) throw error;
      return this.moveToFreeAddress(instance);
    }
  }

  /** Two containers got one address, from two shops on one host perhaps: the later one takes another. */
  private async moveToFreeAddress(instance: LxdInstance): Promise<boolean> {
    const [name, nic] = Object.entries(instance.devices).find(([, device]) => device['ipv4.address']) ?? [];
    if (name === undefined || nic === undefined || !this.context.config.addresses?.length)
      throw PluginFailure.final('The address of the container belongs to another one', { code: 'address-taken' });
    await this.context.storage.set(`address:${nic['ipv4.address']}`, 'elsewhere', { ttlMs: 3_600_000 });
    const address = await freeAddress(this.context, await this.client.instances(), instance.name);
    const devices = { [name]: { ...nic, 'ipv4.address': address } };
    await this.client.change(instance.name, { devices }).catch(alreadySo('address-taken'));
    return true;
  }

  private async forceStop(name: string): Promise<boolean> {
    return (await this.client.setState(name, 'stop', { force: true }).catch(alreadySo('not-running'))).isOver;
  }

  /** What to write down about the password: its seed, or that this image cannot set one. */
  private async setPassword(instance: LxdInstance): Promise<string> {
    const { password: seed } = marksOf(instance.config);
    const password = this.passwords().of(instance.name, seed);
    if (password === undefined) return NO_PASSWORD;
    await this.client.push(instance.name, { path: PASSWORD_FILE, mode: '0600', content: `root:${password}\n` });
    const code = await this.client.run(instance.name, ['sh', '-c', SET_PASSWORD, 'sh', PASSWORD_FILE]);
    if (code === 0) return seed;
    if (code === 126 || code === 127) return NO_PASSWORD;
    throw PluginFailure.retryable(`The system of the container did not take a password (${code})`, {
      code: 'password-refused',
      retryAfterMs: 5000,
    });
  }

  private async recreate(intent: Intent | undefined): Promise<boolean> {
    if (intent?.kind !== 'recreate') return false;
    return (await this.client.create(intent.body).catch(alreadySo('already-exists'))).isOver;
  }

  private async restore(name: string, intent: Intent | undefined): Promise<boolean> {
    if (intent?.kind !== 'restore') {
      await this.client.change(name, { config: markTexts({ phase: '' }) });
      return true;
    }
    try {
      return (await this.client.restoreSnapshot(name, intent.snapshot)).isOver;
    } catch (error) {
      if (!(error instanceof PluginFailure) || error.kind !== 'final') throw error;
      await this.intents.forget(name);
      await this.client.change(name, { config: markTexts({ phase: '' }) });
      throw error;
    }
  }

  /** A snapshot brings back the limits and marks of its day with the disk; what was bought since then holds. */
  private async afterRestore(name: string, intent: Intent | undefined): Promise<boolean> {
    if (intent?.kind !== 'restore') return false;
    await this.client.push(name, { path: '/etc/hostname', mode: '0644', content: `${intent.hostname}\n` });
    await changeLimits(this.client, name, intent.afterwards);
    await this.intents.forget(name);
    return true;
  }

  private mayStillGetAddress(instance: LxdInstance): boolean {
    if (nicsOf(instance).length === 0 || addressesOf(instance).length > 0) return false;
    const started = Date.parse(instance.lastStartedAt);
    return Number.isNaN(started) || this.context.clock.now().getTime() - started < ADDRESS_PATIENCE_MS;
  }
}

/** The daemon does one thing with a container at a time: the step is for later. */
function whileBusy(error: unknown): false {
  if (hasCode(error, 'busy')) return false;
  throw error;
}

/** The daemon refuses to do what is so already; that is no failure. */
export const alreadySo =
  (...codes: readonly string[]) =>
  (error: unknown): { readonly isOver: true } => {
    if (hasCode(error, ...codes)) return { isOver: true };
    throw error;
  };
