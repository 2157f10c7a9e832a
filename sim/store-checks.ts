// What the simulation asks the database itself: when something is due, how the money of each
// checkout stands, what is on the shelves.
import type pg from 'pg';
import type { Acknowledged } from '../invariants/invariant.ts';

const DUE_OF_ROOM = `
select min(due_at) as at from %room%.saga_state
where due_at is not null and not (status = 'WAITING' and step like 'PERSON\\_%')
union all select min(next_at) from %room%.redelivery where state = 'waiting'`;

const DUE_OF_SHOP = `
select min(expires_at) from inventory.reservation where status = 'held'
union all select min(next_poll_at) from payments.payment
union all select min(next_try_at) from payments.refund where status = 'PENDING'
union all select min(due_at) from sandbox.charge
union all select min(next_at) from sandbox.webhook_out
union all select min(run_at) from jobs._private_jobs where is_available`;

/** One statement for all that the rooms have put off. */
export function dueText(rooms: readonly string[]): string {
  const ofRooms = rooms.map((room) => DUE_OF_ROOM.replaceAll('%room%', room));
  const all = [...ofRooms, DUE_OF_SHOP].join('\nunion all ');
  return 'select (extract(epoch from min(at)) * 1000)::float8 as at from (' + all + ') due';
}

/** Milliseconds since 1970 of what is due next; null when nothing is put off. */
export async function nextDue(client: pg.Client, text: string): Promise<number | null> {
  const found = await client.query<{ at: number | null }>({ name: 'due', text });
  const at = found.rows[0]?.at ?? null;
  return at === null ? null : Math.ceil(at);
}

/** A room's relay has work while a consumer has not passed the end of its outbox. */
const RELAY_BEHIND = `
select 'relay %room%' as work where exists (select from %room%.outbox) and (
  (select count(*) from %room%.outbox_cursor) < %consumers%
  or exists (select from %room%.outbox o, %room%.outbox_cursor c
    where (o.xid, o.position) > (c.xid, c.position)))`;

const INBOX_WAITS = `
select 'inbox %room%' where exists (select from %room%.redelivery where state = 'waiting')`;

/** One statement for the rooms whose events or redeliveries are not done. */
export function workText(rooms: readonly { name: string; consumers: number }[]): string {
  return rooms
    .flatMap(({ name, consumers }) =>
      [RELAY_BEHIND, INBOX_WAITS].map((text) =>
        text.replaceAll('%room%', name).replaceAll('%consumers%', String(consumers)),
      ),
    )
    .join('\nunion all ');
}

/** Names of loops that have work, as their clocks have them. */
export async function workOf(client: pg.Client, text: string): Promise<Set<string>> {
  const found = await client.query<{ work: string }>({ name: 'work', text });
  return new Set(found.rows.map(({ work }) => work));
}

export interface MoneyOf {
  checkoutId: string;
  net_minor: number;
  /** What returns gave back of it, and what of that is known to be settled. */
  granted_minor: number;
  orders: number;
  worth_minor: number;
  status: string | null;
}

const MONEY = `
select c.checkout_id as "checkoutId",
  (coalesce(g.net, 0) + coalesce(k.net, 0))::float8 as net_minor,
  coalesce(d.granted, 0)::float8 as granted_minor,
  coalesce(o.live, 0)::int as orders, coalesce(o.worth, 0)::float8 as worth_minor, o.status
from checkout.checkout c
left join (
  select p.checkout_id, sum(case t.kind when 'capture' then t.amount_minor
    else -t.amount_minor end) as net
  from sandbox.gateway_txn t join payments.payment p on p.payment_id = t.payment_ref
  group by p.checkout_id
) g using (checkout_id)
left join (
  select p.checkout_id, sum(h.amount_minor - h.refunded_minor) as net
  from credit.credit_hold h join payments.payment p on p.idem_key = h.key
  where h.state = 'captured' group by p.checkout_id
) k using (checkout_id)
left join (
  select r.checkout_id, sum(d.granted_minor) as granted
  from returns.return_decision d join returns.return_request r using (return_id)
  where d.refund_id is not null group by r.checkout_id
) d using (checkout_id)
left join (
  select checkout_id, min(status) as status,
    count(*) filter (where status not in ('FAILED', 'CANCELLED', 'REFUNDED')) as live,
    sum(total_minor) filter (where status not in ('FAILED', 'CANCELLED')
      and payment_method <> 'COD') as worth
  from orders."order" group by checkout_id
) o using (checkout_id)`;

