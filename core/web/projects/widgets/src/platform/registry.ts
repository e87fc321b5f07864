export interface ShopAddress {
  readonly origin: string;
  readonly key: string | undefined;
}

/** What the loaders of a page share: each adds its shop, the first one loads the elements. */
export interface Registry {
  readonly shops: ShopAddress[];
  readonly waiting: Set<() => void>;
  readonly load: (tag: string) => Promise<void>;
}

const registry = (): Registry => (globalThis as unknown as { [name: symbol]: Registry })[Symbol.for('hostwright.widgets')]!;

/** The shop of a tag: the one it names, or the first of the page. It may arrive after the tag does. */
export function findShop(origin: string | undefined, signal: AbortSignal): Promise<ShopAddress> {
  const { shops, waiting } = registry();
  const match = (): ShopAddress | undefined => (origin ? shops.find(shop => shop.origin === origin) : shops[0]);
  return new Promise(resolve => {
    const look = (): void => {
      const shop = match();
      if (!shop) return;
      waiting.delete(look);
      resolve(shop);
    };
    waiting.add(look);
    signal.addEventListener('abort', () => waiting.delete(look));
    look();
  });
}
