-- A ticket that is handed over ends as HANDED_ON, and another one takes its place, with a code of
-- its own. So the old code opens nothing, and the list of the door has both.
alter table ticket drop constraint ticket_state_check;
alter table ticket add constraint ticket_state_check
  check (state in ('VALID', 'VOID', 'HANDED_ON'));
-- The first ticket of its line; null: it is the first.
alter table ticket add column root_id text collate "C" references ticket;
-- Who took it; null: who booked.
alter table ticket add column holder_id text collate "C";
alter table ticket add column holder_name text;
alter table ticket add constraint ticket_taken check ((root_id is null) = (holder_id is null));
alter table ticket add constraint ticket_handed_unused
  check (state <> 'HANDED_ON' or checked_in_at is null);

-- One holder at any time: of a line, all tickets but the last are handed on.
create unique index ticket_one_holder on ticket (coalesce(root_id, ticket_id))
  where state <> 'HANDED_ON';
create index ticket_of_holder on ticket (holder_id, ticket_id) where holder_id is not null;

-- A ticket that somebody offers to an address. Of the address a keyed hash is kept, and as much of
-- it as its owner needs to know it again.
create table hand_over (
  hand_over_id text collate "C" primary key,
  ticket_id text collate "C" not null references ticket,
  booking_id text collate "C" not null references booking,
  from_user text collate "C" not null,
  -- The account of the address, or somebody without one whom only the mail reaches.
  to_user text collate "C" not null,
  to_hash text not null,
  to_hint text,
  state text not null default 'OFFERED'
    check (state in ('OFFERED', 'ACCEPTED', 'TAKEN_BACK', 'EXPIRED', 'VOID')),
  -- Who accepted: whoever has the link of the mail, with an account.
  taken_by text collate "C",
  new_ticket_id text collate "C" unique references ticket,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  check ((state = 'ACCEPTED') = (new_ticket_id is not null)),
  check ((state = 'ACCEPTED') = (taken_by is not null)),
  check ((state = 'OFFERED') = (ended_at is null))
);

create unique index hand_over_open on hand_over (ticket_id) where state = 'OFFERED';
create unique index hand_over_accepted on hand_over (ticket_id) where state = 'ACCEPTED';
create index hand_over_due on hand_over (expires_at) where state = 'OFFERED';
create index hand_over_of_ticket on hand_over (ticket_id, hand_over_id);
create index hand_over_of_booking on hand_over (booking_id);
create index hand_over_from on hand_over (from_user, created_at);
create index hand_over_to on hand_over (to_user, hand_over_id);

-- Who holds tickets of a booking besides its buyer.
create function holders_of(p_booking text) returns jsonb language sql stable as $$
  select coalesce(jsonb_agg(distinct t.holder_id), '[]') from ticket t join booking b
    using (booking_id)
  where t.booking_id = p_booking and t.state <> 'HANDED_ON' and t.holder_id <> b.user_id
$$;

-- Until when tickets of a session change hands: until its doors open. A door that has read its
-- list since then knows every hand-over there can be.
create function hands_until(s session) returns timestamptz language sql immutable as $$
  select coalesce(s.doors_at, s.starts_at)
$$;

-- Why a ticket cannot change hands, or null. Booking and ticket are locked by the caller.
create function hand_refusal(p_ticket text) returns json language plpgsql stable as $$
declare
  t ticket%rowtype;
  s session%rowtype;
begin
  select * into t from ticket where ticket_id = p_ticket;
  select * into s from session where session_id = t.session_id;
  if t.state = 'HANDED_ON' then return json_build_object('code', 'ticket-handed-on'); end if;
  if t.state = 'VOID' or s.state = 'CANCELLED' then
    return json_build_object('code', 'ticket-void');
  end if;
  if t.checked_in_at is not null then return json_build_object('code', 'ticket-used'); end if;
  if hands_until(s) <= now() then
    return json_build_object('code', 'hand-over-closed', 'since', hands_until(s));
  end if;
  return null;
end $$;

