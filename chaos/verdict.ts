// What must be true when a schedule is over: every invariant of the house, what the shopper was
// told, what the gateway's own ledger says, and what is left on the shelves.
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import { rooms } from '#services/directory.ts';
import { checkIn, withoutFsync, type CheckReport } from '../invariants/check.ts';
import { tableOf } from '../invariants/report.ts';
import { pause } from './client.ts';
import type { Acknowledged } from '../invariants/invariant.ts';
import type { Lane } from './lane.ts';
import type { Path } from './points.ts';
import { totals, type Shape } from './shape.ts';
import { insist } from './insist.ts';
import type { Shopper, Told } from './story.ts';
import { letTimePass, underWay } from './world.ts';

const rest_ms_max = 150_000;
const nudge_ms = 3_000;
const poll_ms = 30;
/** Of the stock ledger, when units are missing. */
const moves_max = 60;

/** While the victim is dead: what holds at every moment holds at this one. */
export async function instantlyTrue(lane: Lane): Promise<void> {
  const report = await lawsOf(lane);
  const broken = Object.entries(report.instant).filter(([, count]) => count > 0);
  assert.deepEqual(broken, [], tableOf(report));
}

/** Every law, as of one moment. */
async function lawsOf(lane: Lane, journal?: readonly Acknowledged[]): Promise<CheckReport> {
  return lane.laws.with(async (client) => {
    await client.query('begin isolation level repeatable read read only');
    const known = journal ? { journal } : {};
    const report = await checkIn(client, { url: '', rooms, without: withoutFsync, ...known });
    await client.query('commit');
    return report;
  });
}

/** As soon as every law holds; or what does not hold, now for ever, or after a long while. */
async function lawsAtRest(lane: Lane): Promise<CheckReport> {
  const until = performance.now() + rest_ms_max;
  for (let pause_ms = poll_ms; ; pause_ms *= 1.3) {
    const report = await lawsOf(lane, lane.journal.orders());
    const broken = Object.values(report.instant).some((count) => count > 0);
    if (report.violations === 0 || broken || performance.now() > until) return report;
    lane.waits.check();
    await pause(Math.min(pause_ms, 500));
  }
}

/** Waits until nothing is under way, then asks everything; throws what is wrong. */
export async function verdict(of: {
  lane: Lane;
  told: Told;
  shopper: Shopper;
  shape: Shape;
  path: Path;
}): Promise<void> {
  const { lane } = of;
  await comesToRest(lane);
  await lane.waits.during('the verdict', () => judge(of));
}

async function judge({ lane, told, shopper, shape, path }: Parameters<typeof verdict>[0]) {
  const found = await factsOf(lane, shopper);
  const heard = lane.journal.keys();
  const waiting = found.running.filter((key) => !heard.has(key));
  assert.deepEqual(waiting, [], 'requests without an answer that are still claimed');
  // A reply that could not be kept is worked out again, once its claim has run out.
  if (found.running.length > 0) await lane.letTimePass();
  await repeatsAreEqual(told);
  const believed = told.ordered.map(({ orderId }) => orderId).sort();
  assert.deepEqual(found.orders, believed, 'the orders that the shopper was told about');
  const made = believed.length + told.cancelled.length;
  if (!path.startsWith('undo') && path !== 'leave') assert.equal(made, 1, 'one order');
  assert.equal(found.captures, believed.length, "captures in the gateway's ledger, less refunds");
  await shelvesAreRight(lane, { told, shape });
  const report = await lawsAtRest(lane);
  assert.equal(report.violations, 0, tableOf(report));
  assert.deepEqual(report.notes, []);
}

