// A small consistent world for the mutation test, written directly into the rooms' tables:
// chk_1 was paid and ordered, chk_2 is open, chk_3 was undone and refunded, chk_4 is cash on
// delivery, chk_5 was paid with a card and a gift card. Statements are split so that a wide one
// stays readable.

// Every product of the world, also of a grown one, at the price of its only variant.
const listed = `
insert into catalog.listing (currency, product_id, variant_id, seller_id, category_id,
  price_minor, base_minor, rating_x100, review_count, variant_count, in_stock, product_version)
select r.currency, p.product_id, v.variant_id, p.seller_id, p.category_id, r.base_minor,
  r.base_minor, p.rating_x100, p.review_count, 1, true, p.version
from catalog.product p join catalog.variant v using (product_id)
join catalog.variant_price r using (variant_id)
where not exists (select 1 from catalog.listing l where l.product_id = p.product_id);`;

const catalogue =
  `
insert into catalog.category (category_id, slug, name, path, depth)
values ('cat_1', 'things_1', 'Things', 'things_1', 1);
insert into catalog.product (product_id, seller_id, slug, name, description, category_id, currency,
  status, seller_approved)
values ('prod_1', 'slr_1', 'one_1', 'One', '', 'cat_1', 'USD', 'ACTIVE', true),
  ('prod_2', 'slr_2', 'two_2', 'Two', '', 'cat_1', 'USD', 'ACTIVE', true);
insert into catalog.variant (variant_id, product_id, seller_id, sku, name, position)
values ('var_1', 'prod_1', 'slr_1', 'A_1', 'A', 1), ('var_2', 'prod_2', 'slr_2', 'B_2', 'B', 1);
insert into sellers.seller (seller_id, name, name_key, slug, description, status)
values ('slr_1', 'First', 'first_1', 'first_1', '', 'APPROVED'),
  ('slr_2', 'Second', 'second_2', 'second_2', '', 'APPROVED');
insert into pricing.price (variant_id, currency, base_minor)
values ('var_1', 'USD', 100), ('var_2', 'USD', 40);
insert into catalog.variant_price (variant_id, currency, base_minor, version)
values ('var_1', 'USD', 100, 1), ('var_2', 'USD', 40, 1);
insert into catalog.variant_stock (variant_id, warehouse_id, available, version)
values ('var_1', 'wh_1', 6, 1), ('var_2', 'wh_1', 3, 0);
` +
  listed +
  `
insert into pricing.quote (quote_id, checkout_id, currency, subtotal_minor, discount_minor,
  shipping_minor, tax_minor, total_minor, shipping_method, expires_at)
values ('qte_1', 'chk_1', 'USD', 300, 30, 20, 10, 300, 'STANDARD', now() + interval '1 hour'),
  ('qte_2', 'chk_2', 'USD', 100, 0, 0, 0, 100, 'STANDARD', now() + interval '1 hour'),
  ('qte_3', 'chk_3', 'USD', 80, 0, 0, 0, 80, 'STANDARD', now() + interval '1 hour'),
  ('qte_4', 'chk_4', 'USD', 40, 0, 0, 0, 40, 'STANDARD', now() + interval '1 hour'),
  ('qte_5', 'chk_5', 'USD', 40, 0, 20, 0, 60, 'STANDARD', now() + interval '1 hour');
insert into pricing.quote_line (quote_id, line_no, variant_id, product_id, seller_id, quantity,
  unit_minor, total_minor, discount_minor)
values ('qte_1', 1, 'var_1', 'prod_1', 'slr_1', 3, 100, 300, 30),
  ('qte_2', 1, 'var_1', 'prod_1', 'slr_1', 1, 100, 100, 0),
  ('qte_3', 1, 'var_2', 'prod_2', 'slr_2', 2, 40, 80, 0),
  ('qte_4', 1, 'var_2', 'prod_2', 'slr_2', 1, 40, 40, 0),
  ('qte_5', 1, 'var_2', 'prod_2', 'slr_2', 1, 40, 40, 0);`;

