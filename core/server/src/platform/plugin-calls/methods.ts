import type { PluginKind } from '@hostwright/sdk';
import type { z } from 'zod';
import * as answers from './answers.js';
import * as payments from './payment-answers.js';

/** `change`: something outside may have happened. `read`: nothing can have. `webhook`: strangers decide how often and with what. */
export type Effect = 'change' | 'read' | 'webhook';

export interface Method {
  readonly effect: Effect;
  readonly limitMs: number;
  readonly answer: z.ZodType;
  /** Where the CallOptions stand among the arguments, for methods that take them. */
  readonly call?: number;
}

const change = (answer: z.ZodType, call: number, limitMs = 30_000): Method => ({ effect: 'change', answer, call, limitMs });
const read = (answer: z.ZodType, limitMs = 20_000): Method => ({ effect: 'read', answer, limitMs });
const webhook = (answer: z.ZodType): Method => ({ effect: 'webhook', answer, limitMs: 10_000 });

/** Every method that leaves the process: how long it may take and what may come back. What is not listed is not handed out. */
export const METHODS: Readonly<Record<Exclude<PluginKind, 'product-type'>, Readonly<Record<string, Method>>>> = {
  'payment-gateway': {
    start: change(payments.PaymentStep, 1),
    fetch: read(payments.PaymentSnapshot),
    find: read(answers.orNothing(payments.PaymentSnapshot)),
    parseWebhook: webhook(payments.WebhookAnswer),
    capture: change(payments.PaymentSnapshot, 2),
    cancel: change(payments.PaymentSnapshot, 1),
    refund: change(payments.RefundSnapshot, 1),
    fetchRefund: read(payments.RefundSnapshot),
    chargeSaved: change(payments.PaymentSnapshot, 1),
    forgetMethod: change(answers.Nothing, 1),
    listSettled: read(payments.SettledPage, 60_000),
    readStatement: read(payments.Statement),
  },
  'server-provider': {
    catalog: read(answers.ProviderCatalog, 30_000),
    create: change(answers.ServerSnapshot, 1, 60_000),
    fetch: read(answers.ServerSnapshot),
    find: read(answers.orNothing(answers.ServerSnapshot)),
    suspend: change(answers.ServerSnapshot, 2),
    unsuspend: change(answers.ServerSnapshot, 1),
    terminate: change(answers.Nothing, 1, 60_000),
    power: change(answers.ServerSnapshot, 2),
    resize: change(answers.ServerSnapshot, 2, 60_000),
    reinstall: change(answers.ServerSnapshot, 2, 60_000),
    resetPassword: change(answers.ServerSnapshot, 1),
    finishHandWork: change(answers.ServerSnapshot, 2),
    rename: change(answers.ServerSnapshot, 2),
    list: read(answers.ServerPage, 60_000),
    listSnapshots: read(answers.DiskSnapshots),
    createSnapshot: change(answers.ServerSnapshot, 2, 60_000),
    restoreSnapshot: change(answers.ServerSnapshot, 2, 60_000),
    deleteSnapshot: change(answers.ServerSnapshot, 2, 60_000),
    setRescue: change(answers.ServerSnapshot, 2, 60_000),
    setReverseName: change(answers.ServerSnapshot, 3),
    metrics: read(answers.ServerMetrics),
    usage: read(answers.ServerUsage),
    openConsole: read(answers.ConsoleSession),
    openPanel: read(answers.Access),
  },
  'notification-channel': {
    send: change(answers.Delivery, 1, 60_000),
    parseWebhook: webhook(answers.Deliveries),
  },
};

/** Methods that answer at once, from what they are given. */
export const PURE: Readonly<Record<PluginKind, Readonly<Record<string, z.ZodType>>>> = {
  'payment-gateway': {},
  'server-provider': {},
  'notification-channel': { accepts: answers.Flag },
  'product-type': {
    options: answers.Options,
    check: answers.Problems,
    fulfil: answers.FulfilmentPlan,
    canChange: answers.Problems,
    nameOf: answers.ServiceName,
    adjust: answers.PriceLines,
  },
};
