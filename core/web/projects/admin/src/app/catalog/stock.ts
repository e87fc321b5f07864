const MOST = 1_000_000;

export type Stock = { readonly ok: true; readonly stock: number | null } | { readonly ok: false };

/** An empty field means that there is no limit; anything else is a whole number that the server takes. */
export function readStock(written: string): Stock {
  const text = written.trim();
  if (text === '') return { ok: true, stock: null };
  if (!/^\d{1,7}$/.test(text) || Number(text) > MOST) return { ok: false };
  return { ok: true, stock: Number(text) };
}
