import { allFindings, type Invariant } from './finding.js';

/** A job that is still to run or runs now. */
const job = (queue: string, key: string, id: string): string =>
  `exists (select 1 from pgboss.job j where j.name = '${queue}' and j.state in ('created', 'retry', 'active') and j.data->>'${key}' = ${id}::text)`;

/** Nobody works longer on a job than its queue allows and a little more; then its process has died with it. */
const HELD_BY_THE_DEAD = `
  select 'job ' || j.id || ' of ' || j.name || ' is held since ' || j.started_on as finding
  from pgboss.job j where j.state = 'active' and j.data->>'tenantId' = ($1::uuid)::text
    and j.started_on + make_interval(secs => j.expire_seconds) + interval '5 minutes' < now()`;

/** Work of people, such as setting a server up by hand, has no job that could be lost. */
const FORGOTTEN_OPERATIONS = `
  select 'operation ' || o.id || ' is ' || o.state || ', and no job goes on with it' as finding
  from service_operations o
  where o.tenant_id = $1 and o.state in ('waiting', 'started', 'creating', 'unknown')
    and not (o.state = 'creating' and o.steps @> '[{"code":"manual"}]') and not ${job('services/run', 'operationId', 'o.id')}`;

/** What a provider has refused waits for staff; everything else is carried out, or waits for what is. */
const FORGOTTEN_WISHES = `
  select 'service ' || s.id || ' is ' || s.state || ' and wanted ' || s.wanted_state
    || case when s.wanted_size is null then '' else ' in another size' end || ', and nothing is done about it' as finding
  from services s
  left join lateral (
    select state from service_operations where tenant_id = $1 and service_id = s.id order by sequence desc limit 1
  ) as o on true
  where s.tenant_id = $1 and coalesce(o.state, '') not in ('waiting', 'started', 'creating', 'unknown', 'failed') and case
    when s.wanted_state = 'terminated' then s.state <> 'terminated'
    when s.state in ('active', 'suspended') then s.state <> s.wanted_state or s.wanted_size is not null
    else false end`;

const FORGOTTEN_PAYMENTS = `
  select 'payment ' || p.id || ' is ' || p.state || ' after ' || p.checks || ' checks, and no job asks about it' as finding
  from payments p
  where p.tenant_id = $1 and p.state in ('created', 'unknown', 'pending', 'requires-action', 'authorized') and p.checks < 6
    and not ${job('payments/reconcile', 'paymentId', 'p.id')}`;

const FORGOTTEN_REFUNDS = `
  select 'refund ' || r.id || ' is pending after ' || r.calls || ' calls, and no job goes on with it' as finding
  from refunds r where r.tenant_id = $1 and r.state = 'pending' and r.note is null and not ${job('refunds/send', 'refundId', 'r.id')}`;

const FORGOTTEN_CAPTURES = `
  select 'payment ' || p.id || ' is authorized after ' || p.captures || ' calls, and no job takes the money' as finding
  from payments p
  where p.tenant_id = $1 and p.state = 'authorized' and p.captures > 0 and p.note is null
    and not ${job('payments/capture', 'paymentId', 'p.id')}`;

const FORGOTTEN_MESSAGES = `
  select 'the message ' || w.event_id || ' of ' || w.installation_id || ' is kept, and no job applies it' as finding
  from webhook_inbox w where w.tenant_id = $1 and w.state = 'received' and not ${job('payments/apply', 'inboxId', 'w.id')}`;

const LONG_UNKNOWN = `
  select 'payment ' || id || ' is ' || state || ' since ' || created_at as finding
  from payments where tenant_id = $1 and state in ('created', 'unknown') and note is null and created_at < $2::timestamptz - interval '25 hours'`;

const FORGOTTEN_SERVICES = `
  select 'service ' || s.id || ' is paid and pending, and no job begins with it' as finding
  from services s join invoices i on i.tenant_id = s.tenant_id and i.id = s.invoice_id
  where s.tenant_id = $1 and s.state = 'pending' and i.state = 'paid' and not exists (
    select 1 from pgboss.job j join events e on e.tenant_id = $1 and e.id::text = j.data->>'eventId'
    where j.name = 'events/deliver' and j.state in ('created', 'retry', 'active') and e.name = 'invoice.paid' and e.data->>'invoiceId' = i.id::text)`;

const FORGOTTEN_DELIVERIES = `
  select 'message ' || d.id || ' (' || d.template || ') is queued, and no job sends it' as finding
  from deliveries d where d.tenant_id = $1 and d.state = 'queued' and not ${job('notifications/send', 'deliveryId', 'd.id')}`;

/** A change waits for its invoice, which it ends with, or for its server. */
const FORGOTTEN_CHANGES = `
  select 'change ' || c.id || ' is ' || c.state || ', and nothing goes on with it' as finding
  from service_changes c
  join services s on s.tenant_id = c.tenant_id and s.id = c.service_id
  left join invoices i on i.tenant_id = c.tenant_id and i.id = c.invoice_id
  where c.tenant_id = $1 and case c.state
    when 'waiting' then coalesce(i.state, '') not in ('open', 'overdue', 'paid') or not ${job('changes/expire', 'changeId', 'c.id')}
    when 'under-way' then coalesce(i.state, 'paid') not in ('paid', 'refunded') or (s.wanted_size is null and not exists (
      select 1 from pgboss.job j join events e on e.tenant_id = $1 and e.id::text = j.data->>'eventId'
      where j.name = 'events/deliver' and j.state in ('created', 'retry', 'active')
        and (e.name like 'operation.%' or e.name = 'service.terminated') and e.data->>'serviceId' = s.id::text))
    else false end`;

/** A service that was cancelled has a job that ends it. */
const FORGOTTEN_ENDS = `
  select 'service ' || s.id || ' ends at ' || s.ends_at || ', and no job ends it' as finding
  from services s where s.tenant_id = $1 and s.ends_at is not null and s.wanted_state <> 'terminated' and s.state <> 'terminated'
    and not ${job('changes/end', 'serviceId', 's.id')}`;

export const quiescence: Invariant = {
  id: 'I10',
  claim: 'Whatever is unfinished has a job that goes on with it, and nobody dead holds one',
  check: look =>
    allFindings(look, [
      HELD_BY_THE_DEAD,
      FORGOTTEN_OPERATIONS,
      FORGOTTEN_WISHES,
      FORGOTTEN_PAYMENTS,
      FORGOTTEN_REFUNDS,
      FORGOTTEN_CAPTURES,
      FORGOTTEN_MESSAGES,
      LONG_UNKNOWN,
      FORGOTTEN_SERVICES,
      FORGOTTEN_DELIVERIES,
      FORGOTTEN_CHANGES,
      FORGOTTEN_ENDS,
    ]),
};
