-- Where a table has a BEFORE UPDATE trigger for rows, PostgreSQL 18 gives the `old` of RETURNING as
-- the statement first saw the row, and not as it was after waiting for somebody else. Of two
-- refunds of one payment at the same moment, the second was promised more than was left. A trigger
-- that runs afterwards refuses the same changes, and `old` is right again.
drop trigger payment_stays on payment;
create trigger payment_stays
  after update of checkout_id, quote_id, attempt, part, amount_minor, currency on payment
  for each row execute function payment_stays();

-- A refund that was promised too much could never be booked; it is asked for what is left.
with over as (
  select payment_id, sum(r.amount_minor) - p.refunding_minor as much
  from payment p join refund r using (payment_id)
  group by payment_id, p.refunding_minor having sum(r.amount_minor) > p.refunding_minor
), last as (
  select distinct on (payment_id) r.refund_id, o.much
  from over o join refund r using (payment_id)
  where r.status = 'PENDING' and r.amount_minor - r.covered_minor >= o.much
  order by payment_id, r.created_at desc
)
update refund r set amount_minor = r.amount_minor - l.much, turn = r.turn + 1,
  status = case when r.amount_minor = l.much then 'SUCCEEDED' else r.status end,
  next_try_at = case when r.amount_minor = l.much then null else now() end
from last l where r.refund_id = l.refund_id;
