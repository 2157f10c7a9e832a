-- A checkout can be paid in parts: what a gateway outside charges is part 0, gift cards and store
-- credit are 1 and up. All parts of an attempt sum to what was quoted.
alter table payment add column part smallint not null default 0;
alter table payment drop constraint payment_checkout_id_attempt_key;
alter table payment add unique (checkout_id, attempt, part);
alter table payment drop constraint payment_method_check;
alter table payment add constraint payment_method_check check (method in ('CARD', 'PAYPAL', 'UPI',
  'COD', 'GIFT_CARD', 'STORE_CREDIT', 'NONE'));
alter table payment add constraint payment_part_check
  check (part between 0 and 10 and (part > 0) = (gateway = 'credit'));
