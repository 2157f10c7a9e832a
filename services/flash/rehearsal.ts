// A rehearsal: a crowd of nobody goes through a copy of a sale, with the statements of the real
// one. It happens within one transaction that is taken back at its end, so that nobody else ever
// sees its rows, and nothing is left of it even if the process dies. No stock, no money, no mail.
import { randomBytes } from 'node:crypto';
import type { Clock } from '#kernel/core/clock.ts';
import { newId } from '#kernel/core/id.ts';
import { refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Db, Sql } from '#kernel/db/db.ts';
import type { Static } from 'typebox';
import { rehearsalPeople_max } from './contract.ts';
import { lineOf, seed_bytes, type Line } from './model-line.ts';
import type { rehearsalReply } from './schemas.ts';
import type { SaleRow } from './store.ts';
import { claimUnits, joinLine, type Claim } from './store-line.ts';
import * as store from './store-rehearsal.ts';

export type Rehearsed = Static<typeof rehearsalReply>;

/**
 * The work; writing it all and taking it back again comes on top. Relays read events up to the
 * oldest open transaction of the server, so those of all rooms wait for the end of this one.
 */
const work_ms_max = 4_000;
const deadline_ms = 12_000;
const units_max = 5_000;
const batch_max = 500;
const wrongs_max = 20;
/** Every tenth gives their unit up. */
const gives_up = 10;
const commits = 5;

/** Carries the figures out of a transaction that is not to be kept. */
class Over extends Error {
  readonly found: Rehearsed | Refusal;
  constructor(found: Rehearsed | Refusal) {
    super('the rehearsal is over');
    this.found = found;
  }
}

interface Needs {
  db: Db;
  clock: Clock;
}

/** Refuses 'rehearsal-running' while there is another one. At most half a minute. */
export async function rehearse(
  { db, clock }: Needs,
  sale: SaleRow,
  wanted: number | undefined,
): Promise<Rehearsed | Refusal> {
  const commit_ms = await commitTime(db, clock);
  try {
    await db.tx(
      async (tx) => {
        throw new Over(
          (await store.takeStage(tx))
            ? await new Play({ tx, clock, sale, wanted, commit_ms }).run()
            : refuse('rehearsal-running'),
        );
      },
      { deadline_ms },
    );
  } catch (thrown) {
    if (thrown instanceof Over) return thrown.found;
    throw thrown;
  }
  return refuse('rehearsal-running');
}

async function commitTime(db: Db, clock: Clock): Promise<number> {
  const took: number[] = [];
  for (let n = 0; n < commits; n += 1) {
    const since_ms = clock.monotonic();
    await store.commitNothing(db);
    took.push(clock.monotonic() - since_ms);
  }
  return at(took, 0.5);
}

function at(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return Math.round(value * 100) / 100;
}

/** Fewer of each thing where there are very many, and at least one. */
export function unitsOf(
  items: readonly { variantId: string; quantity: number }[],
  max: number,
): { variantId: string; quantity: number }[] {
  const all = items.reduce((sum, one) => sum + one.quantity, 0);
  const part = Math.min(1, max / all);
  return items.map(({ variantId, quantity }) => {
    return { variantId, quantity: Math.max(1, Math.floor(quantity * part)) };
  });
}

/** Claims that the pace brings in a second: never more than there are units. */
export const neededOf = (ratePerMinute: number, units: number): number =>
  Math.min(Math.ceil(ratePerMinute / 60), units);

interface Stage {
  tx: Sql;
  clock: Clock;
  sale: SaleRow;
  wanted: number | undefined;
  commit_ms: number;
}

class Play {
  readonly #stage: Stage;
  readonly #saleId = newId('sale');
  readonly #seed = randomBytes(seed_bytes).toString('hex');
  readonly #items: { variantId: string; quantity: number }[];
  readonly #units: number;
  readonly #people: number;
  readonly #until_ms: number;
  readonly #wrong = new Set<string>();
  readonly #joins_ms: number[] = [];
  readonly #claims_ms: number[] = [];
  #claimed = 0;
  #joined = 0;
  #sold = 0;
  #returned = 0;
  #asked = 0;

