// A free booking with a seat that is confirmed and one that is held, in the small world of
// seed.ts, and the changes that turn each code of booking.ts red.
export const bookingSeed = `
insert into booking.venue (venue_id, seller_id, name, line1, city, postal_code, country, zone)
values ('ven_1', 'slr_1', 'Hall', '1 Main St', 'Town', '1', 'US', 'UTC');
insert into booking.event (event_id, seller_id, organiser_name, organiser_slug, venue_id, slug,
  name, summary, description, category, currency, state, created_by)
values ('evn_1', 'slr_1', 'One', 'one', 'ven_1', 'strings', 'Strings', '', '', 'music', 'USD',
  'PUBLISHED', 'usr_1');
insert into booking.session (session_id, event_id, seller_id, starts_at, ends_at, zone)
values ('esn_1', 'evn_1', 'slr_1', now() + interval '9 days', now() + interval '10 days', 'UTC');
insert into booking.ticket_type (type_id, event_id, position, name, description, price_minor,
  fee_minor, per_booking, sections)
values ('tty_1', 'evn_1', 1, 'Seat', '', 0, 0, 4, '{Hall}');
insert into booking.quota (session_id, type_id, quota, claimed) values ('esn_1', 'tty_1', 2, 2);
insert into booking.booking (booking_id, session_id, event_id, seller_id, user_id, state,
  currency, quantity, total_minor, hold_until, confirmed_at)
values ('bkg_1', 'esn_1', 'evn_1', 'slr_1', 'usr_1', 'CONFIRMED', 'USD', 1, 0, null, now()),
  ('bkg_2', 'esn_1', 'evn_1', 'slr_1', 'usr_2', 'HELD', 'USD', 1, 0,
    now() + interval '15 minutes', null);
insert into booking.booking_item (booking_id, type_id, name, quantity, unit_minor, fee_minor,
  seats)
values ('bkg_1', 'tty_1', 'Seat', 1, 0, 0, '{Hall/A/1}'),
  ('bkg_2', 'tty_1', 'Seat', 1, 0, 0, '{Hall/A/2}');
insert into booking.seat (session_id, seat, type_id, section, row_name, number, place, booking_id)
values ('esn_1', 'Hall/A/1', 'tty_1', 'Hall', 'A', 1, 1, 'bkg_1'),
  ('esn_1', 'Hall/A/2', 'tty_1', 'Hall', 'A', 2, 2, 'bkg_2');
insert into booking.ticket (ticket_id, booking_id, session_id, type_id, seat, state)
values ('tkt_0', 'bkg_1', 'esn_1', 'tty_1', 'Hall/A/1', 'HANDED_ON');
insert into booking.ticket (ticket_id, booking_id, session_id, type_id, seat, root_id, holder_id)
values ('tkt_1', 'bkg_1', 'esn_1', 'tty_1', 'Hall/A/1', 'tkt_0', 'usr_3');
insert into booking.hand_over (hand_over_id, ticket_id, booking_id, from_user, to_user, to_hash,
  state, taken_by, new_ticket_id, expires_at, ended_at)
values ('hnd_1', 'tkt_0', 'bkg_1', 'usr_1', 'usr_3', 'x', 'ACCEPTED', 'usr_3', 'tkt_1',
  now() + interval '1 day', now());
insert into booking.hand_over (hand_over_id, ticket_id, booking_id, from_user, to_user, to_hash,
  expires_at)
values ('hnd_2', 'tkt_1', 'bkg_1', 'usr_3', 'usr_4', 'y', now() + interval '1 day');`;

interface Mutation {
  code: string;
  change: string;
  guard?: { table: string; name: string; index?: boolean };
}

export const bookingMutations: Mutation[] = [
  { code: 'N1', change: `update booking.quota set claimed = 1` },
  { code: 'N1', change: `update booking.booking_item set quantity = 2 where booking_id = 'bkg_2'` },
  { code: 'N2', change: `update booking.seat set booking_id = null where booking_id = 'bkg_2'` },
  {
    code: 'N2',
    change: `update booking.booking_item set seats = '{Hall/A/1}' where booking_id = 'bkg_2'`,
  },
  { code: 'N2', change: `update booking.ticket set seat = 'Hall/A/2'` },
  { code: 'N3', change: `update booking.ticket set state = 'VOID' where ticket_id = 'tkt_1'` },
  { code: 'N3', change: `update booking.booking set total_minor = 5 where booking_id = 'bkg_1'` },
  {
    code: 'N6',
    change: `update booking.ticket set state = 'VALID', seat = null where ticket_id = 'tkt_0'`,
    guard: { table: 'booking', name: 'ticket_one_holder', index: true },
  },
  {
    code: 'N6',
    change: `update booking.hand_over set state = 'TAKEN_BACK', taken_by = null,
      new_ticket_id = null where hand_over_id = 'hnd_1'`,
  },
  { code: 'N6', change: `update booking.ticket set holder_id = 'usr_5' where root_id is not null` },
  {
    code: 'N6',
    change: `update booking.hand_over set from_user = 'usr_1' where hand_over_id = 'hnd_2'`,
  },
  {
    code: 'N6',
    change: `insert into booking.scan (scan_id, session_id, ticket_id, device, scanned_at, by_user,
      verdict) values ('scan_old', 'esn_1', 'tkt_0', 'gate', now(), 'usr_1', 'welcome')`,
  },
  {
    code: 'N4',
    change: `insert into booking.booking_refund (booking_id, no, payment_id, amount_minor, reason)
      values ('bkg_2', 1, 'pay_x', 5, 'late-payment')`,
  },
  {
    code: 'N5',
    change: `update booking.booking set hold_until = now() - interval '11 minutes'
      where booking_id = 'bkg_2'`,
  },
];