-- Locks the booking of a ticket and then the ticket, in the order in which moves take them.
create function lock_ticket(p_ticket text) returns ticket language plpgsql as $$
declare
  t ticket%rowtype;
begin
  perform 1 from booking b where b.booking_id =
    (select k.booking_id from ticket k where k.ticket_id = p_ticket) for update;
  select * into t from ticket where ticket_id = p_ticket for update;
  return t;
end $$;

-- Offers a ticket; gives why not, or null. The same offer again is the one there is.
create function offer_ticket(p json) returns json language plpgsql as $$
declare
  t ticket%rowtype;
  h hand_over%rowtype;
  why json;
  n int;
begin
  t := lock_ticket(p->>'ticketId');
  if t.ticket_id is null or coalesce(t.holder_id, (select b.user_id from booking b
    where b.booking_id = t.booking_id)) <> p->>'userId'
  then
    return json_build_object('code', 'event-ticket-not-found', 'ticketId', p->>'ticketId');
  end if;
  why := hand_refusal(t.ticket_id);
  if why is not null then return why; end if;
  update hand_over set state = 'EXPIRED', ended_at = now()
  where ticket_id = t.ticket_id and state = 'OFFERED' and expires_at <= now();
  select * into h from hand_over where ticket_id = t.ticket_id and state = 'OFFERED';
  if found then
    if h.to_hash = p->>'toHash' then return null; end if;
    return json_build_object('code', 'hand-over-open', 'to', h.to_hint);
  end if;
  select count(*) into n from hand_over o join ticket k using (ticket_id)
  where coalesce(k.root_id, k.ticket_id) = coalesce(t.root_id, t.ticket_id);
  if n >= (p->>'perTicket_max')::int then
    return json_build_object('code', 'hand-over-limit', 'max', (p->>'perTicket_max')::int);
  end if;
  select count(*) into n from hand_over o
  where o.from_user = p->>'userId' and o.created_at > now() - interval '24 hours';
  if n >= (p->>'perDay_max')::int then
    return json_build_object('code', 'hand-over-limit', 'max', (p->>'perDay_max')::int);
  end if;
  insert into hand_over (hand_over_id, ticket_id, booking_id, from_user, to_user, to_hash, to_hint,
    expires_at)
  select p->>'handOverId', t.ticket_id, t.booking_id, p->>'userId', p->>'toUserId', p->>'toHash',
    p->>'toHint', least(now() + (p->>'open_ms')::float8 * interval '1 ms', hands_until(s))
  from session s where s.session_id = t.session_id
  returning * into h;
  perform tell_booking(t.booking_id, 'BOOKING_TICKET_OFFERED',
    jsonb_build_object('handOverId', h.hand_over_id, 'ticketId', t.ticket_id,
      'fromUserId', h.from_user, 'toUserId', h.to_user, 'expiresAt', h.expires_at), p->'meta');
  return null;
end $$;

-- Ends an offer that nobody took yet; gives why not, or null. The same again changes nothing.
create function take_back_ticket(p json) returns json language plpgsql as $$
declare
  t ticket%rowtype;
begin
  t := lock_ticket(p->>'ticketId');
  if t.ticket_id is null or coalesce(t.holder_id, (select b.user_id from booking b
    where b.booking_id = t.booking_id)) <> p->>'userId'
  then
    return json_build_object('code', 'event-ticket-not-found', 'ticketId', p->>'ticketId');
  end if;
  if t.state = 'HANDED_ON' then return json_build_object('code', 'ticket-handed-on'); end if;
  update hand_over set state = 'TAKEN_BACK', ended_at = now()
  where ticket_id = t.ticket_id and state = 'OFFERED';
  return null;
end $$;

-- Takes an offered ticket: the old one ends, the new one is there, one commit. Gives why not, or
-- null. Who took it gets it again; of two at once the second is refused.
create function accept_ticket(p json) returns json language plpgsql as $$
declare
  t ticket%rowtype;
  h hand_over%rowtype;
  why json;
  fresh text := 'tkt_' || replace(uuidv7()::text, '-', '');
