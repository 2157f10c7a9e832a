/**
 * Fills the tables of the large catalogue part by part. Two ways: all at once in the tables of a
 * shop that nobody uses, and with care beside a running one.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type pg from 'pg';
import { assert } from '#kernel/core/assert.ts';
import { Lanes } from './grow-lanes.ts';
import type { Maker } from './grow-model.ts';
import { cut, RowWriter, tables } from './grow-rows.ts';
import type { Cut, GrownWorld, Table } from './grow-rows.ts';
import { Pieces, type Piece } from './grow-words.ts';
import * as bulk from './store-grow-bulk.ts';
import * as store from './store-grow.ts';

/** The more, the fewer pages are left empty behind each COPY, and the more memory. */
const part_products = 6_000;
/** Rows of a table wait for more: each COPY begins with room for a thousand, which is not free. */
const copied_bytes_min = 4 * 1_048_576;
/** Cut together: few, so that what they are made of is gone before it grows old. */
const cut_products = 100;
/** Texts that wait to be learned when nobody waits for them. */
const learned_together = 1_000;
/** Written down before the network has its turn. */
const turn_products = 50;

/**
 * What each connection fills when all is made at once: about the same work. What the catalogue
 * has is committed last, since it says what is there.
 */
const lastLane = tables.filter((table) => /^(?:catalog|inventory|reviews)\./.test(table));
const firstLane = tables.filter((table) => !lastLane.includes(table));

export interface Part {
  from: number;
  to: number;
  /** Fewer than all where a run ended between the commits of its lanes. */
  tables: readonly Table[];
}

export function isWhole(part: Part): boolean {
  return part.tables === tables;
}

export interface Work {
  clients: readonly [pg.Client, pg.Client];
  /** One more, for words that are learned while the others write. */
  words: pg.Client;
  world: GrownWorld;
  parts: Part[];
  tell(added: number): void;
  ended(step: Step): void;
}

/** Statistics are taken with the indexes. */
export type Step = 'rows' | 'indexes';

/** The parts that are not there yet; a part is whole or not there at all. */
export async function missingParts(
  client: pg.Client,
  maker: Maker,
  products: number,
): Promise<Part[]> {
  const parts: Part[] = [];
  for (let from = 0; from < products; from += part_products) {
    parts.push({ from, to: Math.min(products, from + part_products), tables });
  }
  const idAtEnd = ({ to }: Part) => maker.make(to - 1).productId;
  const idAtStart = ({ from }: Part) => maker.make(from).productId;
  const ids = parts.flatMap((part) => [idAtStart(part), idAtEnd(part)]);
  const there = await store.existing(client, ids);
  const found = await store.searchable(client, ids);
  const missing = parts
    .filter((part) => !there.has(idAtEnd(part)))
    .map((part) => (found.has(idAtEnd(part)) ? { ...part, tables: lastLane } : part));
  // A smaller world ended inside of this part.
  return Promise.all(
    missing.map(async (part) => {
      if (!there.has(idAtStart(part))) return part;
      const list = Array.from({ length: part.to - part.from }, (_, at) => {
        return maker.make(part.from + at).productId;
      });
      const known = await store.existing(client, list);
      return { ...part, from: part.from + known.size };
    }),
  );
}

export class Parts {
  private readonly work: Work;
  private readonly pieces = new Pieces();
  private learned: Promise<unknown> = Promise.resolve();
  /** Pieces that the search shall learn, and questions for lexemes that are open. */
  private fresh: Piece[] = [];
  private asked = 0;
  private added = 0;

  constructor(work: Work) {
    this.work = work;
  }

  /** Writes the rows of a part down; lets what was sent before get away meanwhile. */
  private async fill(writer: RowWriter, { from, to }: Part, documentNo: number): Promise<void> {
    const { maker } = this.work.world;
    for (let first = from; first < to; first += cut_products) {
      const cuts: Cut[] = [];
      for (let n = first; n < Math.min(first + cut_products, to); n += 1) {
        cuts.push(cut(maker, this.pieces, maker.make(n)));
        if (cuts.length % turn_products === 0) await turn();
      }
      await this.learn();
      for (const [at, one] of cuts.entries()) {
        writer.put(one, documentNo + first - from + at);
        if (at % turn_products === 0) await turn();
      }
    }
  }

