// Coupons as operators keep them: saved, switched, named, and codes made by the hundred thousand. A
// batch is made by a job in pages, each with how far it is, so that a run that dies goes on.
import { randomBytes } from 'node:crypto';
import { newId } from '#kernel/core/id.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { JobHandlers } from '#kernel/jobs/jobs.ts';
import type { RoomContext } from '#kernel/service.ts';
import { faultsOf } from './model-check.ts';
import { codeBytes, codeOf, plainCode, type CouponTerms } from './model-coupon.ts';
import type { Promotions } from './promotions.ts';
import * as codes from './store-code.ts';
import * as store from './store-coupon.ts';

export const codesPerBatch_max = 100_000;
export const codesPerCoupon_max = 1_000_000;
const codesPerPage = 5_000;
const JOB = 'pricing.coupon-codes';
/** A check constraint says no. */
const CHECK_VIOLATION = '23514';

export type CouponDesk = ReturnType<typeof couponDesk>;

export function couponDesk(ctx: RoomContext, promotions: Pick<Promotions, 'live'>) {
  const { db } = ctx;
  const faults = (terms: CouponTerms): Refusal | undefined => {
    const found = faultsOf(terms.definition, promotions.live());
    // A coupon comes after promotions: of two that want to be alone it is the one that goes.
    const errors = found
      .filter(({ field }) => field !== 'exclusive')
      .map(({ field, detail }) => {
        return { pointer: `/${field}`, in: 'body', code: 'not-valid', detail };
      });
    return errors.length > 0 ? refuse('validation-failed', { errors }) : undefined;
  };
  const find = async (couponId: string) =>
    (await store.readCoupon(db, couponId)) ?? refuse('not-found', { what: 'coupon' });
  return {
    find,
    page: (below: string, limit: number) => store.readCoupons(db, below, limit),
    /** A new coupon, with its code where it has one. */
    async add(terms: CouponTerms, of: { code: string | undefined; actor: string }) {
      const fault = faults(terms) ?? codeFault(of.code);
      if (fault) return fault;
      const { couponId, code_max } = terms;
      const done = await db.tx(async (tx) => {
        await store.insertCoupon(tx, terms, of.actor);
        if (of.code === undefined) return true;
        return codes.nameCode(tx, { ...namesOf(of.code), couponId, code_max });
      });
      return done ? find(couponId) : taken;
    },
    async change(terms: CouponTerms, version: number) {
      const fault = faults(terms);
      if (fault) return fault;
      const { couponId } = terms;
      try {
        const done = await db.tx(async (tx) => {
          const now = await store.lockCoupon(tx, couponId);
          if (now === undefined) return refuse('not-found', { what: 'coupon' });
          if (now !== version) return refuse('precondition-failed');
          await store.updateCoupon(tx, terms);
          return undefined;
        });
        return done ?? (await find(couponId));
      } catch (thrown) {
        if ((thrown as { code?: string }).code !== CHECK_VIOLATION) throw thrown;
        return wrong('/usesMax', 'or the budget is below what is used already');
      }
    },
    async turn(couponId: string, enabled: boolean) {
      await store.switchCoupon(db, couponId, enabled);
      return find(couponId);
    },
    /** One more code that people can say. */
    async name(couponId: string, code: string) {
      const row = await find(couponId);
      if (!('version' in row)) return row;
      const fault = codeFault(code);
      if (fault) return fault;
      const names = namesOf(code);
      const { code_max } = row;
      return (await codes.nameCode(db, { ...names, couponId, code_max })) ? names : taken;
    },
    ...batches(ctx),
  };
}

function batches(ctx: RoomContext) {
  const { db } = ctx;
  return {
    /** Asks for so many codes; they are made within seconds. */
    async make(of: { couponId: string; wanted: number; actor: string }) {
      const batchId = newId('cpb');
      const refused = await db.tx(async (tx) => {
        if ((await store.lockCoupon(tx, of.couponId)) === undefined) {
          return refuse('not-found', { what: 'coupon' });
        }
        const total = (await codes.countWanted(tx, of.couponId)) + of.wanted;
        if (total > codesPerCoupon_max) {
          return wrong('/count', `makes more than ${codesPerCoupon_max} codes of this coupon`);
        }
        await codes.insertBatch(tx, { batchId, ...of });
        await ctx.jobs.add(tx, JOB, { payload: { batchId }, key: batchId });
        return undefined;
      });
      if (refused) return refused;
      ctx.jobs.poke();
      const { couponId, wanted } = of;
      return { batchId, couponId, wanted, made: 0, createdAt: ctx.clock.date() };
    },
    batches: (of: { couponId: string; below: string; limit: number }) => codes.readBatches(db, of),
    codes: (of: Parameters<typeof codes.readCodes>[1]) => codes.readCodes(db, of),
    /** All codes of a coupon or of one batch, read page by page as they are sent. */
    async *csv(couponId: string, batchId: string | null): AsyncGenerator<string> {
      yield 'code,uses,held,uses_max\r\n';
      for (let after = ''; ;) {
        const of = { couponId, batchId, after, limit: codesPerPage };
        const rows = await codes.readCodes(db, of);
        const last = rows.at(-1);
        if (last === undefined) return;
        yield rows
          .map((row) => `${row.shown},${row.used},${row.held},${row.code_max ?? ''}\r\n`)
          .join('');
        if (rows.length < codesPerPage) return;
        after = last.code;
      }
    },
  };
}

export function couponJobs({ db }: RoomContext): JobHandlers {
  return {
    [JOB]: async (raw: unknown) => {
      const { batchId } = raw as { batchId: string };
      for (let left = Infinity; left > 0;) {
        left = await db.tx(async (tx) => {
          const batch = await codes.lockBatch(tx, batchId);
          const page = Math.min(batch?.left ?? 0, codesPerPage);
          if (!batch || page === 0) return 0;
          const { couponId, code_max } = batch;
          const shown = Array.from({ length: page }, () => codeOf(randomBytes(codeBytes)));
          await codes.makeCodes(tx, { batchId, couponId, shown, code_max });
          return batch.left;
        });
      }
    },
  };
}

function wrong(pointer: string, detail: string): Refusal<'validation-failed'> {
  return refuse('validation-failed', {
    errors: [{ pointer, in: 'body', code: 'not-valid', detail }],
  });
}

const taken = wrong('/code', 'is the code of a coupon already');

function codeFault(code: string | undefined): Refusal | undefined {
  if (code === undefined || plainCode(code) !== undefined) return undefined;
  return wrong('/code', 'is to have 3 to 40 letters or digits');
}

const namesOf = (typed: string) => {
  const code = plainCode(typed) ?? '';
  return { code, shown: code };
};
