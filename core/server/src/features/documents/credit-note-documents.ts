import { Injectable } from '@nestjs/common';
import { CreditNotes, presentCreditNote } from '../../billing/refunds/index.js';
import { TenantDb } from '../../platform/database/index.js';
import { Tenants } from '../../platform/tenancy/index.js';
import { Themes } from '../../platform/themes/index.js';
import { creditNoteHtml } from './credit-note-html.js';
import type { PrintedInvoice } from './invoice-documents.js';
import { Prints } from './prints.js';

/** Credit notes on paper; one that was taken back says so. */
@Injectable()
export class CreditNoteDocuments {
  constructor(
    private readonly db: TenantDb,
    private readonly notes: CreditNotes,
    private readonly prints: Prints,
    private readonly tenants: Tenants,
    private readonly themes: Themes,
  ) {}

  /** 404 for one that is not there or, where a customer is named, not theirs. */
  async pdf(tenantId: string, creditNoteId: string, customerId?: string): Promise<PrintedInvoice> {
    const note = await this.db.run(tenantId, async () => presentCreditNote(await this.notes.read(creditNoteId, customerId)));
    const key = { kind: 'credit-note', subjectId: note.id, variant: note.state } as const;
    const content = await this.prints.of(tenantId, key, async () => {
      const tenant = await this.tenants.byId(tenantId);
      return creditNoteHtml(note, tenant, this.themes.of(tenant));
    });
    return { number: note.number, content };
  }
}
