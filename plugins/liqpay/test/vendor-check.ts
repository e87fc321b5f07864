import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VendorSchema } from '@hostwright/sdk/testing';
import type { RequestCheck } from '../src/fake/index.js';

const FILE = 'liqpay/liqpay.actions.schema.json';

/** Where LiqPay describes what `data` holds, by the action in it. */
const PLACES: ReadonlyMap<string, string> = new Map([
  ['pay', 'internet_acquiring.checkout'],
  ['status', 'information.status_payment'],
  ['refund', 'internet_acquiring.refund'],
  ['paytoken', 'internet_acquiring.token'],
  ['token_update', 'tokens.change_status'],
  ['reports', 'information.payment_archive'],
]);

/** A field of token payments that the description lists with blocked sums only. */
const LISTED_ELSEWHERE: ReadonlySet<string> = new Set(['recurring']);

interface Described {
  readonly properties?: Readonly<Record<string, Described>>;
}

/** LiqPay's own description, or nothing where it is not at hand. It was written for version 3; version 7 sends the same fields. */
export function vendorCheck(): RequestCheck | undefined {
  const actions = VendorSchema.open(FILE);
  const wire = VendorSchema.open('liqpay/liqpay.wire.openapi.json', { form: true });
  const folder = process.env['HOSTWRIGHT_VENDOR_SPECS'];
  if (!actions || !wire || folder === undefined) return undefined;
  const described = (JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as { actions: Record<string, { request: Described }> })
    .actions;
  return (_method, path, body) => {
    const fields = JSON.parse(Buffer.from(body['data'] ?? '', 'base64').toString('utf8')) as Record<string, unknown>;
    const place = PLACES.get(String(fields['action']));
    if (place === undefined) return [`The action ${String(fields['action'])} is not in the vendor's description`];
    const known = namesIn(described[place]?.request ?? {});
    const strangers = Object.keys(fields).filter(name => !known.has(name) && !LISTED_ELSEWHERE.has(name));
    return [
      // A link carries in its query what the form carries in its body.
      ...wire.faults('POST', path, body),
      ...actions.faultsAt(['actions', place, 'request'], { ...fields, ...(fields['version'] === 7 && { version: 3 }) }),
      ...strangers.map(name => `/${name} is not in the vendor's description of ${place}`),
    ];
  };
}

/** The groups in the description are headings of its pages: on the wire everything is flat. */
function namesIn({ properties = {} }: Described): ReadonlySet<string> {
  return new Set(Object.entries(properties).flatMap(([name, inner]) => [name, ...Object.keys(inner.properties ?? {})]));
}
