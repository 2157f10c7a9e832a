// Our payments against the gateways' own books, both ways. The books come in no promised order, so
// they are summed up by payment first (in the run's own table), and then both lists are walked.
import { isAway } from '#kernel/core/error.ts';
import type { Sql } from '#kernel/db/db.ts';
import {
  reviewPage_max,
  type BreakClass,
  type GatewayLine,
  type ReviewedPayment,
} from './contract.ts';
import { mismatchOf, type Booked, type Finding } from './model.ts';
import { type Neighbours } from './neighbours.ts';
import { idAtTime, isBefore, type Page, type Part, type PartNeeds, type Scope } from './part.ts';
import { noteSeen, seenOf, seenPage, type Seen } from './store-run.ts';

interface Place {
  walk: 'books' | 'theirs' | 'ours';
  /** Gateways whose books are still to be read; the first is being read. */
  left: string[];
  /** Gateways whose books have been read. */
  read: string[];
  cursor: string | null;
  after: string;
}

const CLASSES: readonly BreakClass[] = [
  'gateway-capture-lost',
  'gateway-capture-missing',
  'gateway-amount-differs',
  'gateway-payment-unknown',
];
/** Pages of books read for one payment that is looked at by itself. */
const FRESH_PAGES_MAX = 50;
const BEFORE_MS = 5 * 60_000;

/** Where the sums of a run are kept: in its table, or in memory for a rehearsal. */
interface Books {
  note(tx: Sql, of: { runId: string; gateway: string; seen: Seen[] }): Promise<void>;
  page(of: { runId: string; after: string; limit: number }): Promise<Seen[]>;
  of(runId: string, paymentIds: string[]): Promise<Seen[]>;
}

export function gatewayPart({ neighbours, db }: PartNeeds & { db: Sql | null }): Part {
  const books = db === null ? rememberedBooks() : storedBooks(db);
  const deps = { ...neighbours, books };
  return {
    name: 'gateways',
    says: "payments against the gateways' books",
    classes: CLASSES,
    page: async (scope, place) => {
      const at = (place as Place | null) ?? (await begin(neighbours));
      if (at.walk === 'books') return readBooks(deps, scope, at);
      return at.walk === 'theirs' ? walkTheirs(deps, scope, at) : walkOurs(deps, scope, at);
    },
    again: (scope, of) => lookAgain(deps, scope, of),
    repair: async (finding) => {
      if (finding.class !== 'gateway-capture-lost') {
        return { action: 'nothing: a person has to compare with the gateway', done: false };
      }
      const { payment } = await neighbours.payments.adopt({ paymentId: finding.subject });
      const done = payment !== null && payment.captured_minor > 0;
      return {
        action: done
          ? "adopted the gateway's capture; without an order the money goes back"
          : 'asked the gateway, which does not confirm the capture as we asked for it',
        done,
      };
    },
  };
}

type Deps = Neighbours & { books: Books };

async function begin({ payments }: Neighbours): Promise<Place> {
  const { gateways } = await payments.gatewayNames({});
  return { walk: 'books', left: gateways, read: [], cursor: null, after: '' };
}

const start = (place: Place, walk: Place['walk'], after: string): Place => ({
  ...place,
  walk,
  left: [],
  cursor: null,
  after,
});

/** One page of one gateway's books into the sums. A gateway that is away is left out. */
async function readBooks(deps: Deps, scope: Scope, place: Place): Promise<Page> {
  const [gateway, ...rest] = place.left;
  if (gateway === undefined) {
    return { findings: [], looked: 0, next: start(place, 'theirs', '') };
  }
  const since = new Date(Date.parse(scope.since) - BEFORE_MS).toISOString();
  try {
    const { cursor } = place;
    const { lines, next } = await deps.payments.gatewayBooks({ gateway, since, cursor });
    const old = lines.filter((line) => isBefore(line.at, scope.until));
    const runId = scope.runId ?? '';
    return {
      findings: old.filter((line) => line.paymentId === null).map((one) => unknownOf(gateway, one)),
      looked: lines.length,
      next:
        next === null
          ? { ...place, left: rest, read: [...place.read, gateway], cursor: null }
          : { ...place, cursor: next },
      write: (tx) => deps.books.note(tx, { runId, gateway, seen: sumUp(old) }),
    };
  } catch (error) {
    if (!isAway(error)) throw error;
    const note = `the books of ${gateway} could not be read`;
    return { findings: [], looked: 0, next: { ...place, left: rest, cursor: null }, note };
  }
}

function sumUp(lines: readonly GatewayLine[]): Seen[] {
  const sums = new Map<string, Seen>();
  for (const { paymentId, kind, amount_minor, currency } of lines) {
    if (paymentId === null) continue;
    const sum = sums.get(paymentId) ?? {
      paymentId,
      captured_minor: 0,
      refunded_minor: 0,
      currency,
    };
    if (kind === 'capture') sum.captured_minor += amount_minor;
    else sum.refunded_minor += amount_minor;
    sums.set(paymentId, sum);
  }
  return [...sums.values()];
}

function unknownOf(gateway: string, line: GatewayLine): Finding {
  const { id, kind, amount_minor, currency, at } = line;
  return {
    class: 'gateway-payment-unknown',
    subject: `${gateway}|${id}|${at}`,
    subjects: { gateway, transactionId: id },
    money: { amount_minor, currency },
    sentence: `${gateway} has a ${kind} (${id}) that belongs to no payment of ours.`,
  };
}

