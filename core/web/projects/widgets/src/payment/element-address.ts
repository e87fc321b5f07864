/** Where an element's module is. It comes from the shop itself, and from nowhere else. */
export function elementAddress(module: string, origin: string): string {
  const address = new URL(module, origin);
  if (address.origin !== new URL(origin).origin) throw new TypeError(`Not a module of the shop: ${address.origin}`);
  return address.href;
}
