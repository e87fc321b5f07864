import type { Registry } from './platform/registry.js';

/** One lazy module for each tag; what a page does not use is never fetched. */
const WIDGETS: Readonly<Record<string, () => Promise<{ define(): Promise<void> }>>> = {
  'hw-calculator': () => import('./calculator/define.js'),
  'hw-cart': () => import('./cart/define.js'),
  'hw-checkout': () => import('./checkout/define.js'),
  'hw-cabinet': () => import('./cabinet/define.js'),
};

const TAGS = Object.keys(WIDGETS);
const address = new URL(import.meta.url);
const slot = globalThis as { [name: symbol]: Registry | undefined };
const name = Symbol.for('hostwright.widgets');
const known = slot[name];
const registry: Registry = known ?? { shops: [], waiting: new Set(), load };
slot[name] = registry;

registry.shops.push({ origin: address.origin, key: address.searchParams.get('key') ?? undefined });
for (const wake of registry.waiting) wake();
if (!known) watch();

/** The first loader on a page defines the elements; a second one (another shop) only makes itself known. */
function watch(): void {
  find(document);
  new MutationObserver(changes => {
    for (const change of changes) for (const node of change.addedNodes) if (node instanceof Element) find(node);
  }).observe(document, { childList: true, subtree: true });
}

function find(root: ParentNode): void {
  for (const tag of TAGS) {
    if ((root instanceof Element && root.localName === tag) || root.querySelector(tag)) void load(tag);
  }
}

/** For tags that a page keeps inside shadow roots of its own, where nobody else sees them. */
async function load(tag: string): Promise<void> {
  if (customElements.get(tag)) return;
  const widget = await WIDGETS[tag]?.();
  await widget?.define();
}