  /** Has the search learn the words of new texts; waits when lexemes are not known yet. */
  private async learn(): Promise<void> {
    const fresh = this.pieces.takeFresh();
    this.fresh.push(...fresh);
    const isWanted = fresh.some((piece) => piece.lexemes === null);
    if (isWanted || this.fresh.length >= learned_together) {
      const before = this.learned;
      this.learned = this.teach(this.fresh).then(() => before);
      this.learned.catch(() => undefined);
      this.fresh = [];
    }
    // What others look up just now may be in ours, too.
    if (isWanted || this.asked > 0) await this.learned;
  }

  private async learnRest(): Promise<void> {
    await this.learned;
    if (this.fresh.length > 0) await this.teach(this.fresh.splice(0));
  }

  private async teach(fresh: readonly Piece[]): Promise<void> {
    const all = new Set(fresh.flatMap((piece) => piece.search));
    const shown = new Set(fresh.flatMap((piece) => (piece.shown ? piece.search : [])));
    const isWanted = fresh.some((piece) => piece.lexemes === null);
    if (isWanted) this.asked += 1;
    const found = await store.learnWords(this.work.words, [...all], [...shown]);
    if (isWanted) this.asked -= 1;
    for (const piece of fresh) {
      const lexemes = piece.search.map((word) => this.pieces.word(found.get(word) ?? word));
      const known = piece.lexemes ?? lexemes;
      assert(
        known.every((word, at) => word === lexemes[at]),
        'a mark is its own lexeme',
      );
      piece.lexemes = lexemes;
    }
  }

  private tell({ from, to }: Part): void {
    this.added += to - from;
    this.work.tell(this.added);
  }

  /** Beside a running shop: each part by itself, keys in place, one connection each. */
  async beside(isBulk: boolean): Promise<number> {
    const { clients, parts, words, world, ended } = this.work;
    if (isBulk) {
      await store.tidied(words, 'nobody');
      await store.dropSlowIndexes(words);
    }
    const make = async (client: pg.Client) => {
      const writer = new RowWriter(world);
      for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
        const documentNo = await store.takeDocumentNumbers(client, part.to - part.from);
        await this.fill(writer, part, documentNo);
        const loads = writer.take(0);
        const sums = writer.takeSums();
        await store.writePart(client, { loads, sums, into: part.tables });
        for (const { sheet } of loads) writer.giveBack(sheet);
        this.tell(part);
      }
    };
    await Promise.all(clients.map(make));
    await this.learnRest();
    ended('rows');
    await store.makeSlowIndexes(clients);
    if (this.added > 0) await store.settle(clients);
    ended('indexes');
    return this.added;
  }

  /** In a shop that nobody uses: whole tables, and their keys at the end. */
  async atOnce(): Promise<number> {
    const { clients, parts, world, words, ended } = this.work;
    const open = await Promise.all([
      bulk.open(clients[0], firstLane),
      bulk.open(clients[1], lastLane),
    ]);
    const total = parts.reduce((sum, part) => sum + part.to - part.from, 0);
    let documentNo = await store.takeDocumentNumbers(words, total);
    const writer = new RowWriter(world);
    const lanes = new Lanes(open, (sheet) => writer.giveBack(sheet));
    for (const part of parts) {
      await this.fill(writer, part, documentNo);
      documentNo += part.to - part.from;
      await lanes.send(writer.take(copied_bytes_min));
      this.tell(part);
    }
    await lanes.send(writer.take(0));
    await lanes.drained();
    await store.addTotals(clients[0], writer.takeSums());
    await this.learnRest();
    ended('rows');
    // The first goes to the disk while keys of the last are made, whose rows say what is there.
    const first = bulk.close(open[0]);
    const last = bulk.close(open[1], first);
    await Promise.all([
      first.then(() => bulk.settle(open[0])),
      last.then(() => bulk.settle(open[1])),
    ]);
    // One that was stopped beside a running shop may have left some out.
    await store.makeSlowIndexes(clients);
    ended('indexes');
    return this.added;
  }
}
