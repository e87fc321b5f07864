const FREQUENT = 3;
const MOST = 400;

/**
 * Names for statements that come again and again: PostgreSQL keeps a named one prepared on each connection and does not
 * parse and plan it anew. A statement of many shapes, such as an insert of so many rows, must not fill its memory, so only
 * what has come often enough gets a name, and only so many do.
 */
export class StatementNames {
  private readonly seen = new Map<string, number>();
  private readonly names = new Map<string, string>();
  private generation = 1;

  of(sql: string): string | undefined {
    const known = this.names.get(sql);
    if (known !== undefined || this.names.size >= MOST) return known;
    const times = (this.seen.get(sql) ?? 0) + 1;
    if (this.seen.size >= MOST) this.seen.clear();
    this.seen.set(sql, times);
    if (times < FREQUENT) return undefined;
    const name = `h${this.generation}_${this.names.size + 1}`;
    this.names.set(sql, name);
    this.seen.delete(sql);
    return name;
  }

  /** What was prepared under the old names is left alone from now on. */
  renew(): void {
    this.names.clear();
    this.generation += 1;
  }
}
