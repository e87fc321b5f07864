import { allFindings, type Invariant } from './finding.js';

const once = (event: string, key: string, what: string): string => `
  select '${what} ' || (data->>'${key}') || ': ${event} ' || count(*) || ' times' as finding
  from events where tenant_id = $1 and name = '${event}' group by data->>'${key}' having count(*) > 1`;

const SERVICES_OF_ORDERS = `
  select 'order ' || o.number || ' has ' || jsonb_array_length(o.items) || ' pieces and ' || count(s.id) || ' services' as finding
  from orders o left join services s on s.tenant_id = o.tenant_id and s.order_id = o.id
  where o.tenant_id = $1 group by o.id, o.number, o.items having count(s.id) <> jsonb_array_length(o.items)`;

const SERVERS = `
  select 'server ' || external_id || ' belongs to ' || count(*) || ' services' as finding
  from services where tenant_id = $1 and external_id is not null group by installation_id, external_id having count(*) > 1`;

const HANDLED = `
  select 'handler ' || h.handler || ' has seen the event ' || h.event_id || ', which is not there' as finding
  from handled_events h left join events e on e.tenant_id = h.tenant_id and e.id = h.event_id
  where h.tenant_id = $1 and e.id is null`;

const BILLED = `
  select 'service ' || s.id || ' was never billed' as finding
  from services s left join billed_periods b on b.tenant_id = s.tenant_id and b.service_id = s.id
  where s.tenant_id = $1 and s.order_id is not null and b.invoice_id is null`;

/** Keys that the database itself must hold; a schema without one of them would let an effect happen twice. */
const KEYS = `
  select 'the table ' || wanted.relation || ' has no unique key on ' || array_to_string(wanted.columns, ', ') as finding
  from (values
    ('ledger_postings', array['tenant_id', 'idempotency_key']),
    ('payments', array['tenant_id', 'installation_id', 'reference']),
    ('webhook_inbox', array['tenant_id', 'installation_id', 'event_id']),
    ('handled_events', array['tenant_id', 'handler', 'event_id']),
    ('idempotency_keys', array['tenant_id', 'subject', 'key']),
    ('billed_periods', array['tenant_id', 'service_id', 'starts_at']),
    ('orders', array['tenant_id', 'cart_id']),
    ('invoices', array['tenant_id', 'series', 'sequence']),
    ('credit_notes', array['tenant_id', 'series', 'sequence']),
    ('credit_entries', array['tenant_id', 'key']),
    ('refunds', array['tenant_id', 'installation_id', 'reference']),
    ('disputes', array['tenant_id', 'installation_id', 'reference']),
    ('services', array['tenant_id', 'installation_id', 'external_id']),
    ('deliveries', array['tenant_id', 'dedupe_key'])
  ) as wanted (relation, columns)
  where $1::uuid is not null and not exists (
    select 1 from pg_constraint c where c.conrelid = to_regclass('app.' || wanted.relation) and c.contype in ('p', 'u') and (
      select array_agg(a.attname::text order by k.position) from unnest(c.conkey) with ordinality as k (number, position)
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number) = wanted.columns)`;

export const effectsOnce: Invariant = {
  id: 'I8',
  claim: 'Every effect has happened once, and the keys that make sure of it are there',
  check: look =>
    allFindings(look, [
      once('order.placed', 'orderId', 'order'),
      once('invoice.issued', 'invoiceId', 'invoice'),
      once('payment.refunded', 'refundId', 'refund'),
      once('credit-note.issued', 'creditNoteId', 'credit note'),
      once('dispute.opened', 'disputeId', 'dispute'),
      once('service.activated', 'serviceId', 'service'),
      once('operation.completed', 'operationId', 'operation'),
      SERVICES_OF_ORDERS,
      SERVERS,
      HANDLED,
      BILLED,
      KEYS,
    ]),
};
