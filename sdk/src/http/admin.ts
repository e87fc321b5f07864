import { z } from 'zod';
import { BillingDetails } from './identity.js';
import { Invoice, Order, Payment } from './orders.js';
import { ServicePlacement } from './placement.js';
import { Currency, Id, Locale, MoneyAnswer, page, PageQuery, Timestamp } from './primitives.js';
import { Service } from './services.js';

export const AdminCustomer = z.strictObject({
  id: Id,
  email: z.string(),
  name: z.string(),
  locale: Locale,
  emailConfirmed: z.boolean(),
  billing: BillingDetails.nullable(),
  createdAt: Timestamp,
  orders: z.int(),
  activeServices: z.int(),
});
export type AdminCustomer = z.infer<typeof AdminCustomer>;

const customer = z.strictObject({ id: Id, name: z.string(), email: z.string() });

export const AdminOrder = Order.extend({ customer });
export const AdminInvoice = Invoice.extend({
  customer,
  /** What is disputed of it now, or was lost in a dispute. */
  disputed: MoneyAnswer,
});
export const AdminPayment = Payment.extend({
  customer,
  reference: z.string().nullable(),
  gateway: z.string(),
  note: z.string().nullable(),
  /** What the provider kept for itself, once it has said so. */
  fee: MoneyAnswer.nullable(),
  /** What can still be given back, and whether the provider does it or staff do. */
  refundable: MoneyAnswer,
  refundVia: z.enum(['gateway', 'manual']),
  disputed: MoneyAnswer,
});
export const AdminService = Service.extend({
  customer,
  externalId: z.string().nullable(),
  provider: z.string().nullable(),
  /** Where its place is kept or used; null where none is counted. */
  placement: ServicePlacement.nullable(),
  /** A payment for it is disputed, or was lost in a dispute. */
  disputed: z.boolean(),
  /** What billing or staff want of it and what is not so yet. */
  wish: z.strictObject({ state: z.enum(['active', 'suspended', 'terminated']), reason: z.string().nullable() }).nullable(),
  /** What the provider last said of the server, in its own words. */
  observed: z.strictObject({ plan: z.string().nullable(), image: z.string().nullable(), at: Timestamp.nullable() }),
});
export type AdminOrder = z.infer<typeof AdminOrder>;
export type AdminInvoice = z.infer<typeof AdminInvoice>;
export type AdminPayment = z.infer<typeof AdminPayment>;
export type AdminService = z.infer<typeof AdminService>;

export const AdminCustomerPage = page(AdminCustomer);
export const AdminOrderPage = page(AdminOrder);
export const AdminInvoicePage = page(AdminInvoice);
export const AdminPaymentPage = page(AdminPayment);
export const AdminServicePage = page(AdminService);

/** `search` matches the beginning of what the list is known by, whatever the case: a number, a name, a mailbox, a host name. */
export const AdminListQuery = PageQuery.extend({
  state: z.string().max(40).optional(),
  customerId: Id.optional(),
  search: z.string().trim().max(100).optional(),
});
export const CustomerPath = z.strictObject({ customerId: Id });

export const Dashboard = z.strictObject({
  /** Paid per day and currency over the last 30 days, in the tenant's time zone. */
  income: z.array(z.strictObject({ day: z.iso.date(), currency: Currency, amount: z.string() })),
  openInvoices: z.array(z.strictObject({ currency: Currency, count: z.int(), amount: z.string() })),
  services: z.array(z.strictObject({ state: z.string(), count: z.int() })),
  orders: z.strictObject({ today: z.int(), month: z.int() }),
  customers: z.int(),
  attention: z.array(
    z.strictObject({
      kind: z.enum([
        'service-failed',
        'payment-mismatch',
        'payment-unknown',
        'settlement-difference',
        'payment-unmatched',
        'refund-failed',
        'dispute-opened',
        'plugin-failed',
        'no-room',
      ]),
      id: z.string(),
      title: z.string(),
    }),
  ),
});
export type Dashboard = z.infer<typeof Dashboard>;

export const Installation = z.strictObject({
  id: Id,
  pluginId: z.string(),
  kind: z.string(),
  label: z.string(),
  enabled: z.boolean(),
  config: z.record(z.string(), z.unknown()),
  /** Names of the secrets that have a value; the values are never returned. */
  secretsSet: z.array(z.string()),
  webhookUrl: z.string().nullable(),
  updatedAt: Timestamp,
});
export type Installation = z.infer<typeof Installation>;

export const AdminPlugin = z.strictObject({
  id: z.string(),
  kind: z.string(),
  name: z.string(),
  description: z.string(),
  version: z.string(),
  engine: z.string(),
  iconUrl: z.string().nullable(),
  capabilities: z.array(z.string()),
  permissions: z.strictObject({ network: z.array(z.string()), events: z.array(z.string()), webhook: z.boolean() }),
  /** Why it was left out at start; null when it runs. */
  problem: z.string().nullable(),
  /** JSON Schema of the settings; `writeOnly` marks a secret. */
  config: z.record(z.string(), z.unknown()).nullable(),
  installations: z.array(Installation),
});
export type AdminPlugin = z.infer<typeof AdminPlugin>;
export const AdminPluginList = z.strictObject({ items: z.array(AdminPlugin) });

/** `config` holds secrets too on the way in; leaving one out keeps the stored value. */
export const CreateInstallation = z.strictObject({
  pluginId: z.string().max(40),
  label: z.string().trim().min(1).max(80),
  enabled: z.boolean().default(true),
  config: z.record(z.string().max(60), z.unknown()),
});
export const UpdateInstallation = z.strictObject({
  label: z.string().trim().min(1).max(80).optional(),
  enabled: z.boolean().optional(),
  config: z.record(z.string().max(60), z.unknown()).optional(),
});
export const InstallationPath = z.strictObject({ installationId: Id });
export const HealthAnswer = z.strictObject({ ok: z.boolean(), detail: z.string() });

export const AdminPlan = z.strictObject({
  id: Id,
  code: z.string(),
  name: z.string(),
  version: z.int(),
  visible: z.boolean(),
  stock: z.int().nullable(),
  from: z.array(MoneyAnswer),
  activeServices: z.int(),
});
export const AdminProduct = z.strictObject({
  id: Id,
  slug: z.string(),
  name: z.string(),
  type: z.string(),
  visible: z.boolean(),
  plans: z.array(AdminPlan),
});
export const AdminProductList = z.strictObject({ items: z.array(AdminProduct) });
export type AdminProduct = z.infer<typeof AdminProduct>;
export const PlanPath = z.strictObject({ planId: Id });
export const UpdatePlan = z.strictObject({
  visible: z.boolean().optional(),
  stock: z.int().min(0).max(1_000_000).nullable().optional(),
});

export const AdminDelivery = z.strictObject({
  id: Id,
  template: z.string(),
  channel: z.string(),
  to: z.string(),
  state: z.enum(['queued', 'accepted', 'delivered', 'bounced', 'rejected', 'unknown', 'failed']),
  detail: z.string().nullable(),
  createdAt: Timestamp,
  sentAt: Timestamp.nullable(),
});
export const AdminDeliveryPage = page(AdminDelivery);
export type AdminDelivery = z.infer<typeof AdminDelivery>;

export const AuditEntry = z.strictObject({
  id: Id,
  at: Timestamp,
  actor: z.string(),
  action: z.string(),
  target: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export const AuditPage = page(AuditEntry);
export type AuditEntry = z.infer<typeof AuditEntry>;
