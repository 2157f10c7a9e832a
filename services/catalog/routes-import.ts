/** Bulk import for sellers and admins: send the file, then ask how far it is. */
import { Type } from 'typebox';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { Workshop } from './commands.ts';
import { upload_bytes_max, type ImportDesk, type ImportWish } from './import-desk.ts';
import { parseMapping } from './import-map.ts';
import { formatOf } from './import-read.ts';
import { knownCurrency } from './routes-product.ts';
import { errorPage, importById, importPage, type ImportRun } from './store-import.ts';

const media = ['text/csv', 'application/json', 'application/x-ndjson', 'application/ndjson'];
const nullableText = Type.Union([Type.String(), Type.Null()]);

const runView = Type.Object({
  importId: Type.String(),
  sellerId: Type.String(),
  source: Type.String(),
  format: Type.String(),
  dryRun: Type.Boolean(),
  state: Type.Union([Type.Literal('RUNNING'), Type.Literal('DONE'), Type.Literal('FAILED')]),
  reason: nullableText,
  rowDone: Type.Integer(),
  created: Type.Integer(),
  updated: Type.Integer(),
  unchanged: Type.Integer(),
  failed: Type.Integer(),
  runs: Type.Integer(),
  startedAt: Type.String(),
  updatedAt: Type.String(),
  finishedAt: nullableText,
});
const errorView = Type.Object({
  seq: Type.Integer(),
  line: Type.Integer(),
  column: Type.String(),
  field: Type.String(),
  code: Type.String(),
  expected: Type.String(),
  got: Type.String(),
});

const sides = {
  seller: {
    base: '/seller/imports',
    audience: 'seller',
    roles: ['catalogue'],
    scopes: ['catalogue:write'],
    owner: 'the import is for a seller of which the caller is a member; others are 404',
  },
  admin: {
    base: '/admin/imports',
    audience: 'admin',
    roles: ['catalogue'],
    scopes: ['catalogue:admin'],
    owner: 'none',
  },
} as const;
type SideName = keyof typeof sides;

const wishQuery = Type.Object({
  map: Type.Optional(
    Type.String({
      maxLength: 4000,
      description: 'field=path pairs, comma-separated; field:=text for a constant.',
    }),
  ),
  sellerId: Type.Optional(Type.String({ maxLength: 64 })),
  currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
  createCategories: Type.Optional(Type.Boolean()),
  dryRun: Type.Optional(Type.Boolean()),
  delimiter: Type.Optional(Type.Union([',', ';', '\t'].map((one) => Type.Literal(one)))),
});

function notAccepted(field: string, detail: string): Refusal<'validation-failed'> {
  const error = { pointer: `/${field}`, in: 'query', code: 'not-accepted', detail };
  return refuse('validation-failed', { errors: [error] });
}

interface WishInput {
  map?: string;
  sellerId?: string;
  currency?: string;
  createCategories?: boolean;
  dryRun?: boolean;
  delimiter?: string;
}

/** What the request wants, or why it cannot be had. `mine` null: any seller (admin). */
function wishOf(
  query: WishInput,
  mine: readonly string[] | null,
  type: string,
): ImportWish | Refusal<string> {
  const sellerId = query.sellerId ?? mine?.[0];
  if (sellerId === undefined || (mine !== null && !mine.includes(sellerId))) {
    return notAccepted('sellerId', 'name the seller whose products these are');
  }
  const mapping = parseMapping(query.map ?? '');
  if (isRefusal(mapping)) return mapping;
  const currency = query.currency ?? 'USD';
  const wrong = knownCurrency(currency);
  if (wrong !== null) return wrong;
  const format = formatOf(type.split(';')[0]?.trim() ?? '');
  if (format === null) return refuse('unsupported-media-type', { accepted: media });
  const { createCategories = false, dryRun = false, delimiter } = query;
  const wish = { sellerId, format, mapping, currency, createCategories, dryRun };
  return delimiter === undefined ? wish : { ...wish, delimiter };
}

