import { isRefusal } from '#kernel/core/refusal.ts';
import { reviewPage_max, type ReviewedHold } from './contract.ts';
import { driftOf, orphanOf, type Finding } from './model.ts';
import { isBefore, type Part, type PartNeeds } from './part.ts';

/** Holds that no purchase will use. They are released. */
export function holdsPart({ neighbours, clock }: PartNeeds): Part {
  const { inventory, standings } = neighbours;

  async function findings(holds: ReviewedHold[]): Promise<Finding[]> {
    const held = holds.filter((one) => one.status === 'held');
    if (held.length === 0) return [];
    const sagas = await standings(held.map((one) => one.sagaId));
    return held.flatMap((hold) => orphanOf(hold, sagas.get(hold.sagaId) ?? 'unknown') ?? []);
  }

  return {
    name: 'holds',
    says: 'holds without order',
    classes: ['hold-without-order'],
    page: async ({ until }, place) => {
      const { holds, next } = await inventory.heldHolds({
        cursor: typeof place === 'string' ? place : null,
        minAge_ms: Math.max(0, clock.now() - Date.parse(until)),
        variantId: null,
        warehouseId: null,
        expiresWithin_ms: null,
        limit: reviewPage_max,
      });
      return { findings: await findings(holds), looked: holds.length, next };
    },
    again: async ({ until }, { subjects }) => {
      const { holds } = await inventory.holdsOf({ sagaIds: subjects });
      return findings(holds.filter((one) => isBefore(one.createdAt, until)));
    },
    repair: async ({ subject }) => {
      const { released } = await inventory.release({ sagaId: subject, reason: 'orphan' });
      return { action: released ? 'released the hold' : 'the hold was over already', done: true };
    },
  };
}

/** Counters against their ledger and their holds. Nobody but a person knows which is right. */
export function stockPart({ neighbours }: PartNeeds): Part {
  const { inventory } = neighbours;
  const limit = 200;
  return {
    name: 'stock',
    says: 'stock counters against the stock ledger',
    classes: ['stock-drift'],
    page: async (_, place) => {
      const after = place as { variantId: string; warehouseId: string } | null;
      const { drifts } = await inventory.stockDrift({ after, only: null, limit });
      const last = drifts.at(-1);
      const more = drifts.length === limit && last !== undefined;
      const next = more ? { variantId: last.variantId, warehouseId: last.warehouseId } : null;
      return { findings: drifts.map(driftOf), looked: drifts.length, next };
    },
    again: async (_, { subjects }) => {
      const found: Finding[] = [];
      for (const subject of subjects) {
        const [variantId = '', warehouseId = ''] = subject.split('|');
        const only = { variantId, warehouseId };
        const answer = await inventory.stockDrift({ after: null, only, limit: 1 });
        if (!isRefusal(answer)) found.push(...answer.drifts.map(driftOf));
      }
      return found;
    },
  };
}