const stock = `
insert into inventory.warehouse (warehouse_id, name, latitude, longitude, country)
values ('wh_1', 'House', 0, 0, 'US');
insert into inventory.stock (variant_id, warehouse_id, product_id, seller_id, on_hand, reserved,
  version)
values ('var_1', 'wh_1', 'prod_1', 'slr_1', 7, 1, 1), ('var_2', 'wh_1', 'prod_2', 'slr_2', 3, 0, 0);
insert into inventory.stock_ledger (variant_id, warehouse_id, d_on_hand, d_reserved, reason, ref)
values ('var_1', 'wh_1', 10, 0, 'receipt', 'r_1'), ('var_2', 'wh_1', 5, 0, 'receipt', 'r_2'),
  ('var_1', 'wh_1', 0, 3, 'reserve', 'saga_1'), ('var_1', 'wh_1', -3, -3, 'sale', 'saga_1'),
  ('var_1', 'wh_1', 0, 1, 'reserve', 'saga_2'), ('var_2', 'wh_1', 0, 2, 'reserve', 'saga_3'),
  ('var_2', 'wh_1', 0, -2, 'release', 'saga_3#2'), ('var_2', 'wh_1', 0, 1, 'reserve', 'saga_4'),
  ('var_2', 'wh_1', -1, -1, 'sale', 'saga_4'), ('var_2', 'wh_1', 0, 1, 'reserve', 'saga_5'),
  ('var_2', 'wh_1', -1, -1, 'sale', 'saga_5');
insert into inventory.reservation (saga_id, reservation_id, status, expires_at, order_id, version)
values ('saga_1', 'res_1', 'consumed', now(), 'ord_1', 2),
  ('saga_2', 'res_2', 'held', now() + interval '10 minutes', null, 1),
  ('saga_3', 'res_3', 'released', now(), null, 2),
  ('saga_4', 'res_4', 'consumed', now(), 'ord_4', 2),
  ('saga_5', 'res_5', 'consumed', now(), 'ord_5', 2);
insert into inventory.reservation_line (saga_id, variant_id, warehouse_id, product_id, quantity)
values ('saga_1', 'var_1', 'wh_1', 'prod_1', 3), ('saga_2', 'var_1', 'wh_1', 'prod_1', 1),
  ('saga_3', 'var_2', 'wh_1', 'prod_2', 2), ('saga_4', 'var_2', 'wh_1', 'prod_2', 1),
  ('saga_5', 'var_2', 'wh_1', 'prod_2', 1);
insert into inventory.outbox (type, agg_type, agg_id, agg_version, payload, metadata)
select 'T', a, i, v, '{}', '{}' from (values ('stock', 'var_1:wh_1', 1),
  ('reservation', 'res_1', 1), ('reservation', 'res_1', 2), ('reservation', 'res_2', 1),
  ('reservation', 'res_3', 1), ('reservation', 'res_3', 2), ('reservation', 'res_4', 1),
  ('reservation', 'res_4', 2), ('reservation', 'res_5', 1),
  ('reservation', 'res_5', 2)) t(a, i, v);`;

const purchases = `
insert into checkout.checkout (checkout_id, saga_id, user_id, cart_id, status, version, currency,
  total_minor, quote_id, expires_at, order_id)
values ('chk_1', 'saga_1', 'usr_1', 'cart_1', 'COMPLETED', 2, 'USD', 300, 'qte_1', now(), 'ord_1'),
  ('chk_2', 'saga_2', 'usr_2', 'cart_2', 'OPEN', 1, 'USD', 100, 'qte_2',
    now() + interval '10 minutes', null),
  ('chk_3', 'saga_3', 'usr_3', 'cart_3', 'FAILED', 2, 'USD', 80, 'qte_3', now(), null),
  ('chk_4', 'saga_4', 'usr_4', 'cart_4', 'COMPLETED', 2, 'USD', 40, 'qte_4', now(), 'ord_4'),
  ('chk_5', 'saga_5', 'usr_5', 'cart_5', 'COMPLETED', 2, 'USD', 60, 'qte_5', now(), 'ord_5');
insert into checkout.outbox (type, agg_type, agg_id, agg_version, payload, metadata)
select 'T', 'checkout', i, v, '{}', '{}' from (values ('chk_1', 1), ('chk_1', 2), ('chk_2', 1),
  ('chk_3', 1), ('chk_3', 2), ('chk_4', 1), ('chk_4', 2), ('chk_5', 1), ('chk_5', 2)) t(i, v);
insert into checkout.saga_state (saga_id, type, key, status, epoch, wake_at, due_at, step)
select id, 'checkout', key, status, epoch, due_at, due_at, step
from (values ('saga_1', 'cart_1:1:0', 'COMPLETED', 1, null, null),
  ('saga_2', 'cart_2:1:0', 'WAITING', 1, now() + interval '10 minutes', 'SHOPPER_1'),
  ('saga_3', 'cart_3:1:0', 'COMPENSATED', 2, null, null),
  ('saga_4', 'cart_4:1:0', 'COMPLETED', 1, null, null),
  ('saga_5', 'cart_5:1:0', 'COMPLETED', 1, null, null)) s(id, key, status, epoch, due_at, step);
insert into checkout.saga_input (saga_id, input)
select 'saga_' || n, jsonb_build_object('checkoutId', 'chk_' || n) from generate_series(1, 5) n;
insert into checkout.saga_journal (saga_id, epoch, entries)
values ('saga_3', 1, '[{"step": "HOLD", "status": "STARTED"}]'),
  ('saga_3', 2, '[{"step": "HOLD", "status": "COMPLETED"}]');
insert into checkout.idempotency (principal, route, key, request_hash)
values ('usr_1', 'pay', 'key_1', 'hash');`;

