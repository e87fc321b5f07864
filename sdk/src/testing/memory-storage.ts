import type { Clock, KeyValueStore } from '../context.js';

/** Keeps values as JSON, as the real one does, so that a test notices what does not survive it. */
export function memoryStorage(clock: Clock): KeyValueStore {
  const rows = new Map<string, { readonly json: string; readonly expiresAt: number }>();
  const live = (key: string): string | undefined => {
    const row = rows.get(key);
    return row && row.expiresAt > clock.now().getTime() ? row.json : undefined;
  };
  const put = (key: string, value: unknown, ttlMs: number | undefined): void => {
    rows.set(key, { json: JSON.stringify(value), expiresAt: ttlMs === undefined ? Infinity : clock.now().getTime() + ttlMs });
  };
  return {
    get: async <T>(key: string) => {
      const json = live(key);
      return json === undefined ? undefined : (JSON.parse(json) as T);
    },
    set: async (key, value, options) => put(key, value, options?.ttlMs),
    add: async (key, value, options) => {
      if (live(key) !== undefined) return false;
      put(key, value, options?.ttlMs);
      return true;
    },
    delete: async key => {
      rows.delete(key);
    },
  };
}
