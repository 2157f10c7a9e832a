-- What is only kept and handed on stays as it came. jsonb takes every document apart when it is
-- written and puts it together when it is read; nothing here is searched by its insides.
alter table outbox alter column payload type json, alter column metadata type json;
alter table saga_signal alter column payload type json;
alter table saga_state alter column result type json;
