import type { FieldError } from '@hostwright/kit';
import type { FinishTask } from '@hostwright/sdk/http';

/** What staff have written into the form that ends a task. */
export interface WrittenResult {
  readonly addresses: string;
  readonly username: string;
  readonly password: string;
  readonly notes: string;
}

export type FinishField = keyof WrittenResult;
export type FinishComplaints = Readonly<Partial<Record<FinishField, string>>>;

type Needed = 'addresses' | 'username';

/** Addresses stand on lines of their own, or are divided by commas. */
export const addressesIn = (written: string): readonly string[] =>
  written
    .split(/[\s,;]+/)
    .map(address => address.trim())
    .filter(address => address !== '');

/** What has to be told before the customer can come in and is not told yet. */
export function missingIn(written: WrittenResult, asksAccess: boolean): readonly Needed[] {
  if (!asksAccess) return [];
  const isMissing: Readonly<Record<Needed, boolean>> = {
    addresses: addressesIn(written.addresses).length === 0,
    username: written.username.trim() === '',
  };
  return (['addresses', 'username'] as const).filter(field => isMissing[field]);
}

/** A password is sent as it was typed: blanks at its ends may belong to it. */
export function resultOf({ addresses, username, password, notes }: WrittenResult): FinishTask {
  return {
    addresses: [...addressesIn(addresses)],
    ...(username.trim() && { username: username.trim() }),
    ...(password && { password }),
    ...(notes.trim() && { notes: notes.trim() }),
  };
}

/** Refusals of the server at their fields; one about an address says which. */
export function complaintsOf(errors: readonly FieldError[], written: WrittenResult): FinishComplaints {
  const addresses = addressesIn(written.addresses);
  const entries = errors.map(({ field, message }): [string, string] => {
    const [name = '', index] = field.replace(/^body\./, '').split(/[.[\]]+/);
    const about = name === 'addresses' && index ? addresses[Number(index)] : undefined;
    return [name, about === undefined ? message : `${about}: ${message}`];
  });
  return Object.fromEntries(entries.toReversed());
}
