/**
 * Looking and telling. An event makes a subject due; a moment later the truth about it is asked
 * of the room that knows, and only that decides. So an event that comes twice, late or out of
 * order tells nobody anything wrong. Telling is a job: a page of people in a short transaction,
 * the truth asked again before each page, until nobody waits. A job that is killed is run again
 * and goes on with who still waits.
 */
import { eventMeta } from '#kernel/core/context.ts';
import { failpoint } from '#kernel/core/failpoint.ts';
import { newId } from '#kernel/core/id.ts';
import type { RoomContext } from '#kernel/service.ts';
import { toldPerPage_max, type AlertKind } from './contract.ts';
import { isDue, priceOf, wasGone, type Truth } from './model.ts';
import type { Neighbours } from './neighbours.ts';
import * as store from './store-due.ts';
import type { Subject } from './store-due.ts';

export const tellTask = 'wishes.tell';
/** Subjects of one look: what one call to a neighbour takes. */
const subjects_max = 200;
/** Looks of one run; the next one goes on. */
const looks_max = 20;
/** Without any event a subject is looked at so often: what an event missed is found then. */
const stale_ms: Readonly<Record<AlertKind, number>> = {
  back: 5 * 60_000,
  cheaper: 60 * 60_000,
  appears: 24 * 60 * 60_000,
};

export interface LookNeeds extends Pick<RoomContext, 'db' | 'jobs' | 'outbox'> {
  neighbours: Neighbours;
}

interface Key {
  kind: AlertKind;
  subject: string;
}

const keyOf = ({ kind, subject }: Key) => `${kind}:${subject}`;

/** What is true of these subjects now. One call for stock, products, and each currency. */
async function truthsOf(
  { neighbours }: LookNeeds,
  subjects: readonly Subject[],
): Promise<Map<string, Truth>> {
  const of = (kind: AlertKind) => subjects.filter((one) => one.kind === kind);
  const priced = of('cheaper').map((one) => ({ ...one, ...priceOf(one.subject) }));
  const byMoney = [...Map.groupBy(priced, (one) => one.currency)];
  const [stock, products, ...prices] = await Promise.all([
    neighbours.stock(of('back').map((one) => one.subject)),
    neighbours.products(of('appears').flatMap((one) => one.productId ?? [])),
    ...byMoney.map(async ([currency, list]) => {
      const found = await neighbours.prices(
        list.map((one) => one.variantId),
        currency,
      );
      return list.map((one) => [keyOf(one), found.get(one.variantId) ?? null] as const);
    }),
  ]);
  const priceAt = new Map(prices.flat());
  return new Map(
    subjects.map((one): [string, Truth] => {
      const { kind, subject } = one;
      if (kind === 'back') {
        const { available = 0, held = 0 } = stock.get(subject) ?? {};
        return [keyOf(one), { kind, available, held }];
      }
      if (kind === 'cheaper') {
        return [keyOf(one), { kind, price_minor: priceAt.get(keyOf(one)) ?? null }];
      }
      return [keyOf(one), { kind, there: products.get(one.productId ?? '')?.visible === true }];
    }),
  );
}

/** Looks at what is due, and at what nobody looked at for long. Any number of processes may. */
export function looker(needs: LookNeeds): (signal: AbortSignal) => Promise<void> {
  const { db, jobs } = needs;
  const look = async (subjects: readonly Subject[]): Promise<void> => {
    if (subjects.length === 0) return;
    const truths = await truthsOf(needs, subjects);
    const due = subjects.filter((one) => {
      const truth = truths.get(keyOf(one));
      return truth !== undefined && isDue(truth, one);
    });
    await db.tx(async (tx) => {
      await store.noteLooked(tx, subjects);
      const items = due.map(({ kind, subject, came, cameAt }) => {
        const payload = { kind, subject, came, cameAt: cameAt?.toISOString() ?? null };
        return { payload, key: keyOf({ kind, subject }) };
      });
      await jobs.addMany(tx, tellTask, { items });
    });
  };
  return async (signal) => {
    for (let n = 0; n < looks_max && !signal.aborted; n += 1) {
      const due = await store.dueSubjects(db, subjects_max);
      await look(due);
      if (due.length < subjects_max) break;
    }
    for (const kind of ['back', 'cheaper'] as const) {
      if (signal.aborted) return;
      const of = { kind, stale_ms: stale_ms[kind], limit: subjects_max };
      await look(await store.staleSubjects(db, of));
    }
  };
}

/** What a job is about; `came` and `cameAt` as they were when it was looked at. */
export interface TellJob extends Key {
  came: number | null;
  cameAt: string | null;
}

/** The job: everybody who waits for this is told, while it is true. */
export async function tell(needs: LookNeeds, job: TellJob, signal: AbortSignal): Promise<void> {
  const { db, jobs } = needs;
  for (;;) {
    const subject = await store.oneSubject(db, job);
    if (subject === undefined) return;
    const one = { ...subject, came: job.came };
    const truth = (await truthsOf(needs, [one])).get(keyOf(one));
    if (truth === undefined || !isDue(truth, one)) return;
    const { people, prepared } = await page(needs, one, { truth, cameAt: job.cameAt });
    failpoint('wishes.page-told');
    // Who was made to wait again may have to be told; nobody at all ends it.
    if (people < toldPerPage_max && !(prepared && people > 0)) return;
    if (signal.aborted) {
      const again = { payload: { ...job }, key: keyOf(job) };
      await jobs.add(null, tellTask, again);
      return;
    }
  }
}

interface Page {
  people: number;
  /** They wait again; nobody was told. */
  prepared: boolean;
}

/** One page of what a truth leads to. */
async function page(
  needs: LookNeeds,
  one: Subject,
  { truth, cameAt }: { truth: Truth; cameAt: string | null },
): Promise<Page> {
  const { db } = needs;
  const { subject } = one;
  let people = 0;
  if (truth.kind === 'back' && one.idle) {
    const isGone = truth.available === 0;
    if (isGone) people = await store.armPage(db, { variantId: subject, cameAt: null });
    else if (wasGone(truth.available, one.came)) {
      people = await store.armPage(db, { variantId: subject, cameAt });
    }
    if (isGone) return { people, prepared: true };
  }
  if (truth.kind === 'cheaper' && truth.price_minor !== null) {
    people = await store.raisePage(db, { subject, price_minor: truth.price_minor });
  }
  if (people > 0) return { people, prepared: true };
  return { people: await tellSome(needs, one, truth), prepared: false };
}

/** The event of one page but for its people. */
async function tellSome(needs: LookNeeds, one: Subject, truth: Truth): Promise<number> {
  const { db, outbox, neighbours } = needs;
  const { kind, subject } = one;
  const [first] = await store.whoWaits(db, { kind, subject });
  if (first === undefined) return 0;
  const productId = first.productId ?? one.productId ?? '';
  const product = (await neighbours.products([productId])).get(productId);
  // What is not shown any more is not told: nobody could buy it.
  if (product?.visible !== true) return 0;
  const price_minor = truth.kind === 'cheaper' ? truth.price_minor : null;
  const payload = {
    kind,
    productId,
    variantId: first.variantId,
    name: product.name,
    slug: product.slug,
    query: first.query,
    currency: first.currency,
    price_minor,
  };
  const page = { tellingId: newId('tel'), kind, subject, price_minor, payload, meta: eventMeta() };
  const told = await db.tx((tx) => store.tellPage(tx, page));
  if (told > 0) outbox.poke();
  return told;
}
