-- The few sessions whose bookings are to end, so that looking for them does not read all bookings.
create index session_off on session (session_id) where state = 'CANCELLED' or refund_all;
