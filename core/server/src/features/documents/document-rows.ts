import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { newId, TenantDb } from '../../platform/database/index.js';

export interface DocumentKey {
  readonly kind: 'invoice' | 'credit-note';
  readonly subjectId: string;
  /** A document is printed again only when it would look different: an invoice that has been paid since. */
  readonly variant: string;
}

/** Printed documents, kept as they were printed. Everything here runs inside `TenantDb.run`. */
@Injectable()
export class DocumentRows {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {}

  /** Refuses to hand out bytes that are not the ones that were printed. */
  async find({ kind, subjectId, variant }: DocumentKey): Promise<Uint8Array | undefined> {
    const row = await this.db.one<{ content: Uint8Array; sha256: string }>(
      'select content, sha256 from documents where tenant_id = $1 and kind = $2 and subject_id = $3 and variant = $4',
      [this.db.tenantId, kind, subjectId, variant],
    );
    if (row && sha256(row.content) !== row.sha256)
      throw new Error(`The ${kind} ${subjectId} (${variant}) is not what was printed`);
    return row?.content;
  }

  /** Keeps the first print; a second one of the same document is thrown away. */
  async keep({ kind, subjectId, variant }: DocumentKey, content: Uint8Array): Promise<void> {
    await this.db.execute(
      `insert into documents (tenant_id, id, kind, subject_id, variant, sha256, content, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (tenant_id, kind, subject_id, variant) do nothing`,
      [this.db.tenantId, newId(), kind, subjectId, variant, sha256(content), Buffer.from(content), this.clock.now()],
    );
  }
}

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