const money = `
insert into payments.payment (payment_id, checkout_id, saga_id, quote_id, user_id, attempt, method,
  gateway, amount_minor, currency, authorized_minor, captured_minor, refunded_minor,
  refunding_minor, status, idem_key, version)
values
  ('pay_1', 'chk_1', 'saga_1', 'qte_1', 'usr_1', 1, 'CARD', 'sandbox', 300, 'USD', 300, 300, 0, 0,
    'CAPTURED', 'pay:chk_1:1', 2),
  ('pay_3', 'chk_3', 'saga_3', 'qte_3', 'usr_3', 1, 'CARD', 'sandbox', 80, 'USD', 80, 80, 80, 80,
    'REFUNDED', 'pay:chk_3:1', 2),
  ('pay_4', 'chk_4', 'saga_4', 'qte_4', 'usr_4', 1, 'COD', 'cod', 40, 'USD', 0, 0, 0, 0,
    'ACCEPTED', 'pay:chk_4:1', 1);
insert into payments.payment (payment_id, checkout_id, saga_id, quote_id, user_id, attempt, part,
  method, gateway, amount_minor, currency, authorized_minor, captured_minor, status, idem_key,
  version)
values
  ('pay_5', 'chk_5', 'saga_5', 'qte_5', 'usr_5', 1, 0, 'CARD', 'sandbox', 35, 'USD', 35, 35,
    'CAPTURED', 'pay:chk_5:1', 1),
  ('part_5', 'chk_5', 'saga_5', 'qte_5', 'usr_5', 1, 1, 'GIFT_CARD', 'credit', 25, 'USD', 25, 25,
    'CAPTURED', 'pay:chk_5:1:1', 1);
insert into payments.refund (refund_id, payment_id, key, amount_minor, currency, reason, status)
values ('rfd_1', 'pay_3', 'undo', 80, 'USD', 'undone', 'SUCCEEDED');
insert into payments.chargeback (gateway, dispute_id, payment_id, amount_minor, currency, reason,
  status, told_at, fee_minor, fee_currency)
values ('sandbox', 'gds_1', 'pay_1', 30, 'USD', 'fraudulent', 'needs_response', now(), 15, 'USD');
insert into payments.journal (txn_id, account, payment_id, amount_minor, currency)
select t, a, p, m, 'USD' from (values
  ('capture:pay_1', 'gateway_receivable', 'pay_1', 300),
  ('capture:pay_1', 'sales_clearing', 'pay_1', -300),
  ('capture:pay_3', 'gateway_receivable', 'pay_3', 80),
  ('capture:pay_3', 'sales_clearing', 'pay_3', -80),
  ('refund:rfd_1', 'gateway_receivable', 'pay_3', -80),
  ('refund:rfd_1', 'sales_clearing', 'pay_3', 80),
  ('capture:pay_5', 'gateway_receivable', 'pay_5', 35),
  ('capture:pay_5', 'sales_clearing', 'pay_5', -35),
  ('capture:part_5', 'gateway_receivable', 'part_5', 25),
  ('capture:part_5', 'sales_clearing', 'part_5', -25)) t(t, a, p, m);
insert into payments.outbox (type, agg_type, agg_id, agg_version, payload, metadata)
select 'T', 'payment', i, v, '{}', '{}'
from (values ('pay_1', 1), ('pay_1', 2), ('pay_3', 1), ('pay_3', 2), ('pay_4', 1), ('pay_5', 1),
  ('part_5', 1)) t(i, v);
insert into sandbox.gateway_txn (txn_id, key, kind, charge_key, amount_minor, currency, payment_ref)
values ('t_1', 'pay:chk_1:1', 'capture', 'pay:chk_1:1', 300, 'USD', 'pay_1'),
  ('t_2', 'pay:chk_3:1', 'capture', 'pay:chk_3:1', 80, 'USD', 'pay_3'),
  ('t_3', 'rfd_1', 'refund', 'pay:chk_3:1', 80, 'USD', 'pay_3'),
  ('t_5', 'pay:chk_5:1', 'capture', 'pay:chk_5:1', 35, 'USD', 'pay_5');
insert into credit.credit_account (account_id, kind, currency, balance_minor, version)
values ('gft_5', 'GIFT_CARD', 'USD', 15, 1);
insert into credit.movement (movement_id, account_id, kind, amount_minor, checkout_id, actor)
values ('mov_5', 'gft_5', 'issue', 40, null, 'usr_1'),
  ('spend:pay:chk_5:1:1', 'gft_5', 'spend', -25, 'chk_5', 'payments');
insert into credit.credit_hold (key, account_id, checkout_id, amount_minor, state)
values ('pay:chk_5:1:1', 'gft_5', 'chk_5', 25, 'captured');
insert into credit.outbox (type, agg_type, agg_id, agg_version, payload, metadata)
values ('CREDIT_ISSUED', 'credit', 'gft_5', 1, '{}', '{}');`;

