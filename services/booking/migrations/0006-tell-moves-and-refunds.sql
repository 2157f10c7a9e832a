-- Who had booked is told of another time of their session, and of money that is back. What was
-- moved before this was told by the pages alone.
alter table session add column move_told boolean not null default true;

create index session_move_untold on session (session_id) where not move_told;

-- The move of its session that a booking knows of, by when that was.
alter table booking add column move_known timestamptz;

-- Ends a refund and tells so; false where it is over already. The booking is locked first, as moves
-- do it.
create function end_refund(p_booking text, p_no int, p_meta json) returns boolean
language plpgsql as $$
declare
  f booking_refund%rowtype;
begin
  perform 1 from booking where booking_id = p_booking for update;
  update booking_refund set state = 'DONE', done_at = now(), look_at = null, refused = null,
    refused_at = null
  where booking_id = p_booking and no = p_no and state = 'DUE' returning * into f;
  if not found then return false; end if;
  update booking set version = version + 1 where booking_id = p_booking;
  perform tell_booking(p_booking, 'BOOKING_REFUNDED',
    jsonb_build_object('paymentId', f.payment_id, 'amount', f.amount_minor, 'reason', f.reason,
      'no', f.no), p_meta);
  return true;
end $$;

-- Tells a page of confirmed bookings that their session has another time; how many there were.
-- Sessions of which everybody knows are noted as told.
create function tell_moves(p_limit int, p_meta json) returns int language plpgsql as $$
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
      jsonb_build_object('movedFrom', m.moved_from, 'movedAt', m.moved_at), p_meta);
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
