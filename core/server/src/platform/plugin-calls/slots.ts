/** How many calls of one installation are under way at once; the rest wait in line, and a long line is turned away. */
export class Slots {
  private free: number;
  private readonly line: (() => void)[] = [];

  constructor(
    size: number,
    private readonly longestLine: number,
  ) {
    this.free = size;
  }

  /** Resolves to true with a slot, to false when there is none within the time. */
  async take(patienceMs: number): Promise<boolean> {
    if (this.free > 0) {
      this.free -= 1;
      return true;
    }
    if (this.line.length >= this.longestLine) return false;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const next = (): void => resolve(true);
    this.line.push(next);
    const timer = setTimeout(() => {
      const place = this.line.indexOf(next);
      if (place !== -1) this.line.splice(place, 1);
      resolve(false);
    }, patienceMs);
    return promise.finally(() => clearTimeout(timer));
  }

  giveBack(): void {
    const next = this.line.shift();
    if (next) next();
    else this.free += 1;
  }
}
