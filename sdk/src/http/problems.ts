import { z } from 'zod';

/** Every way a request can be refused: code, status, title (RFC 9457). One list for server, documentation and clients. */
export const PROBLEMS = {
  'malformed-json': [400, 'The body is not valid JSON'],
  'invalid-input': [400, 'A field has a value that cannot be accepted'],
  'idempotency-key-missing': [400, 'This call needs an Idempotency-Key'],
  'not-signed-in': [401, 'Sign in first'],
  'wrong-credentials': [401, 'The e-mail or the password is not right'],
  'session-ended': [401, 'The session has ended'],
  'bad-signature': [401, 'The signature does not match'],
  'not-allowed': [403, 'You may not do this'],
  'origin-not-allowed': [403, 'This site may not use this key'],
  'account-locked': [403, 'The account is locked'],
  'not-found': [404, 'There is no such thing here'],
  'method-not-allowed': [405, 'This address does not take that method'],
  'price-changed': [409, 'The price has changed'],
  'cart-ordered': [409, 'This cart has been ordered'],
  'cart-empty': [409, 'The cart is empty'],
  'cart-full': [409, 'The cart is full'],
  'out-of-stock': [409, 'Not enough left in stock'],
  'email-taken': [409, 'An account with this e-mail exists'],
  'request-in-progress': [409, 'The same request is being worked on'],
  'invoice-state': [409, 'The invoice is not in a state for this'],
  'payment-state': [409, 'The payment is not in a state for this'],
  'no-credit': [409, 'There is no credit to pay with'],
  'refund-not-possible': [409, 'The provider cannot give this back'],
  'service-state': [409, 'The service is not in a state for this'],
  'statement-line-state': [409, 'The booking is not in a state for this'],
  'credentials-gone': [410, 'The credentials have been shown already'],
  'token-expired': [410, 'The link has been used or has expired'],
  'body-too-large': [413, 'The body is too large'],
  'unsupported-media-type': [415, 'Send JSON'],
  'unknown-host': [421, 'No shop answers at this address'],
  'quote-invalid': [422, 'The quote is forged, damaged or of another shop'],
  'quote-expired': [422, 'The quote has expired'],
  'selection-invalid': [422, 'The plan does not allow this choice'],
  'currency-not-sold': [422, 'The shop does not sell in this currency'],
  'idempotency-key-reused': [422, 'The Idempotency-Key was used for another request'],
  'settings-invalid': [422, 'The settings do not fit the plugin'],
  'return-url-not-allowed': [422, 'The return address is not one of the shop'],
  'amount-mismatch': [422, 'The amount is not what is due'],
  'statement-unreadable': [422, 'The file is no statement that can be read'],
  'gateway-refused': [422, 'The payment provider refused the request'],
  'too-many-requests': [429, 'Too many requests'],
  'internal-error': [500, 'Something went wrong on our side'],
  'gateway-unreachable': [502, 'The payment provider did not answer'],
  'shop-suspended': [503, 'The shop is closed for now'],
  'not-ready': [503, 'The server is starting or stopping'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** RFC 9457 problem details with our `code`; `errors` names each field. */
export const ProblemAnswer = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  instance: z.string().optional(),
  errors: z.array(z.strictObject({ field: z.string(), code: z.string(), message: z.string() })).optional(),
});
export type ProblemAnswer = z.infer<typeof ProblemAnswer>;
