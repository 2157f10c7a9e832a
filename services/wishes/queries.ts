/** The read path: a page is one statement and at most three calls, whatever it holds. */
import { isId } from '#kernel/core/id.ts';
import { toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { idCursor, pageFrom } from '#kernel/http/page.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { ProductSnapshot } from '#services/catalog/contract.ts';
import { thingOf, type Neighbours, type Stock } from './neighbours.ts';
import type { Alert } from './store-alert.ts';
import * as read from './store-read.ts';
import type { List } from './store.ts';

export interface Paged {
  limit: number;
  cursor?: string;
}

type Needs = Pick<RoomContext, 'db' | 'log'> & { neighbours: Neighbours };
export type Queries = ReturnType<typeof wishQueries>;

export function wishQueries(needs: Needs) {
  const { db } = needs;
  const shown = (rows: readonly read.Shown[]) => shownItems(needs, rows);
  return {
    async lists(userId: string, query: Paged) {
      const after = idCursor(query.cursor, 'wsl');
      if (isRefusal(after)) return after;
      const rows = await read.listsOf(db, { userId, after, limit: query.limit + 1 });
      const page = pageFrom(rows, query.limit, (one) => [one.listId]);
      return { ...page, data: page.data.map(listJson) };
    },

    async list(userId: string, listId: string) {
      const found = await read.listById(db, { userId, listId });
      return found === undefined ? refuse('wishlist-not-found', { listId }) : listJson(found);
    },

    async items(userId: string, listId: string, query: Paged & { sort: read.Sort }) {
      const list = await read.listById(db, { userId, listId });
      if (list === undefined) return refuse('wishlist-not-found', { listId });
      const page = await itemPage(needs, list, { ...query, reader: userId });
      if (isRefusal(page)) return page;
      const rows = await shown(page.data);
      return { ...page, data: rows.map((one) => itemJson(one, list.gift)) };
    },

    /** One thing of its owner. */
    async item(userId: string, itemId: string) {
      const row = await read.itemById(db, { userId, itemId });
      if (row === undefined) return refuse('wish-not-found', { itemId });
      const list = await read.listById(db, { userId, listId: row.listId });
      const [one] = await shown([row]);
      return one === undefined ? refuse('wish-not-found') : itemJson(one, list?.gift ?? true);
    },

    /** A list as its link shows it. `reader` is '' for who is not known. */
    async shared(token: string, reader: string, query: Paged & { sort: read.Sort }) {
      const list = await read.listByToken(db, token);
      if (list === undefined) return refuse('wishlist-not-found');
      const page = await itemPage(needs, list, { ...query, reader });
      if (isRefusal(page)) return page;
      const own = list.userId === reader;
      const { name, visibility, gift } = list;
      // Its owner may have signed out, or look from another device: nobody in particular sees none.
      const hidden = gift && (own || reader === '');
      const data = (await shown(page.data)).map((one) => sharedJson(one, hidden));
      return { ...page, name, visibility, gift, own, data };
    },

    async marks(userId: string, productIds: readonly string[]) {
      return { marks: await read.marksOf(db, { userId, productIds }) };
    },

    async alerts(userId: string, query: Paged & { variantId?: string }) {
      const before = idCursor(query.cursor, 'alr');
      if (isRefusal(before)) return before;
      const { variantId = null, limit } = query;
      const rows = await read.alertsOf(db, { userId, variantId, before, limit: limit + 1 });
      const page = pageFrom(rows, limit, (one) => [one.alertId]);
      const names = await namesOf(needs, page.data);
      return { ...page, data: page.data.map((one) => alertJson(one, names)) };
    },

    alertJson: async (alert: Alert) => alertJson(alert, await namesOf(needs, [alert])),
  };
}

type NotValid = Refusal<'validation-failed'>;

async function itemPage(
  { db }: Needs,
  { listId }: List,
  of: Paged & { sort: read.Sort; reader: string },
) {
  const { sort, reader, limit } = of;
  const before = keyOf(of.cursor);
  if (isRefusal(before)) return before;
  const rows = await read.itemsOf(db, { listId, reader, sort, before, limit: limit + 1 });
  return pageFrom(rows, limit, (one) => [one.itemId, one.priority]);
}

/** The key in a cursor of things; null where there is none. */
function keyOf(text: string | undefined): { itemId: string; priority: number } | null | NotValid {
  if (text === undefined) return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (Array.isArray(key) && key.length === 2 && isId('wsi', key[0])) {
      const [itemId, priority] = key as [string, unknown];
      if (priority === 1 || priority === 2 || priority === 3) return { itemId, priority };
    }
  } catch {
    // no JSON: the same answer as for any other text
  }
  return refuse('validation-failed', {
    errors: [{ pointer: '/cursor', in: 'query', code: 'not-valid', detail: 'is no cursor' }],
  });
}

