import { createHash } from 'node:crypto';
import { parseJson } from '../liqpay-answers.js';
import { Refusal } from './http.js';

export interface FakeShop {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** What came in `data`, with its numbers as the digits they were written with. */
export type Received = Readonly<Record<string, unknown>>;

export interface Envelope {
  readonly shop: FakeShop;
  readonly version: number;
  readonly fields: Received;
}

/** Written apart from the plugin's own signing, so that a mistake there does not go unnoticed here. */
export function sign(data: string, { privateKey }: FakeShop, version: number): string {
  return createHash(version === 3 ? 'sha1' : 'sha3-256')
    .update(privateKey)
    .update(data)
    .update(privateKey)
    .digest('base64');
}

export function openEnvelope(form: URLSearchParams, shops: readonly FakeShop[]): Envelope {
  const data = form.get('data') ?? '';
  const fields = fieldsOf(data);
  const version = Number(fields['version']);
  const shop = shops.find(({ publicKey }) => publicKey === fields['public_key']);
  if (!shop) throw new Refusal('public_key_not_found', 'Public key is not found');
  if (version !== 3 && version !== 7) throw new Refusal('err_wrong', 'Version is not valid');
  if (form.get('signature') !== sign(data, shop, version)) throw new Refusal('invalid_signature', 'Wrong signature');
  return { shop, version, fields };
}

/** Undefined for what is not there or is no text; numbers are text here. */
export const textOf = (fields: Received, name: string): string | undefined => {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

export function needed(fields: Received, name: string): string {
  const value = textOf(fields, name);
  if (value === undefined) throw new Refusal('err_missing', `The parameter ${name} is missing`);
  return value;
}

function fieldsOf(data: string): Received {
  try {
    const fields = parseJson(Buffer.from(data, 'base64').toString('utf8'));
    if (typeof fields === 'object' && fields !== null) return fields as Received;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Refusal('err_wrong', 'Data is not valid');
}
