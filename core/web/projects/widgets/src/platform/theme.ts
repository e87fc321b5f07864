/**
 * The shop's own values arrive as `--hw-accent` and the like. A page may set the same names and wins: so the shop's go to
 * `--shop-*`, which the style sheet reads when the page says nothing.
 */
export function dress(
  element: HTMLElement,
  root: HTMLElement,
  tokens: Readonly<Record<string, string>>,
  scheme: string | undefined,
): void {
  for (const [name, value] of Object.entries(tokens)) {
    if (name.startsWith('--hw-')) root.style.setProperty(name.replace('--hw-', '--shop-'), value);
  }
  if (scheme === 'light' || scheme === 'dark') element.style.colorScheme = scheme;
  else element.style.removeProperty('color-scheme');
}
