import type { SavedMethod, StartPayment, TenantInfo } from '@hostwright/sdk';
import { toPayPal } from './paypal-amounts.js';

/** The order of one payment. What the payer sees at PayPal is our name, our number and the sum. */
export function newOrder(payment: StartPayment, tenant: TenantInfo, immediateOnly: boolean): string {
  return JSON.stringify({
    intent: 'CAPTURE',
    purchase_units: [purchaseUnit(payment)],
    payment_source: {
      paypal: {
        ...(payment.saveMethod && { attributes: { vault: { store_in_vault: 'ON_SUCCESS', usage_type: 'MERCHANT' } } }),
        experience_context: {
          brand_name: cut(tenant.name, 127),
          ...localeOf(payment.locale),
          shipping_preference: 'NO_SHIPPING',
          user_action: 'PAY_NOW',
          payment_method_preference: immediateOnly ? 'IMMEDIATE_PAYMENT_REQUIRED' : 'UNRESTRICTED',
          return_url: payment.returnUrl,
          cancel_url: payment.cancelUrl,
        },
      },
    },
  });
}

/** The same, paid from what PayPal keeps: PayPal takes the money while it answers. */
export function savedOrder(payment: StartPayment, method: SavedMethod): string {
  return JSON.stringify({
    intent: 'CAPTURE',
    purchase_units: [purchaseUnit(payment)],
    payment_source: {
      paypal: {
        vault_id: method.token,
        experience_context: {
          shipping_preference: 'NO_SHIPPING',
          return_url: payment.returnUrl,
          cancel_url: payment.cancelUrl,
        },
      },
    },
  });
}

function purchaseUnit({ paymentId, invoiceNumber, description, amount }: StartPayment) {
  return {
    reference_id: cut(paymentId, 256),
    custom_id: cut(paymentId, 127),
    invoice_id: invoiceReference(invoiceNumber, paymentId),
    ...(description.trim() !== '' && { description: cut(description, 127) }),
    amount: toPayPal(amount),
  };
}

/** PayPal wants it unique in the account: an invoice paid in parts, or a second shop with the same numbers, must not collide. */
const invoiceReference = (invoiceNumber: string, paymentId: string): string =>
  `${cut(invoiceNumber.replace(/[^A-Za-z0-9-]+/g, '-'), 100)}-${paymentId.replaceAll('-', '').slice(-12)}`;

/** The languages of PayPal's pages that our shops speak; for any other it goes by the payer's browser. */
const LOCALES: ReadonlyMap<string, string> = new Map(
  'cs-CZ da-DK de-DE en-GB es-ES fr-FR hu-HU it-IT ja-JP nl-NL pl-PL pt-PT ru-RU sv-SE'
    .split(' ')
    .map(locale => [locale.slice(0, 2), locale]),
);

function localeOf(locale: string): { readonly locale?: string } {
  const known = LOCALES.get(locale.slice(0, 2).toLowerCase());
  return known === undefined ? {} : { locale: known };
}

/** Never through the middle of a character. */
function cut(text: string, length: number): string {
  const head = text.slice(0, length);
  return head.isWellFormed() ? head : head.slice(0, -1);
}
