// Invoices and credit notes as PDF: of one's own order, by the link of a mail without name and
// street, and of any order for operators.
import { Type } from 'typebox';
import { batch } from '#kernel/core/batch.ts';
import { toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import { pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { content, reply, route, type Route } from '#kernel/http/route.ts';
import { documentNumber, languages, withoutPerson, type Document } from './invoice.ts';
import { documentPdf } from './invoice-pdf.ts';
import type { Invoices } from './invoices.ts';
import { notFound, type Queries } from './queries.ts';
import { granted, type SharedParts } from './routes-shared.ts';
import * as schemas from './schemas.ts';
import type { WholeOrder } from './store-read.ts';

export interface InvoiceNeeds extends Pick<SharedParts, 'queries' | 'grants'> {
  invoices: Invoices;
}

const get = { method: 'GET', idempotency: 'none' } as const;
// Drawing one costs more than other reads.
const own = {
  ...get,
  audience: 'guest',
  owner: 'the order belongs to the caller',
  limit: 'write',
} as const;
const operator = { ...get, audience: 'admin', owner: 'none', limit: 'read' } as const;
const pdf = { 200: content('application/pdf') };
const errors = [
  'order-not-found',
  'invoice-not-available',
  'room-unavailable',
  'overloaded',
] as const;
const refundParams = schemas.refundParams;
/** In which one is made that is not made yet; left out: in that of the account. */
const inLanguage = { language: Type.Optional(Type.Enum([...languages])) };

export function invoiceRoutes(needs: InvoiceNeeds): Route[] {
  return [...ownRoutes(needs), sharedInvoiceRoute(needs), ...operatorRoutes(needs)];
}

/** Two at a time, in the order in which they were asked for; too many are told to come back. */
const drawing = batch({
  name: 'orders.draw',
  size_max: 1,
  inFlight_max: 2,
  queue_max: 200,
  run: async (documents: Document[]) => Promise.all(documents.map(documentPdf)),
});

/** Whatever was asked for, as a file. */
async function fileOf(found: Document | Refusal) {
  if (isRefusal(found)) return found;
  return reply(200, await drawing.do(found), {
    headers: {
      'content-disposition': `attachment; filename="${documentNumber(found)}.pdf"`,
      'cache-control': 'private, no-store',
    },
  });
}

async function owned(
  queries: Queries,
  key: string,
  userId: string,
): Promise<WholeOrder | Refusal<'order-not-found'>> {
  const order = await queries.whole(key);
  return order?.userId === userId ? order : notFound(key);
}

function ownRoutes({ queries, invoices }: InvoiceNeeds): Route[] {
  return [
    route({
      ...own,
      path: '/orders/:orderId/invoice',
      summary: 'The invoice of one of my orders, as PDF',
      description:
        'Numbered without gaps, made when it is first asked for, in `language` or that of the ' +
        'account; from then on it says the same.',
      params: schemas.orderParams,
      query: Type.Object(inLanguage),
      replies: pdf,
      errors,
      handle: async (req) => {
        const order = await owned(queries, req.params.orderId, req.principal.id);
        if (isRefusal(order)) return order;
        return fileOf(await invoices.invoice(order, req.query.language));
      },
    }),
    route({
      ...own,
      path: '/orders/:orderId/refunds/:refundId/credit-note',
      summary: 'The credit note of a refund of one of my orders, as PDF',
      params: refundParams,
      replies: pdf,
      errors: [...errors, 'refund-not-found'],
      handle: async (req) => {
        const { orderId, refundId } = req.params;
        const order = await owned(queries, orderId, req.principal.id);
        return isRefusal(order) ? order : fileOf(await invoices.creditNote(order, refundId));
      },
    }),
  ];
}

function sharedInvoiceRoute(needs: InvoiceNeeds): Route {
  return route({
    ...get,
    audience: 'public',
    owner: 'the query carries a signed grant for this very order that has not ended',
    limit: 'write',
    path: '/orders/:orderId/shared/invoice',
    summary: 'The invoice of an order by the link of a mail, without name and street',
    params: schemas.orderParams,
    query: Type.Object({ ...schemas.grantQuery.properties, ...inLanguage }),
    replies: pdf,
    errors: [...errors, 'order-link-expired'],
    handle: async (req) => {
      const order = await granted(needs, req.params.orderId, req.query.t);
      if (isRefusal(order)) return order;
      const found = await needs.invoices.invoice(order, req.query.language);
      if (isRefusal(found)) return found;
      return fileOf({ ...found, people: withoutPerson(found.people) });
    },
  });
}

const documentRow = Type.Object({
  number: Type.String(),
  orderId: Type.String(),
  orderNumber: Type.String(),
  refundId: Type.Union([Type.String(), Type.Null()]),
  currency: Type.String(),
  total: Type.Number(),
  tax: Type.Number(),
  issuedAt: Type.String(),
});

const listQuery = Type.Object({
  kind: Type.Optional(Type.Enum(['invoice', 'credit-note'])),
  ...pageQuery,
});

function placeOf(
  cursor: string | undefined,
): [number, number] | null | Refusal<'validation-failed'> {
  if (cursor === undefined) return null;
  const wrong = refuse('validation-failed', {
    errors: [{ pointer: '/cursor', in: 'query', code: 'not-valid', detail: 'is no cursor' }],
  });
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const [year, seq] = Array.isArray(key) && key.length === 2 ? (key as unknown[]) : [];
    const fits = (one: unknown): one is number =>
      Number.isInteger(one) && Number(one) >= 0 && Number(one) < 2 ** 31;
    return fits(year) && fits(seq) ? [year, seq] : wrong;
  } catch {
    return wrong;
  }
}

function operatorRoutes({ queries, invoices }: InvoiceNeeds): Route[] {
  return [
    route({
      ...operator,
      path: '/admin/orders/:orderId/invoice',
      summary: 'The invoice of any order, as PDF',
      params: schemas.orderParams,
      replies: pdf,
      errors,
      handle: async (req) => {
        const order = await queries.whole(req.params.orderId);
        return order ? fileOf(await invoices.invoice(order)) : notFound(req.params.orderId);
      },
    }),
    route({
      ...operator,
      path: '/admin/orders/:orderId/refunds/:refundId/credit-note',
      summary: 'The credit note of a refund of any order, as PDF',
      params: refundParams,
      replies: pdf,
      errors: [...errors, 'refund-not-found'],
      handle: async (req) => {
        const { orderId, refundId } = req.params;
        const order = await queries.whole(orderId);
        return order ? fileOf(await invoices.creditNote(order, refundId)) : notFound(orderId);
      },
    }),
    route({
      ...operator,
      roles: ['finance'],
      path: '/admin/invoices',
      summary: 'Invoices, or credit notes, in the order of their numbers, newest first',
      query: listQuery,
      replies: { 200: pageOf(documentRow) },
      errors: ['validation-failed'],
      handle: async ({ query: { kind = 'invoice', cursor, limit } }) => {
        const before = placeOf(cursor);
        if (isRefusal(before)) return before;
        const rows = await invoices.list({ kind, before, limit: limit + 1 });
        const page = pageFrom(rows, limit, (row) => [row.year, row.seq]);
        return reply(200, { ...page, data: page.data.map(rowJson) });
      },
    }),
  ];
}

function rowJson(row: Document) {
  const { orderNumber, currency, total_minor, tax_minor } = row.facts;
  return {
    number: documentNumber(row),
    orderId: row.orderId,
    orderNumber,
    refundId: row.refundId,
    currency,
    total: toMajor(total_minor, currency),
    tax: toMajor(tax_minor, currency),
    issuedAt: row.at.toISOString(),
  };
}