  constructor(stage: Stage) {
    const { sale, wanted, clock } = stage;
    this.#stage = stage;
    const most = Math.min(units_max, wanted ?? units_max);
    this.#items = unitsOf(sale.items, most);
    this.#units = this.#items.reduce((sum, one) => sum + one.quantity, 0);
    const usual = Math.ceil(this.#units * 1.5) + 10;
    this.#people = Math.min(rehearsalPeople_max, Math.max(wanted ?? usual, 10));
    this.#until_ms = clock.monotonic() + work_ms_max;
  }

  async run(): Promise<Rehearsed> {
    const { tx, clock, sale } = this.#stage;
    const saleId = this.#saleId;
    const since_ms = clock.monotonic();
    await store.copySale(tx, { saleId, of: sale.saleId, seed: this.#seed, items: this.#items });
    await this.#join();
    const drawn_ms = clock.monotonic();
    const numbers = this.#draw(lineOf({ saleId, seed: this.#seed, drawn: this.#joined }));
    const draw_ms = Math.round(clock.monotonic() - drawn_ms);
    await this.#sell(numbers);
    const books = await store.readBooks(tx, saleId);
    this.#judge(books);
    const took_ms = Math.round(clock.monotonic() - since_ms);
    return this.#told({ draw_ms, took_ms });
  }

  get #isLate(): boolean {
    return this.#stage.clock.monotonic() > this.#until_ms;
  }

  #isWrong(what: string): void {
    if (this.#wrong.size < wrongs_max) this.#wrong.add(what);
  }

  /** In order of arrival; who comes again has the same place. */
  async #join(): Promise<void> {
    const { tx, clock } = this.#stage;
    while (this.#joined < this.#people && !this.#isLate) {
      const size = Math.min(batch_max, this.#people - this.#joined);
      const some = Array.from({ length: size }, (_, n) => {
        return { person: `rehearsal:${this.#joined + n}`, userId: `usr_${this.#joined + n}` };
      });
      const since_ms = clock.monotonic();
      const found = await joinLine(tx, this.#saleId, some);
      this.#joins_ms.push(clock.monotonic() - since_ms);
      const first = this.#joined;
      const isOrdered = some.every(({ person }, n) => found.get(person)?.number === first + n);
      if (!isOrdered) this.#isWrong('people did not get the next numbers');
      this.#joined += size;
    }
    const [again] = await joinLine(tx, this.#saleId, [
      { person: 'rehearsal:0', userId: 'usr_0' },
    ]).then((found) => [...found.values()]);
    if (again?.number !== 0) this.#isWrong('who joined twice has two places');
  }

  /** By rank; each has one. */
  #draw(line: Line): number[] {
    const byRank: number[] = Array.from({ length: this.#joined }, () => -1);
    for (let number = 0; number < this.#joined; number += 1) byRank[line.rankOf(number)] = number;
    if (byRank.includes(-1)) this.#isWrong('two people have one rank');
    return byRank;
  }

  /** Lets in as many as there are units, sells, and goes on with those that were given up. */
  async #sell(numbers: readonly number[]): Promise<void> {
    const free = this.#items.map((one) => ({ ...one }));
    let released = 0;
    while (this.#sold < this.#units && released < this.#joined && !this.#isLate) {
      const left = this.#units - this.#sold;
      const size = Math.min(batch_max, left, this.#joined - released);
      const claims = Array.from({ length: size }, (_, n): Claim => {
        const item = free.find((one) => one.quantity > 0) ?? free[0];
        if (item !== undefined) item.quantity -= 1;
        return this.#claim(numbers, released + n, item?.variantId ?? '');
      });
      released += size;
      await store.letIn(this.#stage.tx, { saleId: this.#saleId, released });
      await this.#claimAll(claims, numbers, released);
      await this.#settle(claims, free);
    }
  }

  #claim(numbers: readonly number[], rank: number, variantId: string): Claim {
    const number = numbers[rank] ?? -1;
    const userId = `usr_${number}`;
    return { tokenId: newId('tok'), number, rank, userId, variantId, quantity: 1 };
  }

  async #claimAll(claims: Claim[], numbers: readonly number[], released: number): Promise<void> {
    const { tx, clock } = this.#stage;
    const [first] = claims;
    const since_ms = clock.monotonic();
    const outcomes = await claimUnits(tx, this.#saleId, claims);
    this.#claims_ms.push(clock.monotonic() - since_ms);
    this.#claimed += claims.length;
    for (const { outcome } of outcomes) {
      if (outcome !== 'claimed') this.#isWrong(`a claim in time was answered ${outcome}`);
    }
    if (first === undefined) return;
    const odd = [{ ...first, tokenId: newId('tok') }];
    if (released < this.#joined) odd.push(this.#claim(numbers, released, first.variantId));
    const [twice, early] = await claimUnits(tx, this.#saleId, odd);
    if (twice?.outcome !== 'known') this.#isWrong('a repeated claim was not known');
    if (early !== undefined && early.outcome !== 'not-yet') {
      this.#isWrong(`who was not let in was answered ${early.outcome}`);
    }
  }

  async #settle(
    claims: readonly Claim[],
    free: { variantId: string; quantity: number }[],
  ): Promise<void> {
    const { tx } = this.#stage;
    const saleId = this.#saleId;
    const back = claims.filter(() => (this.#asked += 1) % gives_up === 0);
    const kept = claims.filter((one) => !back.includes(one));
    const ids = (some: readonly Claim[]) => some.map((one) => one.tokenId);
    await store.endTokens(tx, { saleId, tokenIds: ids(kept), to: 'SOLD' });
    await store.endTokens(tx, { saleId, tokenIds: ids(back), to: 'RETURNED' });
    for (const { variantId } of back) {
      const item = free.find((one) => one.variantId === variantId);
      if (item !== undefined) item.quantity += 1;
    }
    this.#sold += kept.length;
    this.#returned += back.length;
  }

  #judge(books: store.Books): void {
    if (books.sold !== this.#sold || books.soldTokens !== this.#sold) {
      this.#isWrong(`${books.sold} units count as sold, not ${this.#sold}`);
    }
    if (books.held !== 0) this.#isWrong(`${books.held} units are held by nobody`);
    if (books.oddItems > 0) this.#isWrong('units and tokens of a thing do not agree');
    if (books.twice > 0) this.#isWrong('a ticket has two tokens');
  }

  #told({ draw_ms, took_ms }: { draw_ms: number; took_ms: number }): Rehearsed {
    const { sale, commit_ms } = this.#stage;
    const paceOf = (times: readonly number[], count: number) => {
      const all_ms = times.reduce((sum, one) => sum + one, 0) + times.length * commit_ms;
      const perSecond = all_ms === 0 ? 0 : Math.round((count * 1_000) / all_ms);
      return { perSecond, batches: times.length, p50_ms: at(times, 0.5), p99_ms: at(times, 0.99) };
    };
    const neededPerSecond = neededOf(sale.ratePerMinute, this.#units);
    const claims = paceOf(this.#claims_ms, this.#claimed);
    return {
      people: this.#joined,
      units: this.#units,
      sold: this.#sold,
      returned: this.#returned,
      complete:
        this.#joined === this.#people &&
        this.#sold === Math.min(this.#units, this.#joined - this.#returned),
      took_ms,
      commit_ms,
      joins: paceOf(this.#joins_ms, this.#joined),
      claims,
      draw_ms,
      neededPerSecond,
      holdsPace: claims.perSecond >= neededPerSecond,
      wrong: [...this.#wrong],
    };
  }
}

/** A rehearsal is for before a sale: not while people buy, nor in its last minute. */
export function mayRehearse(sale: SaleRow, now_ms: number): boolean {
  const isBefore = ['DRAFT', 'ANNOUNCED', 'PRE_QUEUE'].includes(sale.state);
  return isBefore && (sale.state === 'DRAFT' || sale.startsAt.getTime() - now_ms > 60_000);
}
