// An order that comes back: its seller sends it, it arrives, the buyer announces all of it, and
// the operator grants it. From then on the saga of the return is on its own, and may be struck.
import assert from 'node:assert/strict';
import { tokens } from '#kernel/auth/token.ts';
import { systemClock } from '#kernel/core/clock.ts';
import { newId } from '#kernel/core/id.ts';
import type { Lane } from './lane.ts';
import type { Path } from './points.ts';
import { insist } from './insist.ts';
import type { Line } from './shape.ts';
import { comesToRest } from './verdict.ts';
import { common } from './world.ts';

/** Somebody who may all that a seller of these lines and an operator may. */
function staffOf(lane: Lane, lines: readonly Line[]): string {
  const issuer = tokens({ key: common.tokenKey, issuer: lane.door.url, clock: systemClock });
  const sellers = [...new Set(lines.map(({ sellerId }) => sellerId))];
  const { token } = issuer.issue({
    type: 'access',
    userId: newId('usr'),
    sessionId: newId('ses'),
    roles: ['super'],
    sellers: sellers.map((sellerId) => ({ sellerId, role: 'owner' as const })),
  });
  return token;
}

/** Sends an order, has all of it returned, and waits until that is settled. */
export async function sendBack(
  lane: Lane,
  of: { orderId: string; lines: readonly Line[]; path: Path; token: string },
): Promise<void> {
  const { orderId, lines, path, token } = of;
  const { client } = lane;
  const staff = staffOf(lane, lines);
  const done = async (where: string, by: string, body?: object) => {
    const answer = await client.post(where, { token: by, ...(body ? { body } : {}) });
    assert.ok(answer.status < 300, `${where}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  await done(`/seller/orders/${orderId}/pick`, staff);
  const parcel = { carrier: 'Post', trackingNumber: 'CH 1' };
  await done(`/seller/orders/${orderId}/ship`, staff, parcel);
  await done(`/admin/orders/${orderId}/deliver`, staff);
  const items = lines.map(({ quantity }, index) => ({ lineNo: index + 1, quantity }));
  const resolution = path === 'return-exchange' ? 'EXCHANGE' : 'REFUND';
  const wish = { items, reason: 'changed-mind', condition: 'UNUSED', resolution };
  const { returns } = await done(`/orders/${orderId}/return`, token, wish);
  const { returnId } = returns[0] as { returnId: string };
  const all = items.map((item) => ({ ...item, restock: item.quantity }));
  await done(`/admin/returns/${returnId}/approve`, staff, { items: all });
  const read = async () => (await client.get(`/admin/returns/${returnId}`, { token: staff })).body;
  if (path === 'return-cash') {
    await insist(lane, 'somebody is asked to pay', async () => {
      await comesToRest(lane);
      const { attention } = await read();
      if (attention !== 'payout-due') throw new Error(`attention: ${String(attention)}`);
    });
    await done(`/admin/returns/${returnId}/paid-out`, staff, { reference: 'Transfer 1' });
  }
  await insist(lane, 'the return is settled', async () => {
    await comesToRest(lane);
    const { status } = await read();
    const wanted = path === 'return-exchange' ? 'EXCHANGED' : 'REFUNDED';
    if (status !== wanted) throw new Error(`the return is ${String(status)}`);
  });
}
