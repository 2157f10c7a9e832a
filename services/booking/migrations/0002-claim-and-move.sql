-- One event of a booking: the next of its aggregate, with its clock, into outbox and log.
create function tell_booking(p_booking text, p_type text, p_more jsonb, p_meta json)
returns void language plpgsql as $$
declare
  b booking%rowtype;
  s record;
  told text;
begin
  update booking set clock_booking = clock_booking + 1 where booking_id = p_booking
  returning * into b;
  select e.name, e.slug, x.starts_at, x.zone into s
  from session x join event e using (event_id) where x.session_id = b.session_id;
  insert into outbox (type, agg_type, agg_id, agg_version, saga_id, payload, metadata)
  values (p_type, 'booking', b.booking_id, b.clock_booking, b.booking_id,
    (jsonb_build_object('bookingId', b.booking_id, 'eventId', b.event_id,
      'sessionId', b.session_id, 'sellerId', b.seller_id, 'userId', b.user_id,
      'eventName', s.name, 'slug', s.slug, 'startsAt', s.starts_at, 'zone', s.zone,
      'quantity', b.quantity, 'confirmedAt', b.confirmed_at, 'totalAmount', b.total_minor,
      'currency', b.currency,
      'clock', jsonb_build_object('booking', b.clock_booking, 'payments', b.clock_payments,
        'notifications', b.clock_notifications)) || p_more)::json, p_meta)
  returning event_id into told;
  insert into booking_log (booking_id, no, room, type, event_id, lamport, clock_booking,
    clock_payments, clock_notifications, relation, did)
  select b.booking_id, 1 + coalesce(max(l.no), 0), 'booking', p_type, told,
    (p_meta->>'lamport')::bigint, b.clock_booking, b.clock_payments, b.clock_notifications, 'own',
    coalesce(p_more->>'reason', '')
  from booking_log l where l.booking_id = b.booking_id;
end $$;

create function make_tickets(p_booking text) returns void language sql as $$
  insert into ticket (ticket_id, booking_id, session_id, type_id, seat)
  select 'tkt_' || replace(uuidv7()::text, '-', ''), i.booking_id, b.session_id, i.type_id,
    i.seats[n]
  from booking_item i join booking b using (booking_id)
  cross join lateral generate_series(1, i.quantity) n
  where i.booking_id = p_booking order by i.type_id, n
$$;

-- Free seats of a type: next to one another where that can be, else the first there are.
create function best_seats(p_session text, p_type text, p_count int) returns text[]
language sql stable as $$
  with free as (
    select seat, place, section, row_name,
      number - row_number() over (partition by section, row_name order by number) as run
    from seat where session_id = p_session and type_id = p_type and booking_id is null
  ), near as (
    select min(place) as first, section, row_name, run from free
    group by section, row_name, run having count(*) >= p_count order by 1 limit 1
  )
  select coalesce(
    (select array_agg(seat order by place) from (
      select f.seat, f.place from free f join near using (section, row_name, run)
      order by f.place limit p_count) together),
    (select array_agg(seat order by place) from (
      select seat, place from free order by place limit p_count) apart),
    '{}')
$$;

-- Why a wish cannot be met, or null. The counters of its types are locked by the caller.
create function claim_refusal(r json) returns json language plpgsql stable as $$
declare
  s record;
  i record;
  q record;
  names text[];
begin
  select x.state, x.starts_at, e.state as event_state, e.sales_from into s
  from session x join event e using (event_id) where x.session_id = r->>'sessionId';
  if not found or s.event_state = 'DRAFT' then
    return json_build_object('code', 'event-session-not-found');
  end if;
  if s.state = 'CANCELLED' or s.event_state = 'CANCELLED' then
    return json_build_object('code', 'event-session-cancelled');
  end if;
  if s.starts_at <= now() then return json_build_object('code', 'event-session-over'); end if;
  if s.sales_from > now() then
    return json_build_object('code', 'sales-not-open', 'salesFrom', s.sales_from);
  end if;
  for i in select * from json_to_recordset(r->'items')
    as t("typeId" text, quantity int, seats text[])
  loop
    select o.quota - o.claimed as free, t.seated, t.per_booking into q
    from quota o join ticket_type t using (type_id)
    where o.session_id = r->>'sessionId' and o.type_id = i."typeId";
    if not found then
      return json_build_object('code', 'ticket-type-not-found', 'typeId', i."typeId");
    end if;
    if i.quantity > q.per_booking then
      return json_build_object('code', 'booking-limit', 'typeId', i."typeId",
        'max', q.per_booking);
    end if;
    if i.seats is not null then
      if not q.seated then
        return json_build_object('code', 'seat-not-found', 'seats', i.seats);
      end if;
      select array_agg(n order by n) into names from unnest(i.seats) n
      where not exists (select from seat t where t.session_id = r->>'sessionId'
        and t.seat = n and t.type_id = i."typeId");
      if names is not null then
        return json_build_object('code', 'seat-not-found', 'seats', names);
      end if;
      select array_agg(seat order by place) into names from seat
      where session_id = r->>'sessionId' and seat = any(i.seats) and booking_id is not null;
      if names is not null then
        return json_build_object('code', 'seat-taken', 'seats', names);
      end if;
    end if;
    -- What came back is for those who wait, as far as it is enough for one of them.
    if i.quantity > q.free or (r->>'entryId' is null and exists (
      select from waitlist w where w.session_id = r->>'sessionId' and w.type_id = i."typeId"
        and w.state = 'WAITING' and w.quantity <= q.free and w.user_id <> r->>'userId'))
    then
      return json_build_object('code', 'tickets-sold-out', 'typeId', i."typeId",
        'requested', i.quantity, 'available', q.free);
    end if;
  end loop;
  return null;
