import { FakePayPal, type FakePayPalOptions } from './fake-paypal.js';

export type { FakeMoney, FakeOrder } from './book.js';
export { makeSigner, type Signer } from './certificate.js';
export type { DeliveryRecord, SignedWebhook } from './deliveries.js';
export { FAKE_PAYPAL_ACCOUNT, type FakePayPal, type FakePayPalOptions } from './fake-paypal.js';
export type { FakeAccount } from './tokens.js';

/** Starts a stand-in for PayPal; it listens when the promise is kept. */
export const startFakePayPal = (options: FakePayPalOptions = {}): Promise<FakePayPal> => new FakePayPal(options).listen();
