-- A release ends a saga's hold for good: of a saga that has none a released reservation is kept,
-- without lines, at version 0 because no event ever told of it. A hold that is still on its way
-- finds it as it finds one that was given back. Written before any counter is locked: who holds
-- at this moment locks counters first and its reservation last.
create function release_for_good(
  p_saga text[], p_reason text[], p_meta json[], out released text[]
) language plpgsql as $$
begin
  insert into reservation (saga_id, reservation_id, status, expires_at, version)
  select q.saga_id, 'res_' || split_part(q.saga_id, '_', 2), 'released', now(), 0
  from unnest(p_saga) q(saga_id)
  where not exists (select from reservation r where r.saga_id = q.saga_id)
  order by q.saga_id
  on conflict (saga_id) do nothing;
  released := release_batch(p_saga, 'released', p_reason, p_meta);
end $$;