const CREDIT = `
select (select coalesce(sum(balance_minor), 0) from credit.credit_account
    where kind = 'STORE_CREDIT' or account_id = any($1::text[]))::float8 as balance_minor,
  (select coalesce(sum(amount_minor - refunded_minor), 0) from credit.credit_hold
    where state = 'captured')::float8 as spent_minor,
  (select count(*) from credit.credit_account where balance_minor < 0)::int as overdrawn`;

export interface CreditOf {
  balance_minor: number;
  spent_minor: number;
  overdrawn: number;
}

/** What these gift cards and all store credit hold, and what they gave for orders. */
export async function creditOf(client: pg.Client, cardIds: string[]): Promise<CreditOf> {
  const values = [cardIds];
  const found = await client.query<CreditOf>({ name: 'credit', text: CREDIT, values });
  return found.rows[0] as CreditOf;
}

/** What the gateway holds for each checkout, against the order it is for. */
export async function moneyOf(client: pg.Client): Promise<MoneyOf[]> {
  return (await client.query<MoneyOf>({ name: 'money', text: MONEY })).rows;
}

export interface ShelfOf {
  variantId: string;
  on_hand: number;
  reserved: number;
  sold: number;
}

const SHELVES = `
select s.variant_id as "variantId", s.on_hand, s.reserved, coalesce(l.sold, 0)::int as sold
from (select variant_id, sum(on_hand)::int as on_hand, sum(reserved)::int as reserved
  from inventory.stock group by variant_id) s
left join (
  select l.variant_id, sum(l.quantity) as sold
  from orders.order_line l join orders."order" o using (order_id)
  where o.status not in ('FAILED', 'CANCELLED', 'PENDING') and l.status <> 'CANCELLED'
  group by l.variant_id
) l using (variant_id)`;

/** Units that are there, held and sold, by variant. */
export async function shelves(client: pg.Client): Promise<ShelfOf[]> {
  return (await client.query<ShelfOf>({ name: 'shelves', text: SHELVES })).rows;
}

const FREE = `
select variant_id as id, sum(on_hand - reserved)::int as units from inventory.stock group by 1`;

/** Units that nobody holds, by variant. */
export async function freeUnits(client: pg.Client): Promise<Map<string, number>> {
  type Row = { id: string; units: number };
  const found = await client.query<Row>({ name: 'free', text: FREE });
  return new Map(found.rows.map(({ id, units }) => [id, units]));
}

const LOST = `
select format('%s of %s: told %s %s, there is %s %s', told."orderId", told."checkoutId",
  told.total_minor, told.currency, o.total_minor, o.currency) as detail
from json_to_recordset($1::json) as told("checkoutId" text, "orderId" text,
  total_minor bigint, currency text)
left join orders."order" o on o.order_id = told."orderId" and o.checkout_id = told."checkoutId"
where (o.total_minor, o.currency) is distinct from (told.total_minor, told.currency)`;

/** Orders that clients were told about and that are not there, or cost something else. */
export async function lostOrders(client: pg.Client, told: readonly Acknowledged[]) {
  const values = [JSON.stringify(told)];
  const found = await client.query<{ detail: string }>({ name: 'lost', text: LOST, values });
  return found.rows.map(({ detail }) => detail);
}

