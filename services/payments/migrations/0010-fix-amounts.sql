-- What a payment is for is written once: with captured ≤ authorized ≤ amount, no other sum than
-- the one that was quoted can ever be captured.
create function payment_stays() returns trigger language plpgsql as $$
begin
  if (old.checkout_id, old.quote_id, old.attempt, old.part, old.amount_minor, old.currency)
    is distinct from
    (new.checkout_id, new.quote_id, new.attempt, new.part, new.amount_minor, new.currency)
  then
    raise exception 'what a payment is for never changes'
      using errcode = '23514', constraint = tg_name;
  end if;
  return new;
end $$;

create trigger payment_stays
  before update of checkout_id, quote_id, attempt, part, amount_minor, currency on payment
  for each row execute function payment_stays();
