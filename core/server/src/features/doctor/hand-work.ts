import { allFindings, type Invariant } from './finding.js';

/** A moment passes between the end of an operation and the handler that takes its task off the list. */
const LEFT_OVER = `
  select 'task ' || t.id || ' is open, and its operation ' || o.state as finding
  from service_tasks t join service_operations o on o.tenant_id = $1 and o.id = t.operation_id
  where t.tenant_id = $1 and t.state = 'open' and o.state in ('succeeded', 'failed', 'cancelled') and not exists (
    select 1 from pgboss.job j join events e on e.tenant_id = $1 and e.id::text = j.data->>'eventId'
    where j.name = 'events/deliver' and j.state in ('created', 'retry', 'active') and e.name like 'operation.%'
      and e.data->>'operationId' = o.id::text)`;

const UNTOLD = `
  select 'operation ' || o.id || ' waits for people, and nobody has a task' as finding
  from service_operations o
  where o.tenant_id = $1 and o.state = 'creating' and (o.steps @> '[{"code":"hand-work"}]' or o.steps @> '[{"code":"manual"}]')
    and not exists (select 1 from service_tasks t where t.tenant_id = $1 and t.operation_id = o.id and t.state in ('open', 'done'))`;

const UNENDED = `
  select 'server ' || f.external_id || ' is to be ended, and no job ends it' as finding
  from provider_findings f
  where f.tenant_id = $1 and f.state = 'ending' and not exists (
    select 1 from pgboss.job j
    where j.name = 'reconcile/end-server' and j.state in ('created', 'retry', 'active') and j.data->>'findingId' = f.id::text)`;

export const handWork: Invariant = {
  id: 'I15',
  claim: 'Whatever waits for people is on their list, and what staff have ordered is being done',
  check: look => allFindings(look, [LEFT_OVER, UNTOLD, UNENDED]),
};
