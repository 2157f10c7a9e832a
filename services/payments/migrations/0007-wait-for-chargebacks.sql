-- A refund waits while the buyer's bank has the money too, and what the bank gave the buyer for
-- good is not sent again: it covers the refund.
alter table payment add column covered_minor bigint not null default 0;

alter table refund
  -- The amount or nothing: a chargeback covers only what there is no money left for.
  add column whole boolean not null default false,
  -- What a lost chargeback has paid of it; the rest goes through the gateway.
  add column covered_minor bigint not null default 0,
  -- When the gateway was last asked; null: it surely has not heard of it.
  add column sent_at timestamptz,
  -- Counts noes and changes of what is sent: a gateway that remembers keys is asked anew.
  add column turn int not null default 0,
  -- Since when it waits for a chargeback to end.
  add column waits_since timestamptz;
alter table refund drop constraint refund_status_check;
alter table refund add constraint refund_status_check
  check (status in ('PENDING', 'SUCCEEDED', 'COVERED'));
alter table refund add constraint refund_covered_check check (0 <= covered_minor
  and covered_minor <= amount_minor and (status = 'COVERED') = (covered_minor > 0
    and covered_minor = amount_minor));
update refund set sent_at = updated_at where status = 'PENDING';
