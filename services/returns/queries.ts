/** The read path of returns: one whole, and lists of a buyer, of sellers, of everybody. */
import { isRefusal, type Refusal } from '#kernel/core/refusal.ts';
import { idCursor, pageFrom, type Page } from '#kernel/http/page.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { ReturnStatus } from './contract.ts';
import { worthOf } from './decide.ts';
import type { Neighbours } from './neighbours.ts';
import { optionQueries } from './options.ts';
import * as read from './store-read.ts';
import { readUnits } from './store.ts';

export type Queries = ReturnType<typeof returnQueries>;

interface ListQuery {
  limit: number;
  cursor?: string;
  status?: ReturnStatus;
}

type Bad = Refusal<'validation-failed'>;

export function returnQueries(
  { db, clock, log }: Pick<RoomContext, 'db' | 'clock' | 'log'>,
  neighbours: Neighbours,
) {
  return {
    ...optionQueries({ db, clock, log, neighbours }),
    /** One return by its id or number. */
    whole: async (key: string): Promise<read.WholeReturn | undefined> =>
      (await read.readWhole(db, [key]))[0],
    /** What granting units of a return (line:units, …) would come to. Two statements. */
    worth: async (of: read.WholeReturn, items: string) => {
      const wanted = items.split(',').map((part) => {
        const [lineNo = 0, quantity = 0] = part.split(':').map(Number);
        return { lineNo, quantity };
      });
      return worthOf(of, await readUnits(db, of.orderId), wanted);
    },
    /** Returns by their ids, oldest first. */
    wholes: (ids: readonly string[]): Promise<read.WholeReturn[]> => read.readWhole(db, ids),
    ...returnLists({ db }),
  };
}

/** Pages of returns, newest first. */
function returnLists({ db }: Pick<RoomContext, 'db'>) {
  const filterOf = (query: ListQuery): read.ListFilter | Bad => {
    const before = idCursor(query.cursor, 'ret');
    if (isRefusal(before)) return before;
    return { status: query.status ?? null, before, limit: query.limit + 1 };
  };
  const page = (rows: read.SummaryRow[], query: ListQuery): Page<read.SummaryRow> =>
    pageFrom(rows, query.limit, (row) => [row.returnId]);
  return {
    async ofUser(userId: string, query: ListQuery): Promise<Page<read.SummaryRow> | Bad> {
      const filter = filterOf(query);
      if (isRefusal(filter)) return filter;
      return page(await read.listOfUser(db, userId, filter), query);
    },
    waiting: async ({ sellerIds }: { sellerIds: string[] }) => ({
      returns: await read.waitingOfSellers(db, sellerIds),
    }),
    async ofSellers(
      sellerIds: readonly string[],
      query: ListQuery & { waiting?: boolean },
    ): Promise<Page<read.SummaryRow> | Bad> {
      const filter = filterOf(query);
      if (isRefusal(filter)) return filter;
      const waiting = query.waiting === true;
      return page(await read.listOfSellers(db, sellerIds, { ...filter, waiting }), query);
    },
    async ofEverybody(
      query: ListQuery & { waiting?: boolean },
    ): Promise<Page<read.SummaryRow> | Bad> {
      const filter = filterOf(query);
      if (isRefusal(filter)) return filter;
      return page(await read.listAll(db, { ...filter, waiting: query.waiting === true }), query);
    },
  };
}