const books = `
insert into ledger.entry (txn_id, line_no, kind, account, owner, currency, amount_minor,
  checkout_id, order_id, order_line, occurred_at)
select t, n, split_part(t, ':', 1), a, o, 'USD', m, c, r, l, now() from (values
  ('capture:pay_1', 1, 'gateway', '', 300, 'chk_1', null, null::int),
  ('capture:pay_1', 2, 'buyer', '', -300, 'chk_1', null, null),
  ('capture:pay_3', 1, 'gateway', '', 80, 'chk_3', null, null),
  ('capture:pay_3', 2, 'buyer', '', -80, 'chk_3', null, null),
  ('refund:rfd_1', 1, 'buyer', '', 80, 'chk_3', null, null),
  ('refund:rfd_1', 2, 'gateway', '', -80, 'chk_3', null, null),
  ('sale:ord_1', 1, 'buyer', '', 300, 'chk_1', 'ord_1', null),
  ('sale:ord_1', 2, 'seller', 'slr_1', -243, 'chk_1', 'ord_1', 1),
  ('sale:ord_1', 3, 'commission', 'slr_1', -27, 'chk_1', 'ord_1', 1),
  ('sale:ord_1', 4, 'tax', '', -10, 'chk_1', 'ord_1', null),
  ('sale:ord_1', 5, 'shipping', '', -20, 'chk_1', 'ord_1', null),
  ('sale:ord_4', 1, 'buyer', '', 40, 'chk_4', 'ord_4', null),
  ('sale:ord_4', 2, 'seller', 'slr_2', -36, 'chk_4', 'ord_4', 1),
  ('sale:ord_4', 3, 'commission', 'slr_2', -4, 'chk_4', 'ord_4', 1),
  ('dispute:sandbox:gds_1:2:USD', 1, 'disputed', '', 30, 'chk_1', null, null),
  ('dispute:sandbox:gds_1:2:USD', 2, 'dispute_fee', '', 15, 'chk_1', null, null),
  ('dispute:sandbox:gds_1:2:USD', 3, 'gateway', '', -45, 'chk_1', null, null),
  ('issue:mov_5', 1, 'credit_issued', '', 40, null, null, null),
  ('issue:mov_5', 2, 'gift_card', '', -40, null, null, null),
  ('capture:pay_5', 1, 'gateway', '', 35, 'chk_5', null, null),
  ('capture:pay_5', 2, 'buyer', '', -35, 'chk_5', null, null),
  ('capture:part_5', 1, 'gift_card', '', 25, 'chk_5', null, null),
  ('capture:part_5', 2, 'buyer', '', -25, 'chk_5', null, null),
  ('sale:ord_5', 1, 'buyer', '', 60, 'chk_5', 'ord_5', null),
  ('sale:ord_5', 2, 'seller', 'slr_2', -36, 'chk_5', 'ord_5', 1),
  ('sale:ord_5', 3, 'commission', 'slr_2', -4, 'chk_5', 'ord_5', 1),
  ('sale:ord_5', 4, 'shipping', '', -20, 'chk_5', 'ord_5', null))
  e(t, n, a, o, m, c, r, l);`;

