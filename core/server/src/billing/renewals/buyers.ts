import { Injectable } from '@nestjs/common';
import type { Party } from '@hostwright/sdk/http';
import type { Customer } from '../../platform/identity/index.js';
import { Invoices } from '../invoices/index.js';
import { buyerOf } from '../orders/index.js';
import type { ServiceRow } from '../services/index.js';

/** To whom the invoices of a service are written. Methods run inside `TenantDb.run`. */
@Injectable()
export class Buyers {
  constructor(private readonly invoices: Invoices) {}

  /**
   * Without billing details it is whoever paid for the order; a service that was taken over has no order, and its owner may
   * have told no more than a name.
   */
  async of({ invoiceId }: Pick<ServiceRow, 'invoiceId'>, { name, email, billing }: Customer): Promise<Party> {
    if (billing) return buyerOf(billing, email);
    if (invoiceId !== null) return (await this.invoices.read(invoiceId)).buyer;
    return { name, email, street: '', city: '', postalCode: '', country: '' };
  }
}
