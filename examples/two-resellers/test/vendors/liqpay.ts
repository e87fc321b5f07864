import { FAKE_LIQPAY_SHOP, startFakeLiqPay } from '@hostwright/plugin-liqpay/fake';
import type { Clock } from '@hostwright/sdk';
import { vendorCheck } from '../../../../plugins/liqpay/test/vendor-check.js';
import type { Vendor } from './vendor.js';

const OTHER_SHOP = { publicKey: 'sandbox_i00000000002', privateKey: 'sandbox_OfTheOtherShop0123456789abcdef' };
const PAID = new Set(['success', 'reversed', 'wait_reserve']);

export async function liqpay(clock: Clock): Promise<Vendor> {
  const checkRequest = vendorCheck();
  const shops = [FAKE_LIQPAY_SHOP, OTHER_SHOP];
  const fake = await startFakeLiqPay({ clock, shops, callbackRetriesMs: [], ...(checkRequest && { checkRequest }) });
  const orders = (paymentId: string) => fake.orders.filter(({ orderId }) => orderId === paymentId);
  return {
    id: 'liqpay',
    pluginId: 'liqpay',
    url: fake.url,
    faults: fake.faults,
    afterDecline: 'declined',
    secondStep: 'authenticate',
    signatureHolds: 'days',
    captures: false,
    settings: account => ({ ...(account === 'own' ? FAKE_LIQPAY_SHOP : OTHER_SHOP), apiUrl: fake.url, renewalIp: '203.0.113.7' }),
    settled: () => fake.callbacksSettled(),
    taken: paymentId => orders(paymentId).filter(({ status }) => PAID.has(status)).length,
    held: paymentId => orders(paymentId).length,
    givenBack: paymentId => orders(paymentId).reduce((sum, { refunded }) => sum + refunded, 0n),
    misquote: (paymentId, { amount, currency }) => fake.misquote(paymentId, amount, currency),
    refundsWait: () => fake.nextRefundWaits(),
    refuseRefund: paymentId => fake.failRefund(paymentId),
    askForCustomer: () => fake.nextCharge({ status: '3ds_verify' }),
    troubleNext: how => (how === 'lost' ? fake.loseNextAnswer() : fake.breakAfterActing()),
    close: () => fake.close(),
  };
}
