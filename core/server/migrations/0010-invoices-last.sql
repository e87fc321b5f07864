/* An order takes its invoice's number last, because others wait for the next one until the commit; so what belongs to the
   invoice is written before it, and the keys between them are checked at the commit. */
alter table services alter constraint services_tenant_id_invoice_id_fkey deferrable initially deferred;
alter table billed_periods alter constraint billed_periods_tenant_id_invoice_id_fkey deferrable initially deferred;
