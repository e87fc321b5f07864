import { Controller } from '@nestjs/common';
import { type Answer, type Input, operations } from '@hostwright/sdk/http';
import { TenantDb } from '../../platform/database/index.js';
import { CurrentCustomer, CurrentStaff, In, Operation, type CustomerActor, type StaffActor } from '../../platform/http/index.js';
import { Customers } from '../../platform/identity/index.js';
import type { CreditNoteRow } from './credit-note.js';
import { CreditNotes } from './credit-notes.js';
import { presentCreditNote } from './refund.presenter.js';

const { listCreditNotes, getCreditNote, listAdminCreditNotes, getAdminCreditNote } = operations;

@Controller()
export class CreditNotesController {
  constructor(
    private readonly db: TenantDb,
    private readonly notes: CreditNotes,
    private readonly customers: Customers,
  ) {}

  @Operation(listCreditNotes)
  own(
    @CurrentCustomer() { tenantId, id }: CustomerActor,
    @In() { query }: Input<typeof listCreditNotes>,
  ): Promise<Answer<typeof listCreditNotes>> {
    return this.db.run(tenantId, async () => {
      const { rows, next } = await this.notes.page({ ...query, customerId: id });
      return { items: rows.map(presentCreditNote), next };
    });
  }

  @Operation(getCreditNote)
  ownOne(
    @CurrentCustomer() { tenantId, id }: CustomerActor,
    @In() { params }: Input<typeof getCreditNote>,
  ): Promise<Answer<typeof getCreditNote>> {
    return this.db.run(tenantId, async () => presentCreditNote(await this.notes.read(params.creditNoteId, id)));
  }

  @Operation(listAdminCreditNotes)
  all(
    @CurrentStaff() { tenantId }: StaffActor,
    @In() { query }: Input<typeof listAdminCreditNotes>,
  ): Promise<Answer<typeof listAdminCreditNotes>> {
    return this.db.run(tenantId, async () => {
      const { rows, next } = await this.notes.page(query);
      return { items: await this.forStaff(rows), next };
    });
  }

  @Operation(getAdminCreditNote)
  one(
    @CurrentStaff() { tenantId }: StaffActor,
    @In() { params }: Input<typeof getAdminCreditNote>,
  ): Promise<Answer<typeof getAdminCreditNote>> {
    return this.db.run(tenantId, async () => (await this.forStaff([await this.notes.read(params.creditNoteId)]))[0]!);
  }

  private async forStaff(rows: readonly CreditNoteRow[]) {
    const customers = await this.customers.many(rows.map(row => row.customerId));
    return rows.map(row => {
      const { id, name, email } = customers.get(row.customerId)!;
      return { ...presentCreditNote(row), customer: { id, name, email } };
    });
  }
}
