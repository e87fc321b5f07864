import type { Memory } from './storage.js';

/** A memory of its own for a test. */
export function aMemory(): Memory {
  const kept = new Map<string, string>();
  return {
    read: name => kept.get(name),
    write: (name, value) => void (value === undefined ? kept.delete(name) : kept.set(name, value)),
  };
}
