/** Freezes a value to its depths, so that a function which writes to its input fails loudly. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}

const WORLD = ['Date', 'fetch', 'setTimeout', 'setInterval', 'queueMicrotask', 'process'] as const;

/** Runs a function with the clock, the dice, the network and the process taken away. It must not be asynchronous. */
export function withoutTheWorld<T>(work: () => T): T {
  const kept = WORLD.map(name => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  const random = Math.random;
  const refuse = (name: string) => (): never => {
    throw new Error(`A pure function reached for ${name}`);
  };
  try {
    for (const name of WORLD) Object.defineProperty(globalThis, name, { configurable: true, get: refuse(name) });
    Math.random = refuse('Math.random');
    return work();
  } finally {
    Math.random = random;
    for (const [name, descriptor] of kept) if (descriptor) Object.defineProperty(globalThis, name, descriptor);
  }
}
