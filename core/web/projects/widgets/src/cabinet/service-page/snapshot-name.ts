const NAME = /^[a-z][a-z0-9-]{0,38}[a-z0-9]$/;

/** What every provider accepts. */
export const isSnapshotName = (text: string): boolean => NAME.test(text);

/** A name to begin with, by the reader's clock: `snap-20261123-0415`. */
export function snapshotNameAt(now: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `snap-${day}-${two(now.getHours())}${two(now.getMinutes())}`;
}