function sendRoute(desk: ImportDesk, name: SideName): Route {
  const { base, ...side } = sides[name];
  return route({
    ...side,
    method: 'POST',
    path: base,
    summary: 'Import products from CSV, JSON or NDJSON',
    description:
      'Runs behind the request; the reply names the import to ask for. The same bytes with the ' +
      'same mapping are the same import: sent again they go on where an interrupted run stopped.',
    limit: 'write',
    idempotency: 'none',
    query: wishQuery,
    consumes: media,
    bodyLimit_bytes: upload_bytes_max,
    replies: { 202: Type.Object({ importId: Type.String() }) },
    errors: ['validation-failed', 'import-mapping-invalid', 'unsupported-media-type', 'overloaded'],
    handle: async (req) => {
      const mine = name === 'admin' ? null : req.sellerIds;
      const wish = wishOf(req.query as WishInput, mine, String(req.headers['content-type'] ?? ''));
      if (isRefusal(wish)) return wish;
      const importId = desk.accept(req.raw, wish);
      return reply(202, { importId }, { location: `/api/v1${base}/${importId}` });
    },
  });
}

const mine = (name: SideName, req: { sellerIds: readonly string[] }) =>
  name === 'admin' ? null : req.sellerIds;

function listRoute(shop: Workshop, name: SideName): Route {
  const { base, roles: _, ...side } = sides[name];
  return route({
    ...side,
    method: 'GET',
    path: base,
    summary: 'Imports, latest first',
    limit: 'read',
    idempotency: 'none',
    query: Type.Object({
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
      cursor: Type.Optional(Type.String({ maxLength: 200 })),
    }),
    replies: {
      200: Type.Object({
        data: Type.Array(runView),
        nextCursor: nullableText,
        hasMore: Type.Boolean(),
      }),
    },
    errors: ['validation-failed'],
    handle: async (req) => {
      const { limit = 20, cursor } = req.query;
      const after = cursor === undefined ? null : runCursor(cursor);
      if (after === undefined) return notAccepted('cursor', 'a nextCursor');
      const filter = { sellerIds: mine(name, req), after, limit: limit + 1 };
      const runs = await importPage(shop.db, filter);
      const data = runs.slice(0, limit);
      const hasMore = runs.length > limit;
      const last = data.at(-1);
      return { data, hasMore, nextCursor: hasMore && last ? cursorAfter(last) : null };
    },
  });
}

function readRoute(shop: Workshop, name: SideName): Route {
  const { base, roles: _, ...side } = sides[name];
  return route({
    ...side,
    method: 'GET',
    path: `${base}/:importId`,
    summary: 'Progress of an import with a page of its row errors',
    limit: 'read',
    idempotency: 'none',
    params: Type.Object({ importId: Type.String({ maxLength: 64 }) }),
    query: Type.Object({
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
      cursor: Type.Optional(Type.Integer({ minimum: -1 })),
    }),
    replies: {
      200: Type.Object({
        ...runView.properties,
        errors: Type.Array(errorView),
        nextCursor: Type.Union([Type.Integer(), Type.Null()]),
        hasMore: Type.Boolean(),
      }),
    },
    errors: ['not-found'],
    handle: async (req) => {
      const run = await importById(shop.db, req.params.importId);
      const sellers = mine(name, req);
      if (run === null || (sellers !== null && !sellers.includes(run.sellerId))) {
        return refuse('not-found');
      }
      const { limit = 20, cursor = -1 } = req.query;
      const found = await errorPage(shop.db, run.importId, { after: cursor, limit: limit + 1 });
      const errors = found.slice(0, limit);
      const hasMore = found.length > limit;
      const nextCursor = hasMore ? (errors.at(-1)?.seq ?? null) : null;
      return { ...run, errors, hasMore, nextCursor };
    },
  });
}

function cursorAfter(run: ImportRun): string {
  return Buffer.from(JSON.stringify([run.startedAt, run.importId])).toString('base64url');
}

function runCursor(text: string): { startedAt: string; importId: string } | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    const [startedAt, importId] = Array.isArray(value) ? (value as unknown[]) : [];
    if (typeof startedAt !== 'string' || typeof importId !== 'string') return undefined;
    return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(startedAt) ? { startedAt, importId } : undefined;
  } catch {
    return undefined;
  }
}

/** Import routes of both sides. */
export function importRoutes(shop: Workshop, desk: ImportDesk): Route[] {
  return [
    sendRoute(desk, 'seller'),
    sendRoute(desk, 'admin'),
    listRoute(shop, 'seller'),
    listRoute(shop, 'admin'),
    readRoute(shop, 'seller'),
    readRoute(shop, 'admin'),
  ];
}
