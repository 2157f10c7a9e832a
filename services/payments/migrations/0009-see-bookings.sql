-- The part of a booking's clock that this room knows.
create table booking_seen (
  booking_id text collate "C" primary key,
  seen int not null
);
