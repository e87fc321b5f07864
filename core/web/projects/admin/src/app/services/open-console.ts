/**
 * Opens a window in the press itself, which browsers allow, and leads it to its address as soon as that is known. The
 * new page gets no hold of this one.
 */
export async function openLater(address: () => Promise<string | undefined>): Promise<'opened' | 'blocked' | 'refused'> {
  const tab = window.open('about:blank', '_blank');
  if (!tab) return 'blocked';
  tab.opener = null;
  const url = await address();
  if (url === undefined) {
    tab.close();
    return 'refused';
  }
  tab.location.replace(url);
  return 'opened';
}
