import { randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';

interface Column {
  readonly name: string;
  readonly type: string;
}

export interface ForeignKey {
  readonly name: string;
  readonly parent: string;
  readonly columns: readonly string[];
  readonly parentColumns: readonly string[];
}

export interface TenantTable {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly foreignKeys: readonly ForeignKey[];
}

export type GeneratedRow = Readonly<Record<string, unknown>>;

const COLUMNS = `select c.relname as table, a.attname as name, pg_catalog.format_type(a.atttypid, null) as type
  from pg_catalog.pg_class c join pg_catalog.pg_attribute a on a.attrelid = c.oid
  where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
  order by c.relname, a.attnum`;

const FOREIGN_KEYS = `select k.conname as name, k.conrelid::regclass::text as table, k.confrelid::regclass::text as parent,
    array(select a.attname::text from unnest(k.conkey) with ordinality as key (number, place)
      join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = key.number order by place) as columns,
    array(select a.attname::text from unnest(k.confkey) with ordinality as key (number, place)
      join pg_catalog.pg_attribute a on a.attrelid = k.confrelid and a.attnum = key.number order by place) as "parentColumns"
  from pg_catalog.pg_constraint k where k.contype = 'f' and k.connamespace = 'app'::regnamespace`;

/** Every table whose rows belong to tenants, as the catalogue describes it. */
export async function tenantTables(admin: pg.Client): Promise<readonly TenantTable[]> {
  const columns = (await admin.query<Column & { table: string }>(COLUMNS)).rows;
  const keys = (await admin.query<ForeignKey & { table: string }>(FOREIGN_KEYS)).rows;
  const plain = (name: string): string => name.replace(/^app\./, '');
  return [...Map.groupBy(columns, column => column.table)]
    .filter(([, all]) => all.some(({ name }) => name === 'tenant_id'))
    .map(([name, all]) => ({
      name,
      columns: all,
      foreignKeys: keys.filter(key => plain(key.table) === name).map(key => ({ ...key, parent: plain(key.parent) })),
    }));
}

/** Makes rows out of what the catalogue says of columns; foreign keys point at the tenant's own rows. */
export class GeneratedRows {
  private readonly kept = new Map<string, GeneratedRow>();

  constructor(private readonly tables: readonly TenantTable[]) {}

  /** The tenant's one row of this table. */
  of(table: TenantTable, tenantId: string): GeneratedRow {
    const name = `${tenantId} ${table.name}`;
    const row = this.kept.get(name) ?? this.fresh(table, tenantId);
    this.kept.set(name, row);
    return row;
  }

  /** Another row like it, with keys of its own. */
  fresh(table: TenantTable, tenantId: string): GeneratedRow {
    const values = Object.fromEntries(table.columns.map(({ name, type }) => [name, valueOf(type)]));
    return { ...values, ...this.parents(table, tenantId), tenant_id: tenantId };
  }

  /** What a foreign key must hold to point at the tenant's row. */
  pointer(key: ForeignKey, tenantId: string): GeneratedRow {
    const parent = this.of(
      this.tables.find(({ name }) => name === key.parent)!,
      tenantId,
    );
    return Object.fromEntries(key.columns.map((column, place) => [column, parent[key.parentColumns[place]!]]));
  }

  private parents(table: TenantTable, tenantId: string): GeneratedRow {
    const pointers = table.foreignKeys.map(key => (key.parent === table.name ? {} : this.pointer(key, tenantId)));
    return Object.assign({}, ...pointers) as GeneratedRow;
  }
}

export function insertOf(table: TenantTable, row: GeneratedRow): pg.QueryConfig {
  const names = Object.keys(row);
  const places = names.map((_, place) => `$${place + 1}`);
  return {
    text: `insert into app.${table.name} (${names.join(', ')}) values (${places.join(', ')})`,
    values: Object.values(row),
  };
}

function valueOf(type: string): unknown {
  const make = VALUES[type];
  if (!make) throw new Error(`Nobody said how to make up a ${type}`);
  return make();
}

const VALUES: Readonly<Record<string, () => unknown>> = {
  uuid: () => randomUUID(),
  text: () => `x${randomBytes(6).toString('hex')}`,
  character: () => 'EUR',
  'text[]': () => ['en'],
  jsonb: () => '{}',
  boolean: () => true,
  integer: () => 1,
  bigint: () => 1,
  bytea: () => Buffer.from('x'),
  'timestamp with time zone': () => new Date('2026-11-22T12:00:00Z'),
};
