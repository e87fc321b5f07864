import { randomUUID } from 'node:crypto';

/**
 * UUID version 7 (RFC 9562, section 5.7): ordered by time, so that new rows land at the end of an index. The random part
 * is that of a version 4 UUID, which Node draws in batches; its variant bits stand in the same place.
 */
export function newId(now: number = Date.now()): string {
  const time = now.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const isUuid = (text: string): boolean => UUID.test(text);
