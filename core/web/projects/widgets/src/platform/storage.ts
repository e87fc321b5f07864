/** A few words that outlive a reload. Where the browser keeps nothing for this page, they live as long as it does. */
export interface Memory {
  read(name: string): string | undefined;
  write(name: string, value: string | undefined): void;
}

export function browserMemory(storage: () => Storage): Memory {
  const fallback = new Map<string, string>();
  const attempt = <T>(work: (storage: Storage) => T): T | undefined => {
    try {
      return work(storage());
    } catch (error) {
      // Blocked or full: a page in a strict privacy mode throws a DOMException as soon as it is touched.
      if (error instanceof DOMException) return undefined;
      throw error;
    }
  };
  return {
    read: name => attempt(kept => kept.getItem(name)) ?? fallback.get(name),
    write: (name, value) => {
      if (value === undefined) fallback.delete(name);
      else fallback.set(name, value);
      attempt(kept => (value === undefined ? kept.removeItem(name) : kept.setItem(name, value)));
    },
  };
}

export const lastingMemory = browserMemory(() => localStorage);
export const tabMemory = browserMemory(() => sessionStorage);
