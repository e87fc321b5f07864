import type { InstanceChange, NewInstance } from './lxd-client.js';
import type { LxdContext } from './lxd-settings.js';

/** What the daemon cannot show because the container itself is away or is written over while it happens. */
export type Intent =
  | { readonly kind: 'recreate'; readonly call: string; readonly body: NewInstance }
  | { readonly kind: 'restore'; readonly snapshot: string; readonly hostname: string; readonly afterwards: InstanceChange };

export class Intents {
  constructor(private readonly storage: LxdContext['storage']) {}

  of(name: string): Promise<Intent | undefined> {
    return this.storage.get<Intent>(key(name));
  }

  write(name: string, intent: Intent): Promise<void> {
    return this.storage.set(key(name), intent);
  }

  forget(name: string): Promise<void> {
    return this.storage.delete(key(name));
  }
}

const key = (name: string): string => `intent:${name}`;
