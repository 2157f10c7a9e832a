-- How many notices there were of each booking: this room's part of the booking's clock.
create table booking_told (
  booking_id text collate "C" primary key,
  told int not null
);
