import type { Invariant } from './invariant.ts';

// Outbox rows are swept a week after every consumer has passed them, in the order of their
// transactions, which is not quite that of an aggregate's versions. So a gap counts only where
// the event before it is younger than that, and a missing beginning only in a young database.
export const events: readonly Invariant[] = [
  {
    code: 'E1',
    when: 'instant',
    says: 'the versions of an aggregate have no gap, and no event is there twice',
    needs: [],
    over: 'room',
    sql: `
with span as (
  select agg_type, agg_id, count(*) as n, min(agg_version) as first, max(agg_version) as last
  from %room%.outbox group by agg_type, agg_id
), gap as (
  select o.agg_type, o.agg_id, o.agg_version, o.occurred_at,
    lead(o.agg_version) over (partition by o.agg_type, o.agg_id order by o.agg_version) as next
  from span s join %room%.outbox o using (agg_type, agg_id)
  where s.n <> s.last - s.first + 1
)
select format('%s %s: version %s is followed by %s', agg_type, agg_id, agg_version, next) as detail
from gap where next > agg_version + 1 and occurred_at > now() - interval '167 hours'
union all
select format('%s %s begins at version %s', agg_type, agg_id, first)
from span where first <> 1 and (
  select min(applied_at) from trueshelf.migration where room = '%room%'
) > now() - interval '167 hours'
union all
select format('%s %s: version %s is there %s times', agg_type, agg_id, agg_version, count(*))
from %room%.outbox group by agg_type, agg_id, agg_version having count(*) > 1
union all
select format('%s is there %s times', event_id, count(*))
from %room%.outbox group by event_id having count(*) > 1`,
  },
  {
    code: 'E3',
    when: 'instant',
    says: 'a consumer records an event at most once',
    needs: [],
    over: 'room',
    sql: `
select format('%s recorded %s %s times', consumer, event_id, count(*)) as detail
from %room%.inbox group by consumer, event_id having count(*) > 1`,
  },
  {
    code: 'I1',
    when: 'instant',
    says: 'an idempotency key is recorded once',
    needs: [],
    over: 'room',
    sql: `
select format('%s %s of %s is there %s times', route, key, principal, count(*)) as detail
from %room%.idempotency group by principal, route, key having count(*) > 1`,
  },
  {
    code: 'Q5',
    when: 'quiescent',
    says: 'every event has been published to every consumer',
    needs: [],
    over: 'lane',
    sql: `
select format('%s has not been given %s %s', $1::text, o.type, o.event_id) as detail
from %source%.outbox o
where o.type = any($2::text[]) and starts_with(coalesce(o.saga_id, ''), $3::text)
  and (o.xid, o.position) > (
  coalesce((select xid from %source%.outbox_cursor where consumer = $1), '0'::xid8),
  coalesce((select position from %source%.outbox_cursor where consumer = $1), 0))`,
  },
  {
    code: 'Q6',
    when: 'quiescent',
    says: 'every consumer has dealt with every event (parked ones are shown)',
    needs: [],
    over: 'lane',
    sql: `
select format('%s has not dealt with %s %s', $1::text, o.type, o.event_id) as detail
from %source%.outbox o
where o.type = any($2::text[]) and starts_with(coalesce(o.saga_id, ''), $3::text)
  and not exists (
    select from %room%.inbox i where i.consumer = $1 and i.event_id = o.event_id)
  and not exists (
    select from %room%.redelivery r where r.consumer = $1 and r.event_id = o.event_id)
union all
select format('%s tries %s %s again: %s', $1::text, o.type, o.event_id, r.reason)
from %source%.outbox o join %room%.redelivery r on r.consumer = $1 and r.event_id = o.event_id
where o.type = any($2::text[]) and starts_with(coalesce(o.saga_id, ''), $3::text)
  and r.state = 'waiting'`,
  },
  {
    code: 'Q10',
    when: 'quiescent',
    says: 'no idempotency key is kept longer than the sweep allows',
    needs: [],
    over: 'room',
    sql: `
select format('%s %s of %s is there since %s', route, key, principal, started_at) as detail
from %room%.idempotency where started_at < now() - interval '170 hours'
union all
select format('the reply of claim %s is there since %s', claim_id, finished_at)
from %room%.idempotency_reply where finished_at < now() - interval '172 hours'`,
  },
];

/** Shown, never counted: events a consumer could not digest wait for a person. */
export const parkedText = `
select format('%s has parked %s: %s', consumer, event_id, reason) as detail
from %room%.redelivery where state = 'parked'`;
