import { Injectable } from '@nestjs/common';
import type { Selection } from '@hostwright/sdk';
import { TenantDb } from '../../platform/database/index.js';
import { presentLine, readLine, type LineJson } from '../quotes/index.js';
import type { Covered } from './proration.js';

export type ChangeState = 'waiting' | 'under-way' | 'done' | 'refused' | 'expired' | 'cancelled';

export const OPEN: readonly ChangeState[] = ['waiting', 'under-way'];

interface StoredCovered {
  readonly until: string;
  readonly lines: readonly LineJson[];
}

/** A change as the table holds it. */
export interface ChangeRow {
  readonly id: string;
  readonly serviceId: string;
  readonly customerId: string;
  readonly state: ChangeState;
  readonly planId: string;
  readonly planVersion: number;
  readonly planName: string;
  readonly selection: Selection;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly currency: string;
  readonly beforeMinor: bigint;
  readonly recurringMinor: bigint;
  readonly dueMinor: bigint;
  readonly lines: readonly LineJson[];
  readonly covered: readonly StoredCovered[];
  readonly coveredUntil: Date | null;
  readonly invoiceId: string | null;
  readonly expiresAt: Date | null;
  readonly orderedBy: 'customer' | 'staff';
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

export type NewChange = Omit<ChangeRow, 'covered' | 'coveredUntil' | 'finishedAt'> & { readonly covered: readonly Covered[] };

const MOST_LISTED = 50;

/** Changes of services. Methods run inside `TenantDb.run`, under the lock of their service where they write. */
@Injectable()
export class ChangeRows {
  constructor(private readonly db: TenantDb) {}

  async insert({ covered, lines, facts, selection, ...row }: NewChange): Promise<void> {
    await this.db.insert('service_changes', {
      ...row,
      selection: JSON.stringify(selection),
      facts: JSON.stringify(facts),
      lines: JSON.stringify(lines),
      covered: JSON.stringify(
        covered.map(
          ({ until, lines: at }) => ({ until: until.toISOString(), lines: at.map(presentLine) }) satisfies StoredCovered,
        ),
      ),
      coveredUntil: covered.at(-1)?.until ?? null,
    });
  }

  async move(id: string, state: ChangeState, at: Date): Promise<void> {
    await this.db.execute(
      `update service_changes set state = $3, expires_at = null, finished_at = $4 where tenant_id = $1 and id = $2`,
      [this.db.tenantId, id, state, OPEN.includes(state) ? null : at],
    );
  }

  async postpone(id: string, expiresAt: Date): Promise<void> {
    await this.db.execute('update service_changes set expires_at = $3 where tenant_id = $1 and id = $2', [
      this.db.tenantId,
      id,
      expiresAt,
    ]);
  }

  find(id: string): Promise<ChangeRow | undefined> {
    return this.one('id = $2', id);
  }

  lock(id: string): Promise<ChangeRow | undefined> {
    return this.one('id = $2 for update', id);
  }

  ofInvoice(invoiceId: string): Promise<ChangeRow | undefined> {
    return this.one('invoice_id = $2', invoiceId);
  }

  open(serviceId: string): Promise<ChangeRow | undefined> {
    return this.one(`service_id = $2 and state in ('waiting', 'under-way')`, serviceId);
  }

  lastDone(serviceId: string): Promise<ChangeRow | undefined> {
    return this.one(`service_id = $2 and state = 'done' order by created_at desc, id desc limit 1`, serviceId);
  }

  latest(serviceId: string): Promise<ChangeRow[]> {
    return this.db.query<ChangeRow>(
      `select * from service_changes where tenant_id = $1 and service_id = $2 order by created_at desc, id desc limit ${MOST_LISTED}`,
      [this.db.tenantId, serviceId],
    );
  }

  private one(condition: string, id: string): Promise<ChangeRow | undefined> {
    return this.db.one<ChangeRow>(`select * from service_changes where tenant_id = $1 and ${condition}`, [this.db.tenantId, id]);
  }
}

export const readCovered = ({ covered }: Pick<ChangeRow, 'covered'>): readonly Covered[] =>
  covered.map(({ until, lines }) => ({ until: new Date(until), lines: lines.map(readLine) }));
