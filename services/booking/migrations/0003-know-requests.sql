-- The key of the request that made a booking: who asks again after a lost reply, or after a crash
-- between the claim and the reply, gets the booking there is and is not charged for another.
alter table booking add column request_key text;

create unique index booking_of_request on booking (user_id, request_key)
  where request_key is not null;

-- Claims for bookings in the order of the array, all or nothing for each; one statement for all.
-- A request that was met before is told its booking (`known`). Counters are locked in one order
-- first, so two of these never wait for one another in a ring.
create or replace function claim_bookings(p json)
returns table (booking_id text, refusal json) language plpgsql as $$
#variable_conflict use_column
declare
  r json;
  why json;
  total bigint;
  units int;
  free boolean;
begin
  perform 1 from quota q
  where (q.session_id, q.type_id) in (
    select w->>'sessionId', i->>'typeId'
    from json_array_elements(p) w cross join json_array_elements(w->'items') i)
  order by q.session_id, q.type_id for update;
  for r in select w from json_array_elements(p) with ordinality a(w, n) order by n loop
    booking_id := r->>'bookingId';
    refusal := null;
    select json_build_object('code', 'known', 'bookingId', b.booking_id) into refusal
    from booking b where b.user_id = r->>'userId' and b.request_key = r->>'requestKey';
    if refusal is not null then
      return next;
      continue;
    end if;
    why := claim_refusal(r);
    if why is not null then
      refusal := why;
      return next;
      continue;
    end if;
    select sum(i.quantity * t.price_minor), sum(i.quantity) into total, units
    from json_to_recordset(r->'items') as i("typeId" text, quantity int)
    join ticket_type t on t.type_id = i."typeId";
    free := total = 0;
    insert into booking (booking_id, session_id, event_id, seller_id, user_id, state, currency,
      quantity, total_minor, attendee, payment_method, payment_token, hold_until, entry_id,
      confirmed_at, request_key)
    select r->>'bookingId', s.session_id, s.event_id, s.seller_id, r->>'userId',
      case when free and r->>'entryId' is null then 'CONFIRMED'
        when r->>'token' is not null then 'PENDING' else 'HELD' end,
      e.currency, units, total, (r->'attendee')::jsonb, r->>'method', r->>'token',
      case when free and r->>'entryId' is null then null
        else now() + (r->>'hold_ms')::float8 * interval '1 ms' end,
      r->>'entryId', case when free and r->>'entryId' is null then now() end, r->>'requestKey'
    from session s join event e using (event_id) where s.session_id = r->>'sessionId';
    insert into booking_item (booking_id, type_id, name, quantity, unit_minor, fee_minor, seats)
    select r->>'bookingId', t.type_id, t.name, i.quantity, t.price_minor, t.fee_minor,
      case when not t.seated then '{}'
        else coalesce(i.seats, best_seats(r->>'sessionId', t.type_id, i.quantity)) end
    from json_to_recordset(r->'items') as i("typeId" text, quantity int, seats text[])
    join ticket_type t on t.type_id = i."typeId";
    update quota q set claimed = q.claimed + i.quantity from booking_item i
    where i.booking_id = r->>'bookingId' and q.session_id = r->>'sessionId'
      and q.type_id = i.type_id;
    update seat t set booking_id = i.booking_id from booking_item i
    where i.booking_id = r->>'bookingId' and t.session_id = r->>'sessionId'
      and t.seat = any(i.seats) and t.booking_id is null;
    if free and r->>'entryId' is null then
      perform make_tickets(r->>'bookingId');
      perform tell_booking(r->>'bookingId', 'BOOKING_CREATED', '{"paymentMethod": null}',
        r->'meta');
      perform tell_booking(r->>'bookingId', 'BOOKING_CONFIRMED', '{"paymentId": null}', r->'meta');
    elsif r->>'token' is not null then
      perform tell_booking(r->>'bookingId', 'BOOKING_CREATED',
        jsonb_build_object('paymentMethod', r->>'method'), r->'meta');
    end if;
    if r->>'entryId' is not null then
      update waitlist set state = 'OFFERED', booking_id = r->>'bookingId'
      where entry_id = r->>'entryId' and state = 'WAITING';
    else
      update waitlist set state = 'LEFT' where user_id = r->>'userId' and state = 'WAITING'
        and session_id = r->>'sessionId'
        and type_id in (select i->>'typeId' from json_array_elements(r->'items') i);
    end if;
    return next;
  end loop;
end $$;
