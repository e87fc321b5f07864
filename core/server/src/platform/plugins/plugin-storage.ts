import type { KeyValueStore } from '@hostwright/sdk';
import type { Clock } from '../clock/index.js';
import type { TenantDb } from '../database/index.js';

const LONGEST_KEY = 200;
const LARGEST_VALUE = 65_536;

type WriteOptions = { readonly ttlMs?: number };

/** An installation's own small memory. Each call is a short transaction of its own. */
export class PluginStorage implements KeyValueStore {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
    private readonly tenantId: string,
    private readonly installationId: string,
  ) {}

  async get<T>(key: string): Promise<T | undefined> {
    const row = await this.run(() =>
      this.db.one<{ value: T }>(
        `select value from plugin_storage
         where tenant_id = $1 and installation_id = $2 and key = $3 and (expires_at is null or expires_at > $4)`,
        [this.tenantId, this.installationId, key, this.clock.now()],
      ),
    );
    return row?.value;
  }

  async set<T>(key: string, value: T, options: WriteOptions = {}): Promise<void> {
    await this.write(key, value, options, '');
  }

  async add<T>(key: string, value: T, options: WriteOptions = {}): Promise<boolean> {
    return (await this.write(key, value, options, 'where plugin_storage.expires_at <= $6')) === 1;
  }

  async delete(key: string): Promise<void> {
    await this.run(() =>
      this.db.execute('delete from plugin_storage where tenant_id = $1 and installation_id = $2 and key = $3', [
        this.tenantId,
        this.installationId,
        key,
      ]),
    );
  }

  /** One statement decides who writes, so two that add at once cannot both succeed. */
  private async write(key: string, value: unknown, { ttlMs }: WriteOptions, condition: string): Promise<number> {
    const json = asJson(key, value);
    const now = this.clock.now();
    const expiresAt = ttlMs === undefined ? null : new Date(now.getTime() + ttlMs);
    return this.run(() =>
      this.db.execute(
        `insert into plugin_storage (tenant_id, installation_id, key, value, expires_at) values ($1, $2, $3, $4::jsonb, $5)
         on conflict (tenant_id, installation_id, key) do update set value = excluded.value, expires_at = excluded.expires_at ${condition}`,
        [this.tenantId, this.installationId, key, json, expiresAt, ...(condition ? [now] : [])],
      ),
    );
  }

  private run<T>(work: () => Promise<T>): Promise<T> {
    return this.db.run(this.tenantId, work);
  }
}

function asJson(key: string, value: unknown): string {
  if (key.length === 0 || key.length > LONGEST_KEY) throw new RangeError(`A storage key has 1 to ${LONGEST_KEY} characters`);
  const json = JSON.stringify(value);
  if (json === undefined) throw new TypeError('A stored value must be JSON; use delete() to have none');
  if (json.length > LARGEST_VALUE) throw new RangeError(`A stored value has at most ${LARGEST_VALUE} characters of JSON`);
  return json;
}