/** What was cancelled goes back by events: they are waited for as long as for anything else. */
export async function moneyAndUnitsAreBack(
  lane: Lane,
  of: { told: Told; shape: Shape },
): Promise<void> {
  await insist(lane, 'money and units go back', async () => {
    await comesToRest(lane);
    await shelvesAreRight(lane, of);
    const left = await lane.facts.with(async (client) => {
      const { rows } = await client.query<{ left: number }>(
        `select coalesce(sum(p.captured_minor - p.refunded_minor), 0)::int as left
         from payments.payment p join orders."order" o using (checkout_id)
         where o.order_id = any($1::text[])`,
        [of.told.cancelled],
      );
      return rows[0]?.left;
    });
    assert.equal(left, 0, 'money of a cancelled order');
  });
}

/** The same key gets the same answer, also when the process that gave it is dead. */
async function repeatsAreEqual({ lastPaid, repeat }: Told): Promise<void> {
  if (lastPaid?.status !== 200 || !repeat) return;
  const again = await repeat();
  assert.equal(again.status, 200, JSON.stringify(again.body));
  assert.deepEqual(again.body, lastPaid.body, 'the same key gets the same answer');
}

/** Nothing is under way. What waits for a lease or a pause of the dead is given more time. */
export async function comesToRest(lane: Lane): Promise<void> {
  const { waits } = lane;
  const started = performance.now();
  const rest = async (client: pg.Client) => {
    for (let nudged = started; ;) {
      const left = await underWay(client);
      if (left.length === 0) return;
      const now = performance.now();
      const s = Math.round((now - started) / 1_000);
      assert.ok(now - started < rest_ms_max, `under way after ${s} s:\n${left.join('\n')}`);
      waits.check();
      if (now - nudged > nudge_ms) {
        nudged = now;
        await letTimePass(client);
      }
      await pause(poll_ms);
    }
  };
  await waits.during('rest', () => lane.facts.with(rest));
}

async function factsOf(lane: Lane, { userId }: Shopper) {
  return lane.facts.with(async (client) => {
    const { rows } = await client.query<{ orders: string[]; captures: number; running: string[] }>(
      `select
         array(select order_id from orders."order"
           where user_id = $1 and status in ('CONFIRMED', 'DELIVERED')
           order by order_id) as orders,
         (select coalesce(sum(case g.kind when 'capture' then 1 else -1 end), 0)::int
           from sandbox.gateway_txn g join payments.payment p on p.payment_id = g.payment_ref
           where p.user_id = $1) as captures,
         array(select key from checkout.idempotency
           where principal like '%' || $1
             and claim_id not in (select claim_id from checkout.idempotency_reply)) as running`,
      [userId],
    );
    const found = rows[0];
    assert.ok(found);
    return found;
  });
}

async function shelvesAreRight(
  lane: Lane,
  { told, shape }: { told: Told; shape: Shape },
): Promise<void> {
  const found = await totals(lane, shape.lines);
  const sold = told.ordered.filter(({ checkoutId }) => !told.restocked.has(checkoutId)).length;
  const wanted = shape.lines.map(({ variantId, levels, quantity }) => {
    const units = told.lost ? 0 : levels[0] + levels[1] - sold * quantity;
    return [variantId, units];
  });
  const left = shape.lines.map(({ variantId }) => [variantId, found.get(variantId) ?? 0]);
  if (isDeepStrictEqual(left, wanted)) return;
  const moves = await lastMoves(lane, shape);
  const sums = `${JSON.stringify(left)}, not ${JSON.stringify(wanted)}`;
  assert.fail(`units on the shelves: ${sums}; their last moves:\n${moves.join('\n')}`);
}

/** What the stock ledger says of these variants, the newest first: for who must find out why. */
async function lastMoves(lane: Lane, { lines }: Shape): Promise<string[]> {
  return lane.facts.with(async (client) => {
    const { rows } = await client.query<{ move: string }>(
      `select concat_ws(' ', at, variant_id, warehouse_id, d_on_hand, d_reserved, reason, ref)
         as move
       from inventory.stock_ledger where variant_id = any($1::text[])
       order by seq desc limit $2`,
      [lines.map(({ variantId }) => variantId), moves_max],
    );
    return rows.map(({ move }) => move);
  });
}
