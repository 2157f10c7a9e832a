import type { Db } from '#kernel/db/db.ts';
import type { Client } from '#kernel/http/contract.ts';
import { unitsPerCall_max, type inventoryCalls } from '#services/inventory/contract.ts';
import * as lines from './store-line.ts';

/** Calls of one round: 2,000 tokens. */
const check_rounds_max = 4;

interface SettleNeeds {
  db: Db;
  inventory: Pick<Client<typeof inventoryCalls>, 'settleUnits'>;
}

/**
 * What became of tokens that a checkout was begun with: the stock knows. One whose time is over is
 * made void there first, so that its unit can be given to the next without being sold twice.
 */
export async function settle(
  { db, inventory }: SettleNeeds,
  saleIds: readonly string[],
): Promise<void> {
  for (let round = 0; round < check_rounds_max; round += 1) {
    const due = await lines.readToCheck(db, saleIds, unitsPerCall_max);
    if (due.length === 0) return;
    const { units } = await inventory.settleUnits({
      units: due.map(({ tokenId, saleId, isOver }) => ({ tokenId, saleId, makeVoid: isOver })),
    });
    const state = new Map(units.map((one) => [one.tokenId, one.state]));
    const idsIn = (wanted: string, saleId: string) =>
      due
        .filter((one) => one.saleId === saleId && state.get(one.tokenId) === wanted)
        .map((one) => one.tokenId);
    for (const saleId of new Set(due.map((one) => one.saleId))) {
      const [sold, gone] = [idsIn('sold', saleId), idsIn('void', saleId)];
      if (sold.length > 0) await lines.endTokens(db, { saleId, tokenIds: sold, to: 'SOLD' });
      if (gone.length > 0) await lines.endTokens(db, { saleId, tokenIds: gone, to: 'RETURNED' });
    }
    const open = due.filter(({ tokenId }) => !/sold|void/.test(state.get(tokenId) ?? ''));
    if (open.length > 0) {
      await lines.checkLater(
        db,
        open.map((one) => one.tokenId),
      );
    }
    if (due.length < unitsPerCall_max) return;
  }
}
