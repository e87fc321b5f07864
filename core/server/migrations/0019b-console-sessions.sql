/* The session from which a console was opened: the console ends with it. */
alter table console_tickets add column family_id uuid;
