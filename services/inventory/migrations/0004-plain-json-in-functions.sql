-- The functions stay as they are but for one type: events and their metadata are json, which is
-- kept as text, and so no document is taken apart on the way to the outbox.
do $$
declare
  f record;
begin
  for f in
    select oid::regprocedure as was, pg_get_functiondef(oid) as text from pg_proc
    where pronamespace = current_schema()::regnamespace and prosrc ~ 'p_meta'
    order by oid
  loop
    execute format('drop function %s', f.was);
    execute replace(f.text, 'jsonb', 'json');
  end loop;
end $$;
