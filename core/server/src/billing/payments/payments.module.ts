import { Module } from '@nestjs/common';
import { AuditModule } from '../../platform/audit/index.js';
import { LiveModule } from '../../platform/live/index.js';
import { InvoicesModule } from '../invoices/index.js';
import { NotificationsModule } from '../notifications/index.js';
import { SavedMethodsModule } from '../saved-methods/index.js';
import { AdminPaymentsController } from './admin-payments.controller.js';
import { ApplyEvents } from './apply-events.js';
import { Cancellation } from './cancellation.js';
import { Capture } from './capture.js';
import { FeeQuestions } from './fee-questions.js';
import { Fees } from './fees.js';
import { GatewayCall } from './gateway-call.js';
import { Gateways } from './gateways.js';
import { InboxTokens } from './inbox-tokens.js';
import { Inquiry } from './inquiry.js';
import { Outflows } from './outflows.js';
import { PaymentIntents } from './payment-intents.js';
import { PaymentMessages } from './payment-messages.js';
import { PaymentRows } from './payment-rows.js';
import { Payments } from './payments.js';
import { PaymentsController } from './payments.controller.js';
import { Reconcile } from './reconcile.js';
import { PaymentRecording } from './record-payment.js';
import { SavedCharge } from './saved-charge.js';
import { Settlement } from './settlement.js';
import { Strays } from './strays.js';
import { UnmatchedPaymentsController } from './unmatched-payments.controller.js';
import { UnmatchedPayments } from './unmatched-payments.js';
import { PaymentStart } from './start-payment.js';
import { ToldMethods } from './told-methods.js';
import { Webhooks } from './webhooks.js';
import { WebhooksController } from './webhooks.controller.js';

@Module({
  imports: [AuditModule, InvoicesModule, LiveModule, NotificationsModule, SavedMethodsModule],
  controllers: [PaymentsController, AdminPaymentsController, UnmatchedPaymentsController, WebhooksController],
  providers: [
    ApplyEvents,
    Cancellation,
    Capture,
    FeeQuestions,
    Fees,
    GatewayCall,
    Gateways,
    InboxTokens,
    Inquiry,
    Outflows,
    PaymentRecording,
    PaymentIntents,
    PaymentMessages,
    PaymentRows,
    Payments,
    PaymentStart,
    Reconcile,
    SavedCharge,
    Settlement,
    Strays,
    UnmatchedPayments,
    ToldMethods,
    Webhooks,
  ],
  exports: [
    ApplyEvents,
    Gateways,
    Inquiry,
    SavedCharge,
    Outflows,
    UnmatchedPayments,
    PaymentRecording,
    Payments,
    PaymentStart,
    Webhooks,
  ],
})
export class PaymentsModule {}
