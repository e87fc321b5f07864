export const VIEWS = ['home', 'services', 'service', 'invoices', 'invoice', 'payments', 'orders', 'account'] as const;
export type ViewName = (typeof VIEWS)[number];

export interface View {
  readonly name: ViewName;
  readonly id?: string;
}

const HOME: View = { name: 'home' };
const NEEDS_ID: readonly ViewName[] = ['service', 'invoice'];
export const VIEW_MARK = 'hw-view';

/** `service:0193…` as it stands in the address or in the `view` attribute; anything unknown is the first page. */
export function parseView(text: string | null | undefined): View {
  const [word, id] = (text ?? '').split(':');
  const name = VIEWS.find(view => view === word);
  if (!name) return HOME;
  if (!NEEDS_ID.includes(name)) return { name };
  return id ? { name, id } : HOME;
}

export const writeView = (view: View): string => (view.id ? `${view.name}:${view.id}` : view.name);

/** The page's address with this view in it; the first page needs no mark. */
export function addressOf(view: View, here: string): string {
  const address = new URL(here);
  if (view.name === 'home') address.searchParams.delete(VIEW_MARK);
  else address.searchParams.set(VIEW_MARK, writeView(view));
  return address.href;
}
