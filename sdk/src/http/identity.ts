import { z } from 'zod';
import { Country, Email, Id, line, Locale, Password, Timestamp } from './primitives.js';

export const BillingDetails = z.strictObject({
  name: line(120),
  company: line(160, 0).default(''),
  taxNumber: line(40, 0).default(''),
  street: line(200),
  city: line(120),
  postalCode: line(20),
  country: Country,
});
export type BillingDetails = z.infer<typeof BillingDetails>;

export const Me = z.strictObject({
  id: Id,
  email: z.string(),
  name: z.string(),
  locale: Locale,
  emailConfirmed: z.boolean(),
  billing: BillingDetails.nullable(),
  createdAt: Timestamp,
});
export type Me = z.infer<typeof Me>;

/** The refresh token travels in an HttpOnly cookie and is never in a body. */
export const Session = z.strictObject({ accessToken: z.string(), expiresInSeconds: z.int(), customer: Me });
export type Session = z.infer<typeof Session>;

export const SignUp = z.strictObject({ email: Email, password: Password, name: line(120), locale: Locale.optional() });
export const SignIn = z.strictObject({ email: Email, password: z.string().min(1).max(200) });
export const TokenOnly = z.strictObject({ token: z.string().min(20).max(200) });
export const EmailOnly = z.strictObject({ email: Email });
export const ResetPassword = z.strictObject({ token: z.string().min(20).max(200), password: Password });
export const UpdateMe = z.strictObject({
  name: line(120).optional(),
  locale: Locale.optional(),
  billing: BillingDetails.optional(),
});
export const ChangePassword = z.strictObject({ current: z.string().min(1).max(200), password: Password });

export const DeviceSession = z.strictObject({
  id: Id,
  userAgent: z.string(),
  address: z.string(),
  createdAt: Timestamp,
  lastUsedAt: Timestamp,
  current: z.boolean(),
});
export const DeviceSessionList = z.strictObject({ items: z.array(DeviceSession) });
export const SessionPath = z.strictObject({ sessionId: Id });

/** What a member of the staff may do, by role; the server decides, the panel only hides. */
export const PERMISSIONS = [
  'dashboard.read',
  'customers.read',
  'orders.read',
  'invoices.read',
  'payments.read',
  'payments.record',
  'payments.refund',
  'services.read',
  'services.manage',
  'catalog.read',
  'catalog.manage',
  'plugins.read',
  'plugins.manage',
  'notifications.read',
  'audit.read',
  'staff.read',
] as const;
export const Permission = z.enum(PERMISSIONS);
export type Permission = z.infer<typeof Permission>;

export const StaffMember = z.strictObject({
  id: Id,
  email: z.string(),
  name: z.string(),
  role: z.enum(['owner', 'support', 'accountant']),
  permissions: z.array(Permission),
  shop: z.strictObject({ name: z.string(), slug: z.string(), url: z.string(), logoUrl: z.string().nullable(), locale: Locale }),
});
export type StaffMember = z.infer<typeof StaffMember>;
export const StaffSession = z.strictObject({ accessToken: z.string(), expiresInSeconds: z.int(), staff: StaffMember });
export type StaffSession = z.infer<typeof StaffSession>;

export const OperatorSession = z.strictObject({ accessToken: z.string(), expiresInSeconds: z.int() });
export const TenantSummary = z.strictObject({
  id: Id,
  slug: z.string(),
  name: z.string(),
  state: z.string(),
  url: z.string(),
  createdAt: Timestamp,
});
export const TenantList = z.strictObject({ items: z.array(TenantSummary) });
