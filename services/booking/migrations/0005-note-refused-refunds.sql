-- What payments refuses to give back is asked for again, more and more seldom, and told meanwhile.
alter table booking_refund add column tries int not null default 0;
alter table booking_refund add column refused text;
alter table booking_refund add column refused_at timestamptz;

create index booking_refund_refused on booking_refund (booking_id, no)
  where state = 'DUE' and refused is not null;
