/** How often what was asked, and how much was under way at the same time. */
export interface Counts {
  readonly requests: Readonly<Record<string, number>>;
  readonly total: number;
  readonly refused: number;
  /** The most requests that were being answered at once. */
  readonly most: number;
}

export class RequestCounter {
  private readonly requests = new Map<string, number>();
  private refused = 0;
  private present = 0;
  private most = 0;

  /** Counts a request; the returned function is called when it is answered. */
  begin(method: string, path: string): (status: number) => void {
    const kind = `${method} ${kindOf(path)}`;
    this.requests.set(kind, (this.requests.get(kind) ?? 0) + 1);
    this.present += 1;
    this.most = Math.max(this.most, this.present);
    return status => {
      this.present -= 1;
      if (status === 429) this.refused += 1;
    };
  }

  get counts(): Counts {
    const requests = Object.fromEntries([...this.requests].toSorted(([left], [right]) => left.localeCompare(right)));
    const total = Object.values(requests).reduce((sum, count) => sum + count, 0);
    return { requests, total, refused: this.refused, most: this.most };
  }

  reset(): void {
    this.requests.clear();
    this.refused = 0;
    this.most = this.present;
  }
}

/** `/v1/servers/100001/snapshots/sn_1` is a request of the kind `servers/:id/snapshots/:id`. */
const kindOf = (path: string): string =>
  path
    .replace(/^\/v1\//, '')
    .replace(/(?<=^servers\/)[^/]+/, ':id')
    .replace(/(?<=\/snapshots\/)[^/]+/, ':id');