begin
  select * into h from hand_over where hand_over_id = p->>'handOverId';
  if not found then return json_build_object('code', 'hand-over-not-found'); end if;
  t := lock_ticket(h.ticket_id);
  -- As it stands now that nobody else changes it.
  select * into h from hand_over where hand_over_id = p->>'handOverId';
  if h.state = 'ACCEPTED' and h.taken_by = p->>'userId' then return null; end if;
  if h.state = 'OFFERED' and h.expires_at <= now() then
    return json_build_object('code', 'hand-over-over', 'state', 'EXPIRED');
  end if;
  if h.state <> 'OFFERED' then
    return json_build_object('code', 'hand-over-over', 'state', h.state);
  end if;
  if h.from_user = p->>'userId' then return json_build_object('code', 'hand-over-own'); end if;
  why := hand_refusal(t.ticket_id);
  if why is not null then return why; end if;
  update ticket set state = 'HANDED_ON' where ticket_id = t.ticket_id;
  insert into ticket (ticket_id, booking_id, session_id, type_id, seat, root_id, holder_id,
    holder_name)
  values (fresh, t.booking_id, t.session_id, t.type_id, t.seat,
    coalesce(t.root_id, t.ticket_id), p->>'userId', p->>'name');
  update hand_over set state = 'ACCEPTED', taken_by = p->>'userId', new_ticket_id = fresh,
    ended_at = now()
  where hand_over_id = h.hand_over_id;
  update booking set version = version + 1 where booking_id = t.booking_id;
  perform tell_booking(t.booking_id, 'BOOKING_TICKET_HANDED_ON',
    jsonb_build_object('handOverId', h.hand_over_id, 'ticketId', t.ticket_id,
      'newTicketId', fresh, 'fromUserId', h.from_user, 'toUserId', p->>'userId'), p->'meta');
  return null;
end $$;

-- Moves bookings that stand in one of `from` (and at `version`, where one is given); gives those
-- that moved. What follows from a move commits with it: tickets, seats and units that come back,
-- money that is owed, events. A booking stands in the array once.
create or replace function move_bookings(p json) returns table (booking_id text, version int)
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
      update ticket set state = 'VOID' where booking_id = b.booking_id and state = 'VALID';
      update hand_over set state = 'VOID', ended_at = now()
      where booking_id = b.booking_id and state = 'OFFERED';
      -- Of what was only held nobody has heard.
      if b.clock_booking > 0 then
        perform tell_booking(b.booking_id, 'BOOKING_CANCELLED',
          jsonb_build_object('reason', b.reason, 'refundAmount', refund,
            'holders', holders_of(b.booking_id)), r->'meta');
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

-- Tells a page of confirmed bookings that their session has another time; how many there were.
-- Sessions of which everybody knows are noted as told.
create or replace function tell_moves(p_limit int, p_meta json) returns int language plpgsql as $$
declare
  m record;
  told int := 0;
begin
  for m in
    select b.booking_id, s.moved_at, s.moved_from
    from session s join booking b using (session_id)
    where not s.move_told and s.state = 'SCHEDULED' and b.state = 'CONFIRMED'
      and b.created_at <= s.moved_at and b.move_known is distinct from s.moved_at
    order by b.booking_id limit p_limit for update of b skip locked
  loop
    update booking set move_known = m.moved_at where booking_id = m.booking_id;
    perform tell_booking(m.booking_id, 'BOOKING_MOVED',
      jsonb_build_object('movedFrom', m.moved_from, 'movedAt', m.moved_at,
        'holders', holders_of(m.booking_id)), p_meta);
    told := told + 1;
  end loop;
  if told = 0 then
    update session s set move_told = true where not s.move_told and not exists (
      select from booking b where b.session_id = s.session_id and b.state = 'CONFIRMED'
        and s.state = 'SCHEDULED' and b.created_at <= s.moved_at
        and b.move_known is distinct from s.moved_at);
  end if;
  return told;
end $$;