/** What the gateways have, against ours. */
async function walkTheirs(deps: Deps, scope: Scope, place: Place): Promise<Page> {
  const runId = scope.runId ?? '';
  const seen = await deps.books.page({ runId, after: place.after, limit: reviewPage_max });
  const paymentIds = seen.map((one) => one.paymentId);
  const { payments } = await deps.payments.paymentsOf({ paymentIds, checkoutIds: [] });
  const findings = compare(payments, { seen, scope, read: place.read });
  const last = seen.length === reviewPage_max ? seen.at(-1) : undefined;
  const next = last
    ? { ...place, after: last.paymentId }
    : start(place, 'ours', idAtTime('pay', scope.since));
  return { findings, looked: seen.length, next };
}

/** What we have, against the gateways: only what the walk over theirs could not meet. */
async function walkOurs(deps: Deps, scope: Scope, place: Place): Promise<Page> {
  const { payments } = await deps.payments.paidPayments({
    after: place.after,
    before: idAtTime('pay', scope.until),
    limit: reviewPage_max,
  });
  const ids = payments.map((one) => one.paymentId);
  const seen = await deps.books.of(scope.runId ?? '', ids);
  const met = new Set(seen.map((one) => one.paymentId));
  const unmet = payments.filter((one) => !met.has(one.paymentId));
  const findings = compare(unmet, { seen: [], scope, read: place.read });
  const last = payments.length === reviewPage_max ? payments.at(-1) : undefined;
  const next = last ? { ...place, after: last.paymentId } : null;
  return { findings, looked: payments.length, next };
}

function compare(
  payments: readonly ReviewedPayment[],
  { seen, scope, read }: { seen: readonly Seen[]; scope: Scope; read: readonly string[] | null },
): Finding[] {
  const books = new Map<string, Booked>(seen.map((one) => [one.paymentId, one]));
  return payments
    .filter((one) => isBefore(one.updatedAt, scope.until))
    .filter((one) => read === null || read.includes(one.gateway))
    .flatMap((one) => mismatchOf(one, books.get(one.paymentId)) ?? []);
}

/** Ours are read again; the books as the run has them, or anew for what the run did not cover. */
async function lookAgain(
  deps: Deps,
  scope: Scope,
  of: { class: BreakClass; subjects: string[] },
): Promise<Finding[]> {
  if (of.class === 'gateway-payment-unknown') return unknownAgain(deps, of.subjects);
  const { payments } = await deps.payments.paymentsOf({
    paymentIds: of.subjects,
    checkoutIds: [],
  });
  const covered = payments.filter((one) => isBefore(scope.since, one.createdAt));
  const seen = await deps.books.of(scope.runId ?? '', of.subjects);
  const fresh: Seen[] = [];
  for (const payment of payments) {
    if (!covered.includes(payment)) fresh.push(...(await booksOf(deps, payment)));
  }
  const found = compare(payments, { seen: [...seen, ...fresh], scope, read: null });
  return found.filter((one) => one.class === of.class);
}

/** What the books of its gateway say about one payment. */
async function booksOf({ payments }: Deps, payment: ReviewedPayment): Promise<Seen[]> {
  const since = new Date(Date.parse(payment.createdAt) - BEFORE_MS).toISOString();
  const mine: GatewayLine[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < FRESH_PAGES_MAX; page += 1) {
    const { gateway } = payment;
    const read: { lines: GatewayLine[]; next: string | null } = await payments.gatewayBooks({
      gateway,
      since,
      cursor,
    });
    mine.push(...read.lines.filter((line) => line.paymentId === payment.paymentId));
    if (read.next === null) break;
    cursor = read.next;
  }
  return sumUp(mine);
}

async function unknownAgain({ payments }: Deps, subjects: string[]): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const subject of subjects) {
    const [gateway = '', id = '', at = ''] = subject.split('|');
    const since = new Date(Date.parse(at) - 1_000).toISOString();
    let cursor: string | null = null;
    for (let page = 0; page < FRESH_PAGES_MAX; page += 1) {
      const read: { lines: GatewayLine[]; next: string | null } = await payments.gatewayBooks({
        gateway,
        since,
        cursor,
      });
      const line = read.lines.find((one) => one.id === id);
      if (line !== undefined && line.paymentId === null) found.push(unknownOf(gateway, line));
      if (line !== undefined || read.next === null) break;
      cursor = read.next;
    }
  }
  return found;
}

function storedBooks(db: Sql): Books {
  return {
    note: (tx, of) => noteSeen(tx, of),
    page: (of) => seenPage(db, of),
    of: (runId, paymentIds) => seenOf(db, runId, paymentIds),
  };
}

/** For a rehearsal, which writes nothing: as many payments as the span of a run has. */
function rememberedBooks(): Books {
  const sums = new Map<string, Seen>();
  return {
    note: async (_, { seen }) => {
      for (const one of seen) {
        const sum = sums.get(one.paymentId);
        if (sum === undefined) sums.set(one.paymentId, { ...one });
        else {
          sum.captured_minor += one.captured_minor;
          sum.refunded_minor += one.refunded_minor;
        }
      }
    },
    page: async ({ after, limit }) =>
      [...sums.values()]
        .filter((one) => one.paymentId > after)
        .sort((a, b) => (a.paymentId < b.paymentId ? -1 : 1))
        .slice(0, limit),
    of: async (_, paymentIds) => paymentIds.flatMap((id) => sums.get(id) ?? []),
  };
}
