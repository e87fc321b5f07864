/* Whether a warning has gone out is asked before what it warns of is done. */
create index deliveries_of_warnings on deliveries (tenant_id, template, (data->>'subjectId'))
  where template in ('suspension-announced', 'termination-announced');
