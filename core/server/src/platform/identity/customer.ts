import type { BillingDetails, Locale, Me } from '@hostwright/sdk/http';

/** A customer of one shop, without the password. */
export interface Customer {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly locale: Locale;
  readonly billing: BillingDetails | null;
  readonly state: 'active' | 'locked';
  readonly emailConfirmedAt: Date | null;
  readonly createdAt: Date;
}

export function presentMe(customer: Customer): Me {
  const { id, email, name, locale, billing, emailConfirmedAt, createdAt } = customer;
  return { id, email, name, locale, emailConfirmed: emailConfirmedAt !== null, billing, createdAt: createdAt.toISOString() };
}

/** What a search for a name compares with: whatever the case and the width of its letters. */
export const searchKey = (text: string): string => text.normalize('NFKC').toLowerCase();
