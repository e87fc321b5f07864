import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { PluginContext } from '@hostwright/sdk';
import type { OceanConfig } from './settings.js';

/** What is kept of a first password: not the password, and not what it can be guessed from. */
interface Trace {
  readonly salt: string;
  /** The beginning of its hash: tells whether what we work out is still what the droplet was given. */
  readonly print: string;
}

/**
 * First passwords of root. DigitalOcean tells none and keeps the one it was given for every rebuild, so it has to be known
 * again after a lost answer and after months: it follows from the access token and a salt of the service.
 */
export class Passwords {
  constructor(private readonly context: PluginContext<OceanConfig>) {}

  async make(serviceId: string): Promise<string> {
    const salt = randomUUID();
    const password = this.workOut(serviceId, salt);
    await this.context.storage.set<Trace>(placeOf(serviceId), { salt, print: printOf(password) });
    return password;
  }

  /** `undefined` where there is none, and where the token is another one by now. */
  async recall(serviceId: string): Promise<string | undefined> {
    const trace = await this.context.storage.get<Trace>(placeOf(serviceId));
    if (!trace) return undefined;
    const password = this.workOut(serviceId, trace.salt);
    return printOf(password) === trace.print ? password : undefined;
  }

  async forget(serviceId: string): Promise<void> {
    await this.context.storage.delete(placeOf(serviceId));
  }

  private workOut(serviceId: string, salt: string): string {
    const text = `root password of ${serviceId} ${salt}`;
    return createHmac('sha256', this.context.secrets.get('token')).update(text).digest('base64url').slice(0, 24);
  }
}

const printOf = (password: string): string => createHash('sha256').update(password).digest('hex').slice(0, 16);

const placeOf = (serviceId: string): string => `password/${serviceId}`;
