/* The installation's key names the tenant already. The second key locked the tenant's row once more for every webhook, and
   webhooks come many at a time. */
alter table webhook_inbox drop constraint webhook_inbox_tenant_id_fkey;
