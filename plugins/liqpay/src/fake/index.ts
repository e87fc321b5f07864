import { FakeLiqPay, type FakeLiqPayOptions } from './fake-liqpay.js';

export { FAKE_LIQPAY_SHOP, type FakeLiqPay, type FakeLiqPayOptions, type RequestCheck } from './fake-liqpay.js';
export type { FakeDelivery, SignedCallback } from './callbacks.js';
export type { FakeOrder } from './order.js';
export type { FakeShop } from './sign.js';

/** A fake of LiqPay that listens when this ends; `close` it. */
export const startFakeLiqPay = (options: FakeLiqPayOptions = {}): Promise<FakeLiqPay> => new FakeLiqPay(options).listen();
