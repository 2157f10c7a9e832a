create table venue (
  venue_id text collate "C" primary key,
  seller_id text collate "C" not null,
  name text not null,
  line1 text not null,
  city text not null,
  state text,
  postal_code text not null,
  country text not null,
  latitude float8 check (latitude between -90 and 90),
  longitude float8 check (longitude between -180 and 180),
  zone text not null,
  -- [{"section": "Stalls", "rows": [{"row": "A", "seats": 20}]}]
  plan jsonb not null default '[]',
  version int not null default 1,
  created_at timestamptz not null default now()
);

create index venue_of_seller on venue (seller_id, venue_id);

create table event (
  event_id text collate "C" primary key,
  seller_id text collate "C" not null,
  organiser_name text not null,
  organiser_slug text not null,
  venue_id text collate "C" not null references venue,
  slug text collate "C" not null,
  name text not null,
  summary text not null,
  description text not null,
  category text not null,
  image_url text,
  age_min int check (age_min between 0 and 99),
  currency text not null,
  -- [{"hoursBefore": 48, "percent": 100}], the longest time first: what a cancellation gives back.
  refund_rules jsonb not null default '[]',
  sales_from timestamptz,
  state text not null default 'DRAFT' check (state in ('DRAFT', 'PUBLISHED', 'CANCELLED')),
  -- The next session that is still to come: what lists are ordered by. A task moves it on.
  next_at timestamptz,
  version int not null default 1,
  created_by text not null,
  created_at timestamptz not null default now()
);

create unique index event_slug on event (slug);
create index event_next on event (next_at, event_id) where state = 'PUBLISHED';
create index event_of_seller on event (seller_id, event_id);

create table session (
  session_id text collate "C" primary key,
  event_id text collate "C" not null references event on delete cascade,
  seller_id text collate "C" not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  doors_at timestamptz,
  zone text not null,
  state text not null default 'SCHEDULED' check (state in ('SCHEDULED', 'CANCELLED')),
  -- Where it was before it was moved; who had booked before that may cancel for all their money.
  moved_from timestamptz,
  moved_at timestamptz,
  -- Bookings made before `moved_at` are cancelled and refunded.
  refund_all boolean not null default false,
  check (starts_at < ends_at)
);

create index session_of_event on session (event_id, starts_at);

create table ticket_type (
  type_id text collate "C" primary key,
  event_id text collate "C" not null references event on delete cascade,
  position int not null,
  name text not null,
  description text not null,
  -- All-in; of it, the fee.
  price_minor bigint not null check (price_minor >= 0),
  fee_minor bigint not null check (fee_minor between 0 and price_minor),
  per_booking int not null check (per_booking > 0),
  -- Sections of the venue's plan; none: not seated.
  sections text[] not null,
  seated boolean not null generated always as (cardinality(sections) > 0) stored
);

create index ticket_type_of_event on ticket_type (event_id, position);

-- The counter of what is claimed: held, waiting for money, or sold. Every claim and every return
-- locks it, and with it the seats of its type.
create table quota (
  session_id text collate "C" not null references session on delete cascade,
  type_id text collate "C" not null references ticket_type on delete cascade,
  quota int not null check (quota >= 0),
  claimed int not null default 0 check (claimed >= 0),
  primary key (session_id, type_id),
  check (claimed <= quota)
) with (fillfactor = 50);

create table seat (
  session_id text collate "C" not null,
  seat text collate "C" not null,
  type_id text collate "C" not null,
  section text not null,
  row_name text not null,
  number int not null,
  -- The order of the plan: sections, rows, numbers.
  place int not null,
  booking_id text collate "C",
  primary key (session_id, seat),
  foreign key (session_id, type_id) references quota on delete cascade
) with (fillfactor = 70);

create index seat_free on seat (session_id, type_id, place) where booking_id is null;
create index seat_of_booking on seat (booking_id) where booking_id is not null;

