import type { QueryResult } from 'pg';
import { beginFor, Connections, type Connection } from './connections.js';
import { continuation, type TenantSequelize } from './context.js';
import { isAborted, isOutdatedPlan, isTransient, TenantContextMissing, TenantContextMixed } from './errors.js';
import { StatementNames } from './statement-names.js';
import { isUuid } from './uuid.js';

const ATTEMPTS = 5;

interface Unit {
  readonly tenantId: string;
  readonly connection: Connection;
  readonly afterCommit: (() => void)[];
  /** On their way to PostgreSQL, and before the commit on it. */
  readonly trailing: Promise<unknown>[];
  /** The first of those that failed. */
  failure?: unknown;
  open: boolean;
}

/** The only way to a tenant's rows: a transaction that says whose it is before anything else. */
export class TenantDb {
  private readonly names = new StatementNames();
  private readonly connections: Connections;

  constructor(private readonly sequelize: TenantSequelize) {
    this.connections = new Connections(sequelize);
    sequelize.addHook('beforeQuery', options => {
      if (!(options as { transaction?: unknown }).transaction) throw new TenantContextMissing();
    });
  }

  /**
   * Runs the work in one transaction of the tenant. A nested run for the same tenant joins it; for another it throws.
   * The whole unit is run again when PostgreSQL ends it for a deadlock or a serialization failure, so the work must not
   * reach outside the database.
   */
  async run<T>(tenantId: string, work: () => Promise<T>): Promise<T> {
    const current = this.unit();
    if (current) {
      if (current.tenantId !== tenantId) throw new TenantContextMixed(current.tenantId, tenantId);
      return work();
    }
    if (!isUuid(tenantId)) throw new TypeError('A tenant id is a UUID');
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.once(tenantId, work);
      } catch (error) {
        const isOutdated = isOutdatedPlan(error);
        if (isOutdated) this.names.renew();
        if (attempt === ATTEMPTS || !(isOutdated || isTransient(error))) throw error;
      }
    }
  }

  /** The tenant of the transaction that is open. */
  get tenantId(): string {
    return this.required('The tenant').tenantId;
  }

  get isOpen(): boolean {
    return this.unit() !== undefined;
  }

  /** Rows of a statement with bound values; columns arrive in camelCase, BIGINT as bigint. */
  async query<Row extends object>(sql: string, bind: readonly unknown[] = []): Promise<Row[]> {
    const result = await this.send(sql, bind);
    return result.rows.map(row => camelCased<Row>(row as Record<string, unknown>));
  }

  /** The first row, or undefined. */
  async one<Row extends object>(sql: string, bind: readonly unknown[] = []): Promise<Row | undefined> {
    return (await this.query<Row>(sql, bind))[0];
  }

  /** How many rows a statement touched. */
  async execute(sql: string, bind: readonly unknown[] = []): Promise<number> {
    return (await this.send(sql, bind)).rowCount ?? 0;
  }

  /** Writes one row; keys are camelCase column names, objects go into JSON columns. */
  async insert(table: string, row: Readonly<Record<string, unknown>>): Promise<void> {
    await this.insertAll(table, [row]);
  }

  /** Writes rows of the same shape in one statement. */
  async insertAll(table: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
    if (rows.length === 0) return;
    const { sql, bind } = this.insertion(table, rows);
    await this.execute(sql, bind);
  }

  /** The statement that writes the rows, as a part of a larger one; `$1` is the tenant. */
  insertion(table: string, rows: readonly Readonly<Record<string, unknown>>[]): { sql: string; bind: unknown[] } {
    const keys = ['tenantId', ...Object.keys(rows[0] ?? {})];
    return insertStatement(
      table,
      keys,
      rows.map(row => ({ tenantId: this.tenantId, ...row })),
    );
  }

  /**
   * Goes on while a statement is on its way to PostgreSQL, which takes them in the order in which they were sent; hand it
   * what `query`, `execute` or `insert` has just returned. One that fails turns the commit into a rollback and ends the
   * whole unit with its own error.
   */
  trail(statement: Promise<unknown>): void {
    const unit = this.required('A statement that trails');
    unit.trailing.push(statement);
    statement.catch((error: unknown) => (unit.failure ??= error));
  }

  /** Called once, after the outermost transaction has been committed; not at all when it is rolled back. */
  afterCommit(work: () => void): void {
    this.required('A task for after the commit').afterCommit.push(work);
  }

  async close(): Promise<void> {
    await this.sequelize.close();
  }

  private async once<T>(tenantId: string, work: () => Promise<T>): Promise<T> {
    const connection = await this.connections.acquire();
    const unit: Unit = { tenantId, connection, afterCommit: [], trailing: [], open: true };
    let result: T;
    try {
      result = await continuation.run(() => {
        continuation.set('unit', unit);
        this.trail(connection.query(beginFor(tenantId)));
        return work();
      });
      unit.open = false;
      await connection.query('COMMIT;');
      // One that failed has made a rollback of the commit.
      await Promise.all(unit.trailing);
    } catch (error) {
      unit.open = false;
      await Promise.allSettled(unit.trailing);
      await this.connections.giveUp(connection);
      // After the first failure PostgreSQL says no more about the others than that there was one.
      throw isAborted(error) ? (unit.failure ?? error) : error;
    }
    this.connections.release(connection);
    for (const task of unit.afterCommit) task();
    return result;
  }

  private async send(sql: string, bind: readonly unknown[]): Promise<QueryResult> {
    const { connection } = this.required('A query');
    const name = this.names.of(sql);
    const request = { text: sql, values: bind.map(toColumn), queryMode: 'extended' } as const;
    return connection.query(name === undefined ? request : { ...request, name });
  }

  private required(what: string): Unit {
    const unit = this.unit();
    if (!unit) throw new TenantContextMissing(what);
    return unit;
  }

  /** The open unit; one whose transaction has ended does not count, so what outlives it fails loudly. */
  private unit(): Unit | undefined {
    const unit = continuation.get('unit') as Unit | undefined;
    return unit?.open ? unit : undefined;
  }
}

/** Text for JSON columns; arrays of primitives stay arrays of PostgreSQL. */
function toColumn(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Date || value instanceof Uint8Array || typeof value !== 'object') return value;
  if (Array.isArray(value) && value.length > 0 && value.every(item => typeof item === 'string')) return value;
  return JSON.stringify(value);
}

export function insertStatement(table: string, keys: readonly string[], rows: readonly Readonly<Record<string, unknown>>[]) {
  const bind: unknown[] = [];
  const tuples = rows.map(row => `(${keys.map(key => `$${bind.push(row[key])}`).join(', ')})`);
  return { sql: `insert into ${table} (${keys.map(snakeCase).join(', ')}) values ${tuples.join(', ')}`, bind };
}

export const snakeCase = (key: string): string => key.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);

const camelKeys = new Map<string, string>();

function camelKey(column: string): string {
  let key = camelKeys.get(column);
  if (key === undefined) {
    key = column.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    camelKeys.set(column, key);
  }
  return key;
}

export function camelCased<Row extends object>(row: Record<string, unknown>): Row {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [camelKey(column), value])) as Row;
}
