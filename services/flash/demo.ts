// The sales of a demo world: small, a few minutes away, one after the other, so that whoever has
// just started the shop can stand in a line. Planned and announced as an operator would, with the
// audit log, and never in production.
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import type { CallInput } from '#kernel/http/contract.ts';
import { anonymous } from '#kernel/http/principal.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { flashCalls } from './contract.ts';
import type { Desk } from './desk.ts';
import { countLive, type SalePlan } from './store.ts';

const minute_ms = 60_000;
/** From the plan to the open line, to the draw, and to the end. */
const times = { opens_ms: minute_ms / 2, starts_ms: 3 * minute_ms, ends_ms: 15 * minute_ms };
/** After a plan that was refused: the shelf may be empty. */
const again_ms = 10 * minute_ms;

const RULES =
  'This sale is for trying things out, and another one follows it. One each. The line opens half ' +
  'a minute after the announcement. Who joins before the draw has the same chance, however ' +
  'early; afterwards the order of arrival counts. Who is let in has two minutes to claim, five ' +
  'to begin a checkout, and five to pay.';

type Wares = CallInput<(typeof flashCalls)['calls']['demonstrate']>['wares'];

interface Needs {
  ctx: Pick<RoomContext, 'db' | 'clock' | 'log' | 'config'>;
  desk: Pick<Desk, 'create' | 'announce'>;
}

export function demoSales({ ctx, desk }: Needs) {
  const { db, clock, log, config } = ctx;
  let wares: Wares = [];
  let notBefore_ms = 0;

  async function plan(ware: Wares[number]): Promise<void> {
    const who = { principal: { ...anonymous, id: 'demo' }, requestId: newId('req') };
    const { variantId, quantity, price_minor } = ware;
    const items = [{ variantId, quantity, price_minor }];
    const made = await desk.create(who, { plan: planOf(ware, clock.now()), items });
    if (isRefusal(made)) {
      log.warn({ code: made.code, variantId }, 'no demo sale: the plan was refused');
      return;
    }
    const { saleId, version } = made;
    const shown = await desk.announce(who, { saleId, version });
    if (isRefusal(shown)) {
      log.warn({ code: shown.code, saleId }, 'no demo sale: it was not announced');
      return;
    }
    notBefore_ms = 0;
  }

  return {
    /** What there is to sell, in turn; an empty list ends it after the sale that is on. */
    demonstrate: async (input: { wares: Wares }) => {
      if (config.production) return refuse('not-allowed');
      ({ wares } = input);
      return { wares: wares.length };
    },

    /** Plans the next sale where none is on. */
    async run(): Promise<void> {
      const now_ms = clock.now();
      if (wares.length === 0 || now_ms < notBefore_ms) return;
      if ((await countLive(db)) > 0) return;
      notBefore_ms = now_ms + again_ms;
      const ware = wares[Math.floor(now_ms / minute_ms) % wares.length];
      if (ware) await plan(ware);
    },
  };
}

function planOf({ name, currency }: Wares[number], now_ms: number): SalePlan {
  const at = (ms: number) => new Date(now_ms + ms);
  return {
    name,
    rules: RULES,
    currency,
    preQueueAt: at(times.opens_ms),
    startsAt: at(times.starts_ms),
    endsAt: at(times.ends_ms),
    claim_s: 120,
    token_s: 300,
    checkout_s: 300,
    perPerson: 1,
    perAddress: 2,
    ratePerMinute: 60,
  };
}