-- HELD: seats and a clock, nothing asked of payments. PENDING: BOOKING_CREATED is told. The three
-- counts are the booking's clock: how many events of each room it has seen.
create table booking (
  booking_id text collate "C" primary key,
  session_id text collate "C" not null references session,
  event_id text collate "C" not null,
  seller_id text collate "C" not null,
  user_id text collate "C" not null,
  state text not null check (state in ('HELD', 'PENDING', 'CONFIRMED', 'CANCELLED')),
  reason text,
  currency text not null,
  quantity int not null check (quantity > 0),
  total_minor bigint not null check (total_minor >= 0),
  attendee jsonb,
  payment_method text,
  payment_token text,
  payment_id text,
  payment_state text,
  captured_minor bigint not null default 0 check (captured_minor >= 0),
  hold_until timestamptz,
  -- When payments is asked next, once the time is over.
  ask_at timestamptz,
  settle_tries int not null default 0,
  entry_id text collate "C",
  version int not null default 1,
  clock_booking int not null default 0,
  clock_payments int not null default 0,
  clock_notifications int not null default 0,
  created_at timestamptz not null default now(),
  confirmed_at timestamptz,
  cancelled_at timestamptz,
  check ((state in ('HELD', 'PENDING')) = (hold_until is not null)),
  check (state <> 'CANCELLED' or reason is not null)
) with (fillfactor = 60);

create index booking_of_user on booking (user_id, booking_id);
create index booking_of_session on booking (session_id, booking_id) where state <> 'CANCELLED';
create index booking_due on booking (hold_until) where hold_until is not null;

create table booking_item (
  booking_id text collate "C" not null references booking,
  type_id text collate "C" not null,
  name text not null,
  quantity int not null check (quantity > 0),
  unit_minor bigint not null,
  fee_minor bigint not null,
  seats text[] not null,
  primary key (booking_id, type_id)
);

create table ticket (
  ticket_id text collate "C" primary key,
  booking_id text collate "C" not null references booking,
  session_id text collate "C" not null,
  type_id text collate "C" not null,
  seat text collate "C",
  state text not null default 'VALID' check (state in ('VALID', 'VOID')),
  checked_in_at timestamptz,
  scan_id text collate "C"
) with (fillfactor = 70);

create index ticket_of_booking on ticket (booking_id);
create index ticket_of_session on ticket (session_id, ticket_id);
create unique index ticket_of_seat on ticket (session_id, seat)
  where state = 'VALID' and seat is not null;

-- What a booking did and heard, with the clocks on it; `relation` is how news stood to what the
-- booking knew when they came.
create table booking_log (
  booking_id text collate "C" not null references booking,
  no int not null,
  room text not null,
  type text not null,
  event_id text not null,
  lamport bigint not null,
  clock_booking int not null,
  clock_payments int not null,
  clock_notifications int not null,
  relation text not null check (relation in ('own', 'after', 'before', 'concurrent')),
  did text not null,
  at timestamptz not null default now(),
  primary key (booking_id, no),
  unique (booking_id, event_id)
);

-- Money that is owed back. The key of the refund follows from booking and number.
create table booking_refund (
  booking_id text collate "C" not null references booking,
  no int not null,
  payment_id text not null,
  amount_minor bigint not null check (amount_minor > 0),
  reason text not null,
  state text not null default 'DUE' check (state in ('DUE', 'DONE')),
  look_at timestamptz default now() + interval '60 seconds',
  created_at timestamptz not null default now(),
  done_at timestamptz,
  primary key (booking_id, no)
);

create index booking_refund_due on booking_refund (look_at) where state = 'DUE';

create table waitlist (
  entry_id text collate "C" primary key,
  session_id text collate "C" not null,
  type_id text collate "C" not null,
  user_id text collate "C" not null,
  quantity int not null check (quantity > 0),
  state text not null default 'WAITING' check (state in ('WAITING', 'OFFERED', 'LEFT')),
  booking_id text collate "C",
  created_at timestamptz not null default now(),
  foreign key (session_id, type_id) references quota on delete cascade
);

create unique index waitlist_once on waitlist (session_id, type_id, user_id)
  where state = 'WAITING';
create index waitlist_line on waitlist (session_id, type_id, entry_id) where state = 'WAITING';
create index waitlist_of_user on waitlist (user_id, entry_id);

-- Each scan as it came, whatever became of it; a repeat finds its first answer.
create table scan (
  scan_id text collate "C" primary key,
  session_id text collate "C" not null,
  ticket_id text collate "C",
  device text not null,
  scanned_at timestamptz not null,
  received_at timestamptz not null default now(),
  by_user text not null,
  verdict text not null,
  first_scan text collate "C"
);

create index scan_of_ticket on scan (ticket_id) where ticket_id is not null;
