import { Readable } from 'node:stream';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { pageFrom, type Page } from '#kernel/http/page.ts';
import type { RoomContext } from '#kernel/service.ts';
import { entriesPerExport_max } from './contract.ts';
import * as read from './store-read.ts';
import * as views from './views.ts';

const EXPORT_PAGE = 1_000;

export interface EntryQuery {
  orderId?: string;
  checkoutId?: string;
  txnId?: string;
  account?: string;
  owner?: string;
  from?: string;
  to?: string;
  cursor?: string;
}

type NotValid = Refusal<'validation-failed'>;

export type Queries = ReturnType<typeof ledgerQueries>;

/** The read path of the books: one statement a page. */
export function ledgerQueries({ db }: RoomContext) {
  async function accounts(query: { account?: string; cursor?: string; limit: number }) {
    const after = keyOf(query.cursor, ['string', 'string', 'string']);
    if (isRefusal(after)) return after;
    const rows = await read.readBalances(db, {
      account: query.account ?? null,
      owners: null,
      after: after as [string, string, string] | null,
      limit: query.limit + 1,
    });
    const page = pageFrom(rows, query.limit, (row) => [row.account, row.owner, row.currency]);
    return { ...page, data: page.data.map(views.balanceJson) };
  }

  async function entries(query: EntryQuery & { limit: number }) {
    const filter = filterOf(query);
    if (isRefusal(filter)) return filter;
    const rows = await read.readEntries(db, { ...filter, limit: query.limit + 1 });
    return mapped(pageFrom(rows, query.limit, entryKey), views.entryJson);
  }

  async function statement(
    sellerIds: readonly string[],
    query: { from?: string; to?: string; cursor?: string; limit: number },
  ) {
    const filter = filterOf(query);
    if (isRefusal(filter)) return filter;
    const { from, to, before } = filter;
    const limit = query.limit + 1;
    const of = { account: 'seller', owners: sellerIds, after: null, limit: 1_000 };
    const [balances, rows] = await Promise.all([
      read.readBalances(db, of),
      read.readStatement(db, { sellerIds, from, to, before, limit }),
    ]);
    const page = mapped(pageFrom(rows, query.limit, entryKey), views.statementJson);
    return { balances: balances.map(views.sellerBalanceJson), ...page };
  }

  /** Entries as CSV, newest first, read page by page as they are sent. */
  function csv(query: EntryQuery): Readable | NotValid {
    const filter = filterOf(query);
    if (isRefusal(filter)) return filter;
    return Readable.from(csvOf(filter), { objectMode: false });
  }

  async function* csvOf(filter: Omit<read.EntryFilter, 'limit'>): AsyncGenerator<string> {
    yield `${Object.keys(views.csvColumns).join(',')}\r\n`;
    let before = filter.before;
    for (let sent = 0; sent < entriesPerExport_max; sent += EXPORT_PAGE) {
      const rows = await read.readEntries(db, { ...filter, before, limit: EXPORT_PAGE });
      if (rows.length > 0) yield rows.map(views.csvLine).join('');
      const last = rows.at(-1);
      if (rows.length < EXPORT_PAGE || !last) return;
      before = entryKey(last);
    }
  }

  return { accounts, entries, statement, csv, ...rateQueries(db) };
}

function rateQueries(db: RoomContext['db']) {
  return {
    async rates(query: { cursor?: string; limit: number }) {
      const after = keyOf(query.cursor, ['string', 'string']);
      if (isRefusal(after)) return after;
      const rows = await read.ratesNow(db, after as [string, string] | null, query.limit + 1);
      const page = pageFrom(rows, query.limit, (row) => [row.sellerId, row.categoryId]);
      return mapped(page, views.rateJson);
    },
    async setRate(rate: Parameters<typeof read.setRate>[1]): Promise<void> {
      await read.setRate(db, rate);
    },
  };
}

function mapped<Row, Json>(page: Page<Row>, json: (row: Row) => Json): Page<Json> {
  return { ...page, data: page.data.map(json) };
}

function notValid(name: string, detail: string): NotValid {
  return refuse('validation-failed', {
    errors: [{ pointer: `/${name}`, in: 'query', code: 'not-valid', detail }],
  });
}

/** The key in a cursor: values of these types, null where there is no cursor. */
function keyOf(text: string | undefined, types: readonly string[]): unknown[] | null | NotValid {
  if (text === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    const fits =
      Array.isArray(key) &&
      key.length === types.length &&
      key.every((one, index) => typeof one === types[index]);
    if (fits) return key as unknown[];
  } catch {
    // no JSON: the same answer as for any other text
  }
  return notValid('cursor', 'is no cursor');
}

function timeOf(text: string | undefined, name: string): Date | null | NotValid {
  if (text === undefined) return null;
  const at = new Date(text);
  if (!Number.isNaN(at.getTime()) && at.getUTCFullYear() > 0) return at;
  return notValid(name, 'is no moment of the calendar');
}

function filterOf(query: EntryQuery): Omit<read.EntryFilter, 'limit'> | NotValid {
  const from = timeOf(query.from, 'from');
  if (isRefusal(from)) return from;
  const to = timeOf(query.to, 'to');
  if (isRefusal(to)) return to;
  const before = keyOf(query.cursor, ['string', 'string', 'number']);
  if (isRefusal(before)) return before;
  if (before && Number.isNaN(Date.parse(String(before[0])))) {
    return notValid('cursor', 'is no cursor');
  }
  if (before && !(Number(before[2]) >= 0 && Number(before[2]) <= 32_767)) {
    return notValid('cursor', 'is no cursor');
  }
  const { orderId = null, checkoutId = null, txnId = null } = query;
  const { account = null, owner = null } = query;
  return {
    orderId,
    checkoutId,
    txnId,
    account,
    owner,
    from,
    to,
    before: before as [string, string, number] | null,
  };
}

function entryKey(row: { occurredAt: Date; txnId: string; lineNo: number }) {
  return [row.occurredAt.toISOString(), row.txnId, row.lineNo] as [string, string, number];
}