const ordered = `
insert into orders."order" (order_id, order_number, checkout_id, saga_id, user_id, cart_id,
  quote_id, payment_id, status, payment_method, payment_status, currency, subtotal_minor,
  discount_minor, shipping_minor, tax_minor, total_minor, shipping_method, shipping_address,
  version)
values
  ('ord_1', 'N_1', 'chk_1', 'saga_1', 'usr_1', 'cart_1', 'qte_1', 'pay_1', 'CONFIRMED', 'CARD',
    'CAPTURED', 'USD', 300, 30, 20, 10, 300, 'STANDARD', '{}', 2),
  ('ord_3', 'N_3', 'chk_3', 'saga_3', 'usr_3', 'cart_3', 'qte_3', 'pay_3', 'FAILED', 'CARD',
    'REFUNDED', 'USD', 80, 0, 0, 0, 80, 'STANDARD', '{}', 2),
  ('ord_4', 'N_4', 'chk_4', 'saga_4', 'usr_4', 'cart_4', 'qte_4', 'pay_4', 'CONFIRMED', 'COD',
    'PENDING', 'USD', 40, 0, 0, 0, 40, 'STANDARD', '{}', 1),
  ('ord_5', 'N_5', 'chk_5', 'saga_5', 'usr_5', 'cart_5', 'qte_5', 'pay_5', 'CONFIRMED', 'CARD',
    'CAPTURED', 'USD', 40, 0, 20, 0, 60, 'STANDARD', '{}', 1);
insert into orders.order_line (order_id, line_no, variant_id, product_id, seller_id, warehouse_ids,
  quantity, unit_minor, total_minor, discount_minor, name)
values ('ord_1', 1, 'var_1', 'prod_1', 'slr_1', '{wh_1}', 3, 100, 300, 30, 'A'),
  ('ord_3', 1, 'var_2', 'prod_2', 'slr_2', '{wh_1}', 2, 40, 80, 0, 'B'),
  ('ord_4', 1, 'var_2', 'prod_2', 'slr_2', '{wh_1}', 1, 40, 40, 0, 'B'),
  ('ord_5', 1, 'var_2', 'prod_2', 'slr_2', '{wh_1}', 1, 40, 40, 0, 'B');
insert into orders.order_transition (order_id, seq, from_status, to_status, actor)
values ('ord_1', 1, null, 'PENDING', 'checkout'), ('ord_1', 2, 'PENDING', 'CONFIRMED', 'checkout'),
  ('ord_3', 1, null, 'PENDING', 'checkout'), ('ord_3', 2, 'PENDING', 'FAILED', 'checkout'),
  ('ord_4', 1, null, 'CONFIRMED', 'checkout'), ('ord_5', 1, null, 'CONFIRMED', 'checkout');
insert into orders.document_series (kind, year, last)
values ('invoice', 2026, 1), ('credit-note', 2026, 1);
insert into orders.document (kind, year, seq, order_id, refund_id, facts)
values ('invoice', 2026, 1, 'ord_1', null,
    '{"currency": "USD", "subtotal_minor": 300, "tax_minor": 10, "total_minor": 300}'),
  ('credit-note', 2026, 1, 'ord_1', 'rfd_9', '{"tax_minor": 10, "total_minor": 300}');
insert into orders.outbox (type, agg_type, agg_id, agg_version, payload, metadata)
select t, 'order', i, v, '{}', '{}' from (values ('ORDER_CREATED', 'ord_1', 1), ('T', 'ord_1', 2),
  ('ORDER_CREATED', 'ord_3', 1), ('T', 'ord_3', 2), ('ORDER_CREATED', 'ord_4', 1),
  ('ORDER_CREATED', 'ord_5', 1)) t(t, i, v);
insert into orders.outbox_cursor (consumer, xid, position)
select 'cart.clear', xid, position from orders.outbox order by xid desc, position desc limit 1;
insert into cart.inbox (consumer, event_id)
select 'cart.clear', event_id from orders.outbox where type = 'ORDER_CREATED';`;