end $$;

-- Claims for bookings in the order of the array, all or nothing for each; one statement for all.
-- A booking id that is there already is left as it is. Counters are locked in one order first, so
-- two of these never wait for one another in a ring.
create function claim_bookings(p json)
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
    if exists (select from booking b where b.booking_id = r->>'bookingId') then
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
      confirmed_at)
    select r->>'bookingId', s.session_id, s.event_id, s.seller_id, r->>'userId',
      case when free and r->>'entryId' is null then 'CONFIRMED'
        when r->>'token' is not null then 'PENDING' else 'HELD' end,
      e.currency, units, total, (r->'attendee')::jsonb, r->>'method', r->>'token',
      case when free and r->>'entryId' is null then null
        else now() + (r->>'hold_ms')::float8 * interval '1 ms' end,
      r->>'entryId', case when free and r->>'entryId' is null then now() end
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

-- Locks bookings and then their counters, each in one order, before any of them is changed.
create function lock_bookings(p_ids text[]) returns void language plpgsql as $$
begin
  perform 1 from booking b where b.booking_id = any(p_ids) order by b.booking_id for update;
  perform 1 from quota q
  where (q.session_id, q.type_id) in (
    select b.session_id, i.type_id from booking b join booking_item i using (booking_id)
    where b.booking_id = any(p_ids) and b.state <> 'CANCELLED')
  order by q.session_id, q.type_id for update;
end $$;

-- Moves bookings that stand in one of `from` (and at `version`, where one is given); gives those
-- that moved. What follows from a move commits with it: tickets, seats and units that come back,
-- money that is owed, events. A booking stands in the array once.
create function move_bookings(p json) returns table (booking_id text, version int)
language plpgsql as $$
#variable_conflict use_column
declare
  r json;
  b booking%rowtype;
  refund bigint;
begin
  perform lock_bookings(array(select w->>'bookingId' from json_array_elements(p) w));
  for r in select w from json_array_elements(p) w order by w->>'bookingId' loop
    refund := coalesce((r->>'refund_minor')::bigint, 0);
    update booking o set
      state = r->>'to', version = o.version + 1,
      reason = case r->>'to' when 'CANCELLED' then coalesce(o.reason, r->>'reason') end,
      payment_id = coalesce(r->>'paymentId', o.payment_id),
      payment_state = coalesce(r->>'paymentState', o.payment_state),
      captured_minor = coalesce((r->>'captured_minor')::bigint, o.captured_minor),
      payment_method = coalesce(r->>'method', o.payment_method),
      payment_token = case r->>'to' when 'PENDING' then coalesce(r->>'token', o.payment_token) end,
      attendee = coalesce((r->'attendee')::jsonb, o.attendee),
      hold_until = case r->>'to' when 'PENDING'
        then now() + (r->>'hold_ms')::float8 * interval '1 ms' end,
      confirmed_at = case r->>'to' when 'CONFIRMED' then now() else o.confirmed_at end,
      cancelled_at = case r->>'to' when 'CANCELLED' then coalesce(o.cancelled_at, now()) end
    where o.booking_id = r->>'bookingId'
      and o.state in (select json_array_elements_text(r->'from'))
      and (r->>'version' is null or o.version = (r->>'version')::int)
      and (r->>'alive' is null or o.hold_until > now())
    returning o.* into b;
    continue when not found;
    if r->>'to' = 'PENDING' then
      perform tell_booking(b.booking_id, 'BOOKING_CREATED',
        jsonb_build_object('paymentMethod', b.payment_method), r->'meta');
    elsif r->>'to' = 'CONFIRMED' then
      perform make_tickets(b.booking_id);
      if b.clock_booking = 0 then
        perform tell_booking(b.booking_id, 'BOOKING_CREATED', '{"paymentMethod": null}',
          r->'meta');
      end if;
      perform tell_booking(b.booking_id, 'BOOKING_CONFIRMED',
        jsonb_build_object('paymentId', b.payment_id), r->'meta');
    elsif r->>'was' is distinct from 'CANCELLED' then
      update quota q set claimed = q.claimed - i.quantity from booking_item i
      where i.booking_id = b.booking_id and q.session_id = b.session_id
        and q.type_id = i.type_id;
      update seat set booking_id = null where booking_id = b.booking_id;
      update ticket set state = 'VOID' where booking_id = b.booking_id;
      -- Of what was only held nobody has heard.
      if b.clock_booking > 0 then
        perform tell_booking(b.booking_id, 'BOOKING_CANCELLED',
          jsonb_build_object('reason', b.reason, 'refundAmount', refund), r->'meta');
      end if;
    end if;
    if refund > 0 then
      insert into booking_refund (booking_id, no, payment_id, amount_minor, reason)
      select b.booking_id, 1 + coalesce(max(f.no), 0), b.payment_id, refund, r->>'refundReason'
      from booking_refund f where f.booking_id = b.booking_id;
      perform tell_booking(b.booking_id, 'BOOKING_REFUND_DUE',
        jsonb_build_object('paymentId', b.payment_id, 'amount', refund,
          'reason', r->>'refundReason', 'no', (select max(f.no) from booking_refund f
            where f.booking_id = b.booking_id)), r->'meta');
    end if;
    booking_id := b.booking_id;
    version := b.version;
    return next;
  end loop;
end $$;
