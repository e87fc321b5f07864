import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { SystemDb } from '../database/index.js';

const MIGRATIONS = path.resolve(fileURLToPath(import.meta.url), '../../../../migrations');
const PATIENCE_MS = 3_000;

/** Throws, with a reason, while the thing is not ready. */
export type Probe = () => Promise<void> | void;

export interface ReadinessReport {
  readonly ready: boolean;
  /** By name: `ok`, or why not. */
  readonly checks: Readonly<Record<string, string>>;
}

/** Whether this process should get traffic. Modules add what must be true for theirs. */
@Injectable()
export class Readiness implements BeforeApplicationShutdown {
  private readonly probes = new Map<string, Probe>();
  private stopping = false;

  constructor(db: SystemDb) {
    this.add('database', async () => void (await db.query('select 1')));
    this.add('migrations', () => migrationsAreCurrent(db));
  }

  add(name: string, probe: Probe): void {
    this.probes.set(name, probe);
  }

  /** From now on a balancer is told to look elsewhere; requests under way are finished. */
  stop(): void {
    this.stopping = true;
  }

  get isStopping(): boolean {
    return this.stopping;
  }

  beforeApplicationShutdown(): void {
    this.stop();
  }

  async report(): Promise<ReadinessReport> {
    const found = await Promise.all([...this.probes].map(async ([name, probe]) => [name, await outcome(probe)] as const));
    const checks = Object.fromEntries([...found, ['staying', this.stopping ? 'stopping' : 'ok'] as const]);
    return { ready: Object.values(checks).every(result => result === 'ok'), checks };
  }
}

async function migrationsAreCurrent(db: SystemDb): Promise<void> {
  const files = (await readdir(MIGRATIONS)).filter(name => name.endsWith('.sql'));
  const applied = new Set((await db.query<{ name: string }>('select name from app.migrations')).map(row => row.name));
  const missing = files.filter(name => !applied.has(name));
  if (missing.length > 0) throw new Error(`not applied: ${missing.join(', ')}`);
}

/** A probe that hangs is a probe that failed. Its words stay inside: they may name hosts. */
async function outcome(probe: Probe): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>(resolve => (timer = setTimeout(resolve, PATIENCE_MS, 'no answer')));
  const asked = Promise.resolve()
    .then(probe)
    .then(
      () => 'ok',
      () => 'failing',
    );
  const result = await Promise.race([asked, late]);
  clearTimeout(timer);
  return result;
}