// One unit of ord_1 has left and its return is announced.
const returned = `
update orders.order_line set status = 'PICKED', shipped = 1 where order_id = 'ord_1';
insert into returns.return_order (order_id, order_number, user_id) values ('ord_1', 'N_1', 'usr_1');
insert into returns.order_unit (order_id, line_no, shipped, open) values ('ord_1', 1, 1, 1);
insert into returns.return_request (return_id, return_number, order_id, order_number, checkout_id,
  payment_id, user_id, seller_id, request_key, status, resolution, reason, condition, note,
  currency, paid, ship_to, cash, created_by)
values ('ret_1', 'RN_1', 'ord_1', 'N_1', 'chk_1', 'pay_1', 'usr_1', 'slr_1', 'k_1', 'REQUESTED',
  'REFUND', 'other', 'UNUSED', '', 'USD', '{}', '{}', false, 'customer');
insert into returns.return_line (return_id, line_no, variant_id, product_id, warehouse_id, name,
  quantity) values ('ret_1', 1, 'var_1', 'prod_1', 'wh_1', 'A', 1);
insert into returns.return_transition (return_id, seq, to_status, actor)
values ('ret_1', 1, 'REQUESTED', 'customer');
insert into returns.outbox (type, agg_type, agg_id, agg_version, payload, metadata)
values ('RETURN_REQUESTED', 'return', 'ret_1', 1, '{}', '{}');`;

/** The statements of the world, to be run as one text. */
export const seed = [catalogue, stock, purchases, money, books, ordered, returned].join('\n');

/** What the client of chk_1 was told. */
export const seedJournal = [
  { checkoutId: 'chk_1', orderId: 'ord_1', total_minor: 300, currency: 'USD' },
];

/**
 * Copies the whole world $1 times, with other ids: '_1' becomes '_1x7' in the seventh copy.
 * Positions, sequences and event ids are made anew.
 */
export const growth =
  `
create function pg_temp.grow(copies int) returns void language plpgsql as $$
declare t regclass; names text; into_rows text;
begin
  foreach t in array array['catalog.category', 'catalog.product', 'catalog.variant',
    'catalog.variant_price', 'catalog.variant_stock',
    'sellers.seller', 'pricing.price', 'pricing.price_list', 'pricing.price_entry',
    'pricing.quote', 'pricing.quote_line',
    'pricing.coupon', 'pricing.coupon_code', 'pricing.coupon_use',
    'pricing.promotion_purse', 'pricing.promotion_use', 'pricing.first_order',
    'inventory.warehouse', 'inventory.stock',
    'inventory.stock_ledger', 'inventory.reservation', 'inventory.reservation_line',
    'inventory.outbox', 'checkout.checkout', 'checkout.outbox', 'checkout.saga_state',
    'checkout.saga_input', 'checkout.saga_journal', 'checkout.idempotency',
    'payments.payment', 'payments.refund', 'payments.chargeback', 'payments.journal',
    'payments.outbox', 'ledger.entry',
    'credit.credit_account', 'credit.movement', 'credit.credit_hold', 'credit.outbox',
    'sandbox.gateway_txn', 'orders."order"',
    'orders.order_line', 'orders.order_transition', 'orders.outbox', 'returns.return_order',
    'returns.order_unit', 'returns.return_request', 'returns.return_line',
    'returns.return_transition', 'returns.outbox', 'reviews.purchase', 'reviews.post',
    'reviews.post_transition', 'reviews.vote', 'reviews.product_rating', 'media.picture',
    'media.picture_quota',
    'sellers.product_rating', 'sellers.seller_rating']::regclass[]
  loop
    select string_agg(quote_ident(attname), ', ') into names from pg_attribute
    where attrelid = t and attnum > 0 and not attisdropped and attidentity = ''
      and attname not in ('xid', 'event_id');
    into_rows := 'insert into ' || t || ' (' || names || ') select ' || names || ' from '
      || 'generate_series(1, ' || copies || ') n, ' || t || ' t, jsonb_populate_record(null::'
      || t || ', regexp_replace((to_jsonb(t) - ''xid'')::text, ''_([1-5])\\y'', ''_\\1x'' || n, '
      || '''g'')::jsonb)';
    execute replace(into_rows, 'select ' || names, 'select ' || (
      select string_agg('jsonb_populate_record.' || name, ', ')
      from unnest(string_to_array(names, ', ')) name));
  end loop;
` +
  listed +
  `
end $$`;
