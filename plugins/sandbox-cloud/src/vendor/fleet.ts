import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { CloudServer } from './cloud-server.js';

interface Snapshot {
  readonly servers: readonly CloudServer[];
  readonly keys: readonly (readonly [string, string])[];
}

/** All servers there ever were, and what keys were used for; with a file, also after a restart. */
export class Fleet {
  private readonly servers = new Map<string, CloudServer>();
  private readonly keys = new Map<string, string>();

  constructor(private readonly file: string | undefined) {
    if (file === undefined || !existsSync(file)) return;
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Snapshot;
    for (const server of kept.servers) this.servers.set(server.id, server);
    for (const [key, id] of kept.keys) this.keys.set(key, id);
  }

  all(): readonly CloudServer[] {
    return [...this.servers.values()];
  }

  living(): readonly CloudServer[] {
    return this.all().filter(server => server.deletedAt === null);
  }

  get(id: string): CloudServer | undefined {
    return this.servers.get(id);
  }

  put(server: CloudServer): CloudServer {
    this.servers.set(server.id, server);
    this.save();
    return server;
  }

  recall(account: string, key: string): CloudServer | undefined {
    const id = this.keys.get(`${account}/${key}`);
    return id === undefined ? undefined : this.servers.get(id);
  }

  remember(account: string, key: string, id: string): void {
    this.keys.set(`${account}/${key}`, id);
    this.save();
  }

  /** A number, addresses from ranges that lead nowhere, and a password of its own. */
  newIdentity(): Pick<CloudServer, 'id' | 'ipv4' | 'ipv6' | 'password'> {
    const number = this.servers.size + 1;
    return {
      id: String(100_000 + number),
      ipv4: `198.18.${(number >> 8) & 255}.${number & 255}`,
      ipv6: `2001:db8:${number.toString(16)}::1`,
      password: newPassword(),
    };
  }

  private save(): void {
    if (this.file === undefined) return;
    const snapshot: Snapshot = { servers: this.all(), keys: [...this.keys] };
    writeFileSync(`${this.file}.new`, JSON.stringify(snapshot), { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
  }
}

export const newPassword = (): string => randomBytes(15).toString('base64url');
