export { Payments, type PaymentAttention, type PaymentQuery } from './payments.js';
export { PaymentsModule } from './payments.module.js';
export { PaymentRecording, type Arrival } from './record-payment.js';
export { PaymentStart, type Started, type Wish } from './start-payment.js';
export { Webhooks } from './webhooks.js';
