import { ISOLATION_RULES } from './isolation-rules.js';

/** Whoever can read the catalogue: any role may. */
export interface CatalogueReader {
  query<Row extends object>(sql: string, bind?: readonly unknown[]): Promise<Row[]>;
}

export interface IsolationFault {
  readonly rule: string;
  readonly law: string;
  readonly object: string;
  readonly detail: string;
}

/** What in this database could let one tenant see another; nothing when it is healthy. Reads only. */
export async function checkIsolation(reader: CatalogueReader): Promise<readonly IsolationFault[]> {
  const faults: IsolationFault[] = [];
  for (const { id, law, sql, bind } of ISOLATION_RULES) {
    const rows = await reader.query<{ object: string; detail: string }>(sql, bind);
    faults.push(...rows.map(row => ({ rule: id, law, object: row.object, detail: row.detail })));
  }
  return faults;
}