/** A thing with what is true of it now; null: the room that knows is away. */
type Fresh = read.Shown & {
  price_minor: number | null;
  sold: boolean | null;
  inStock: boolean | null;
};

/** Names, prices and stock of this moment, as far as their rooms answer. Three calls, no more. */
async function shownItems(
  { neighbours, log }: Needs,
  rows: readonly read.Shown[],
): Promise<Fresh[]> {
  const variantIds = rows.map((one) => one.variantId);
  const away = (err: unknown) => {
    log.warn({ err }, 'a wishlist is shown without what a room that is away knows');
    return null;
  };
  const byMoney = [...Map.groupBy(rows, (one) => one.currency)];
  const [products, stock, prices] = await Promise.all([
    neighbours.products(rows.map((one) => one.productId)).catch(away),
    neighbours.stock(variantIds).catch(away),
    Promise.all(
      byMoney.map(async ([currency, list]) => {
        const ids = list.map((one) => one.variantId);
        return [...(await neighbours.prices(ids, currency))].map(
          ([id, price]) => [`${id}:${currency}`, price] as const,
        );
      }),
    ).catch(away),
  ]);
  const priceAt = new Map((prices ?? []).flat());
  return rows.map((row) => freshItem(row, { products, stock, priceAt }));
}

function freshItem(
  row: read.Shown,
  of: {
    products: Map<string, ProductSnapshot> | null;
    stock: Map<string, Stock> | null;
    priceAt: Map<string, number>;
  },
): Fresh {
  const product = of.products?.get(row.productId);
  const thing = product === undefined ? undefined : thingOf(product, row.variantId);
  const variant = product?.variants.find((one) => one.variantId === row.variantId);
  const sold = of.products === null ? null : product?.visible === true && variant?.active === true;
  const free = of.stock?.get(row.variantId)?.available ?? 0;
  return {
    ...row,
    ...thing,
    sold,
    inStock: of.stock === null ? null : free > 0 && sold !== false,
    price_minor: of.priceAt.get(`${row.variantId}:${row.currency}`) ?? null,
  };
}

export const listJson = ({ createdAt, userId: _owner, ...list }: List) => ({
  ...list,
  createdAt: createdAt.toISOString(),
});

const majorOf = (minor: number | null, currency: string): number | null =>
  minor === null ? null : toMajor(minor, currency);

function commonJson(one: Fresh) {
  const { itemId, productId, variantId, slug, name, variantName, imageUrl, note } = one;
  const { priority, wanted, currency, sold, inStock } = one;
  const names = { slug, name, variantName, imageUrl, note };
  const price = majorOf(one.price_minor, currency);
  const createdAt = one.createdAt.toISOString();
  const facts = { priority, wanted, price, currency, sold, inStock, createdAt };
  return { itemId, productId, variantId, ...names, ...facts };
}

/** A thing for its owner; `hides`: the list does not say what was bought. */
function itemJson(one: Fresh, hides: boolean) {
  const { listId, tellBack, tellCheaper, version } = one;
  const bought = hides ? null : one.bought;
  const addedPrice = majorOf(one.added_minor, one.currency);
  return { ...commonJson(one), listId, bought, addedPrice, tellBack, tellCheaper, version };
}

function sharedJson(one: Fresh, hidden: boolean) {
  return { ...commonJson(one), bought: hidden ? null : one.bought, mine: hidden ? 0 : one.mine };
}

type Names = ReadonlyMap<string, ProductSnapshot>;

async function namesOf({ neighbours, log }: Needs, alerts: readonly Alert[]): Promise<Names> {
  const ids = alerts.flatMap((one) => one.productId ?? []);
  return neighbours.products(ids).catch((err: unknown) => {
    log.warn({ err }, 'alerts are shown without the names of their products');
    return new Map();
  });
}

function alertJson(one: Alert, names: Names) {
  const { alertId, kind, productId, variantId, query, state, repeat } = one;
  const product = names.get(productId ?? '');
  const [name, slug] = [product?.name ?? null, product?.slug ?? null];
  const toldAt = one.toldAt?.toISOString() ?? null;
  const createdAt = one.createdAt.toISOString();
  const about = { kind, productId, variantId, query, name, slug };
  return { alertId, ...about, state, repeat, toldAt, createdAt };
}
