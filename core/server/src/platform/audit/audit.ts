import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/index.js';
import { newId, TenantDb } from '../database/index.js';

export interface AuditRecord {
  /** Who did it: `staff:<id>`, `customer:<id>`, `operator:<id>` or `system`. */
  readonly actor: string;
  /** What was done, as a fact: `installation.updated`. */
  readonly action: string;
  /** To what: `installation:<id>`. */
  readonly target: string;
  /** Names and ids, never values that are secret or personal. */
  readonly detail?: object;
  readonly address?: string;
}

/** Who did what. Append-only by grant: the application itself cannot change what it wrote. */
@Injectable()
export class Audit {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {}

  /** Inside the transaction of what is recorded: both are kept or neither. */
  async record({ actor, action, target, detail = {}, address }: AuditRecord): Promise<void> {
    const now = this.clock.now();
    await this.db.execute(
      `insert into audit_entries (tenant_id, id, actor, action, target, detail, address, created_at)
       values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8)`,
      [this.db.tenantId, newId(now.getTime()), actor, action, target, JSON.stringify(detail), address ?? null, now],
    );
  }
}
