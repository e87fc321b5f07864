import { createHash } from 'node:crypto';
import { PluginFailure, type WebhookRequest } from '@hostwright/sdk';
import { parseJson, readOrder, type LiqPayOrder } from './liqpay-answers.js';
import { refundedOf } from './liqpay-mapping.js';
import { isSigned, type ProtocolVersion } from './liqpay-wire.js';

export interface ShopKeys {
  readonly publicKey: string;
  readonly privateKey: string;
  readonly version: ProtocolVersion;
}

const LARGEST_BODY = 64 * 1024;

/** The signature comes first: nothing of `data` is read before it is known to be LiqPay's, for this very shop. */
export function readCallback({ body }: WebhookRequest, { publicKey, privateKey, version }: ShopKeys): LiqPayOrder {
  const signed = body.length > LARGEST_BODY ? undefined : signedOf(new TextDecoder().decode(body));
  if (!signed || !isSigned(signed, privateKey, version)) throw badSignature('The callback is not signed by LiqPay');
  const order = orderIn(signed.data);
  if (order.publicKey !== undefined && order.publicKey !== publicKey) throw badSignature('The callback is for another shop');
  return order;
}

/** LiqPay gives its callbacks no name: the same news has the same one, however often it comes. */
export function eventIdOf(order: LiqPayOrder, kind: 'payment' | 'refund'): string {
  const { orderId, paymentId, status, amount, errCode, cardToken, isReserved } = order;
  const money = amount && `${amount.amount} ${amount.currency}`;
  const news = [kind, orderId, paymentId, status, money, refundedOf(order), errCode, isReserved, cardToken !== undefined];
  return `liqpay-${createHash('sha256').update(news.map(String).join('\n')).digest('hex')}`;
}

/** A plus sign that was not escaped arrives as a space, and base64 has no spaces of its own. */
function signedOf(form: string): { readonly data: string; readonly signature: string } | undefined {
  const fields = new URLSearchParams(form);
  const [data, ...otherData] = fields.getAll('data');
  const [signature, ...otherSignatures] = fields.getAll('signature');
  if (data === undefined || signature === undefined || otherData.length + otherSignatures.length > 0) return undefined;
  return { data: data.replaceAll(' ', '+'), signature: signature.replaceAll(' ', '+') };
}

function orderIn(data: string): LiqPayOrder {
  try {
    return readOrder(parseJson(Buffer.from(data, 'base64').toString('utf8')));
  } catch (cause) {
    // Truly signed, and yet no payment in JSON: nothing that a second delivery would change.
    throw PluginFailure.final('The callback of LiqPay cannot be read', { code: 'bad-callback', cause });
  }
}

const badSignature = (message: string): PluginFailure => PluginFailure.final(message, { code: 'bad-signature' });
