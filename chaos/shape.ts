// What is in the cart of a schedule, drawn by its seed: few or many lines, one seller or three,
// one warehouse or two, the last unit or one of several, a hold that is about to run out.
import { rpc } from '#kernel/http/rpc.ts';
import { systemClock } from '#kernel/core/clock.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { newId } from '#kernel/core/id.ts';
import type { Prng } from '#kernel/core/prng.ts';
import { inventoryCalls } from '#services/inventory/contract.ts';
import type { Lane } from './lane.ts';
import type { Path } from './points.ts';
import { common, type Product } from './world.ts';

export interface Line extends Product {
  quantity: number;
  /** Units in the first and the second warehouse before the schedule. */
  levels: [number, number];
}

export interface Shape {
  lines: Line[];
  /** The hold runs out while the money is under way, and its units stay free. */
  nearExpiry: boolean;
}

export function drawShape(products: readonly Product[], chance: Prng, path: Path): Shape {
  const count = chance.int(1, 5);
  const lines = chance
    .shuffle([...products])
    .slice(0, count)
    .map((product): Line => {
      const quantity = chance.int(1, 3);
      const last = chance.next() < 0.5;
      const split = quantity > 1 && chance.next() < 0.5;
      const spare = last ? 0 : chance.int(1, 4);
      const near = split ? chance.int(1, quantity - 1) : quantity + spare;
      return { ...product, quantity, levels: [near, split ? quantity - near + spare : 0] };
    });
  const shape = { lines, nearExpiry: chance.next() < 0.15 };
  return path.startsWith('return') ? backShape(shape, path) : shape;
}

/**
 * What comes back is one seller's, so that one saga carries it; for an exchange there must be as
 * many on the shelf when it is announced.
 */
function backShape(shape: Shape, path: Path): Shape {
  const [first] = shape.lines;
  const lines = shape.lines.filter(({ sellerId }) => sellerId === first?.sellerId);
  if (path !== 'return-exchange') return { ...shape, lines };
  return {
    ...shape,
    lines: lines.map((line) => {
      const [near, far] = line.levels;
      return { ...line, levels: [near + line.quantity, far] as [number, number] };
    }),
  };
}

/** In words, for reports. */
export function describe({ lines, nearExpiry }: Shape): string {
  const sellers = new Set(lines.map(({ sellerId }) => sellerId)).size;
  const last = lines.some(({ quantity, levels }) => quantity === levels[0] + levels[1]);
  const split = lines.some(({ quantity, levels }) => quantity > levels[0]);
  const words = [`${lines.length} lines`, `${sellers} sellers`];
  if (last) words.push('last unit');
  if (split) words.push('two warehouses');
  if (nearExpiry) words.push('near expiry');
  return words.join(', ');
}

/** Brings the shelves of these lines to what the shape says, through the room that owns them. */
export async function stockUp(lane: Lane, lines: readonly Line[]): Promise<void> {
  const wanted = lines.flatMap((line) =>
    line.levels.map((units, at) => ({ line, warehouseId: line.warehouses[at] ?? '', units })),
  );
  await setLevels(lane, wanted);
}

/** Everything of these lines is gone: lost, as a stocktaking finds. */
export async function emptyShelves(lane: Lane, lines: readonly Line[]): Promise<void> {
  const wanted = lines.flatMap((line) =>
    line.warehouses.map((warehouseId) => ({ line, warehouseId, units: 0 })),
  );
  await setLevels(lane, wanted);
}

async function setLevels(
  lane: Lane,
  wanted: { line: Line; warehouseId: string; units: number }[],
): Promise<void> {
  const found = await onHand(
    lane,
    wanted.map(({ line }) => line.variantId),
  );
  const adjustments = wanted.flatMap(({ line, warehouseId, units }) => {
    const delta = units - (found.get(`${line.variantId} ${warehouseId}`) ?? 0);
    if (delta === 0) return [];
    const { variantId, productId, sellerId } = line;
    const reason = 'count' as const;
    return [{ ref: newId('adj'), variantId, productId, sellerId, warehouseId, delta, reason }];
  });
  if (adjustments.length === 0) return;
  const calls = rpc({
    clock: systemClock,
    origins: { inventory: lane.front.url },
    secret: common.internalSecret,
  });
  try {
    const done = await calls.client(inventoryCalls).adjust({ adjustments });
    if (isRefusal(done) || done.results.some(({ applied }) => !applied)) {
      throw new Error(`shelves not set: ${JSON.stringify(done)}`);
    }
  } finally {
    await calls.close();
  }
}

/** Units by `variant warehouse`. */
async function onHand(lane: Lane, variantIds: string[]): Promise<Map<string, number>> {
  return lane.facts.with(async (client) => {
    const { rows } = await client.query<{ place: string; units: number }>(
      `select variant_id || ' ' || warehouse_id as place, on_hand::int as units
       from inventory.stock where variant_id = any($1::text[])`,
      [variantIds],
    );
    return new Map(rows.map(({ place, units }) => [place, units]));
  });
}

/** Units of all warehouses together, by variant. */
export async function totals(lane: Lane, lines: readonly Line[]): Promise<Map<string, number>> {
  const found = await onHand(
    lane,
    lines.map(({ variantId }) => variantId),
  );
  const sums = new Map<string, number>();
  for (const [place, units] of found) {
    const variantId = place.split(' ')[0] ?? '';
    sums.set(variantId, (sums.get(variantId) ?? 0) + units);
  }
  return sums;
}
