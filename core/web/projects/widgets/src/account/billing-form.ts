import { computed, signal } from '@angular/core';
import type { ApiProblem } from '@hostwright/kit';
import type { BillingDetails } from '@hostwright/sdk/http';

export const BILLING_FIELDS = ['name', 'company', 'taxNumber', 'street', 'postalCode', 'city', 'country'] as const;
export type BillingField = (typeof BILLING_FIELDS)[number];

const OPTIONAL: readonly BillingField[] = ['company', 'taxNumber'];

/** Whom the invoice is made out to. */
export class BillingForm {
  private readonly values = signal<Readonly<Record<BillingField, string>>>({
    name: '',
    company: '',
    taxNumber: '',
    street: '',
    postalCode: '',
    city: '',
    country: '',
  });
  private readonly refused = signal<Readonly<Partial<Record<BillingField, string>>>>({});
  private readonly touched = signal(false);

  readonly details = computed((): BillingDetails => {
    const values = this.values();
    return Object.fromEntries(BILLING_FIELDS.map(field => [field, values[field].trim()])) as BillingDetails;
  });
  readonly missing = computed(() => BILLING_FIELDS.filter(field => !OPTIONAL.includes(field) && !this.details()[field]));
  readonly isComplete = computed(() => this.missing().length === 0);

  value(field: BillingField): string {
    return this.values()[field];
  }

  /** The key of what is wrong with a field, once the form has been tried. */
  problem(field: BillingField): string | undefined {
    if (this.touched() && this.missing().includes(field)) return `wrong.${field}`;
    return this.refused()[field];
  }

  set(field: BillingField, value: string): void {
    this.values.update(values => ({ ...values, [field]: value }));
    this.refused.update(({ [field]: _, ...rest }) => rest);
  }

  /** What is known already; never over what has been typed. */
  prefill(known: Partial<BillingDetails>): void {
    this.values.update(values => {
      const filled = BILLING_FIELDS.map(field => [field, values[field] || (known[field] ?? '')]);
      return Object.fromEntries(filled) as typeof values;
    });
  }

  check(): boolean {
    this.touched.set(true);
    return this.isComplete();
  }

  /** Puts the server's refusals at their fields; true when one of them is here. */
  refuse(problem: ApiProblem): boolean {
    const named = problem.errors
      .map(error => BILLING_FIELDS.find(field => error.field.split('.').at(-1) === field && error.field.includes('billing')))
      .filter(field => field !== undefined);
    this.refused.set(Object.fromEntries(named.map(field => [field, `wrong.${field}`])));
    return named.length > 0;
  }
}
