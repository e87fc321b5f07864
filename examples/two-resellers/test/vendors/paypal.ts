import { FAKE_PAYPAL_ACCOUNT, startFakePayPal, type FakeMoney } from '@hostwright/plugin-paypal/fake';
import { formatDecimal, parseMinor, type Clock } from '@hostwright/sdk';
import { checkRequest } from '../../../../plugins/paypal/test/bench.js';
import type { Vendor } from './vendor.js';

const OTHER_ACCOUNT = { clientId: 'OTHER-CLIENT-0123456789', clientSecret: 'other-secret-0123456789' };
const TAKEN = new Set(['COMPLETED', 'PARTIALLY_REFUNDED', 'REFUNDED']);

export async function paypal(clock: Clock): Promise<Vendor> {
  const accounts = [FAKE_PAYPAL_ACCOUNT, OTHER_ACCOUNT];
  const fake = await startFakePayPal({ clock, accounts, checkRequest, webhookRetriesMs: [] });
  const orders = (paymentId: string) => fake.orders.filter(({ unit }) => unit['custom_id'] === paymentId);
  const minor = ({ value, currency_code: currency }: FakeMoney): bigint => parseMinor(value, currency);
  return {
    id: 'paypal',
    pluginId: 'paypal',
    url: fake.url,
    faults: fake.faults,
    afterDecline: 'declined',
    secondStep: 'confirm',
    signatureHolds: 'days',
    captures: true,
    settings: account => ({ ...(account === 'own' ? FAKE_PAYPAL_ACCOUNT : OTHER_ACCOUNT), apiUrl: fake.url }),
    settled: () => fake.webhooks.settled(),
    taken: paymentId =>
      orders(paymentId)
        .flatMap(({ captures }) => captures)
        .filter(({ status }) => TAKEN.has(status)).length,
    held: paymentId => orders(paymentId).length,
    givenBack: paymentId =>
      orders(paymentId)
        .flatMap(({ refunds }) => refunds)
        .filter(({ status }) => status === 'COMPLETED')
        .reduce((sum, { amount }) => sum + minor(amount), 0n),
    misquote: (paymentId, amount) => fake.misquote(paymentId, { currency_code: amount.currency, value: formatDecimal(amount) }),
    refundsWait: () => void (fake.desk.refundsWait = true),
    refuseRefund: (_paymentId, reference) => fake.settleRefund(reference, 'FAILED'),
    askForCustomer: () => void (fake.api.orders.nextSavedCharge = 'PAYER_ACTION_REQUIRED'),
    troubleNext: how => (how === 'lost' ? fake.loseAnswer() : fake.failAfterActing()),
    close: () => fake.close(),
  };
}