const FACTS = `
select 'an expired hold was taken again' as fact from inventory.stock_ledger
  where reason = 'sale' and ref like '%#%'
union select 'a hold was split over warehouses' from inventory.reservation_line
  group by saga_id, variant_id having count(*) > 1
union select 'a hold expired' from inventory.reservation where status = 'expired'
union select 'money of a checkout without order went back' from payments.refund
  where status = 'SUCCEEDED' and order_id is null
union select 'money of a cancelled order went back' from payments.refund
  where status = 'SUCCEEDED' and order_id is not null
union select 'a saga was taken over' from checkout.saga_step_log began
  join checkout.saga_step_log went_on using (saga_id, step)
  where began.status = 'STARTED' and went_on.status in ('STARTED', 'COMPLETED')
    and began.epoch < went_on.epoch and step !~ '^(SHOPPER|GATEWAY|PERSON)_'
union select 'a saga was resumed' from checkout.saga_state where epoch > 1
union select 'a saga was undone' from checkout.saga_state where status = 'COMPENSATED'
union select 'a purchase was completed' from checkout.saga_state where status = 'COMPLETED'
union select 'a cart was bought by two checkouts in turn' from checkout.checkout
  group by cart_id having count(*) > 1
union select 'a payment took a second attempt' from payments.payment where attempt > 1
union select 'a declined payment captured late' from payments.outbox a join payments.outbox b
  using (agg_id) where a.type = 'PAYMENT_FAILED' and b.type = 'PAYMENT_COMPLETED'
union select 'a payment came from PENDING to captured' from payments.outbox a
  join payments.outbox b using (agg_id)
  where a.type = 'PAYMENT_PENDING' and b.type = 'PAYMENT_COMPLETED'
union select 'an order was placed before its payment was known' from orders.order_transition
  where from_status = 'PENDING' and to_status = 'CONFIRMED'
union select 'a pending order failed' from orders.order_transition
  where from_status = 'PENDING' and to_status = 'FAILED'
union select 'an order was cancelled' from orders."order" where status = 'CANCELLED'
union select 'an order was paid at the door' from orders."order" where payment_method = 'COD'
union select 'units of a cancelled order came back' from inventory.stock_ledger
  where reason = 'restock'
union select 'an attempt was closed before it began' from payments.payment where method = 'NONE'
union select 'a purchase was paid with credit and a card' from payments.payment p
  join payments.payment c using (checkout_id)
  where p.part = 0 and c.part > 0 and p.captured_minor > 0 and c.captured_minor > 0
union select 'a purchase was paid with credit alone' from payments.payment p
  where p.gateway = 'credit' and p.captured_minor > 0 and not exists (
    select from payments.payment o where o.checkout_id = p.checkout_id and o.gateway <> 'credit')
union select 'credit that was set aside was given up' from credit.credit_hold
  where state = 'released' and account_id is not null
union select 'credit came back' from credit.credit_hold where refunded_minor > 0
union select 'a return was settled' from returns.return_request where status = 'REFUNDED'
union select 'a return was exchanged' from returns.return_request where status = 'EXCHANGED'
union select 'a webhook was sent again' from sandbox.webhook_out where tries > 1
union select 'the last unit was sold' from inventory.stock where on_hand = 0 and version > 1
union select 'a checkout was extended' from checkout.checkout where extensions > 0`;

/** Situations that this seed came through, as its tables tell. */
export async function factsOf(client: pg.Client): Promise<string[]> {
  const found = await client.query<{ fact: string }>({ name: 'facts', text: FACTS });
  return found.rows.map(({ fact }) => fact);
}

/** All that FACTS can find, for the catalogue. */
export const knownFacts: readonly string[] = [...FACTS.matchAll(/select '([^']+)'/g)].map(
  ([, fact = '']) => fact,
);

/** What time it is for statements of this connection. */
export async function tell(client: pg.Client, now_ms: number): Promise<void> {
  const values = [new Date(now_ms).toISOString()];
  await client.query({ name: 'tell', text: "select set_config('sim.now', $1, false)", values });
}
