/** Invoices and credit notes: one for an order, one for a refund, in series without gaps. */
import type { Sql } from '#kernel/db/db.ts';
import type { Document, DocumentFacts, DocumentKind, People } from './invoice.ts';

const COLUMNS = `
select kind, year, seq, order_id as "orderId", refund_id as "refundId", facts, people, at
from document `;

const INVOICE = COLUMNS + `where order_id = $1 and kind = 'invoice'`;
const CREDIT = COLUMNS + 'where refund_id = $1 and order_id = $2';

/** The invoice of an order. */
export async function readInvoice(sql: Sql, orderId: string): Promise<Document | undefined> {
  return sql.row<Document>(INVOICE, [orderId]);
}

/** The credit note of one of an order's refunds. */
export async function readCreditNote(
  sql: Sql,
  of: { orderId: string; refundId: string },
): Promise<Document | undefined> {
  return sql.row<Document>(CREDIT, [of.refundId, of.orderId]);
}

const SERIES = `
insert into document_series (kind, year)
values ($1, extract(year from now() at time zone 'utc')::int) on conflict do nothing`;

// Whoever holds the lock of a series gives the next number; it goes back with the transaction.
const LOCK = `
select year, last from document_series
where kind = $1 and year = extract(year from now() at time zone 'utc')::int for update`;

const NEXT = `
with taken as (
  update document_series set last = last + 1 where kind = $1 and year = $2 returning last
)
insert into document (kind, year, seq, order_id, refund_id, facts, people)
select $1, $2, last, $3, $4, $5::jsonb, $6::jsonb from taken
returning kind, year, seq, order_id as "orderId", refund_id as "refundId", facts, people, at`;

/** Makes a document, or finds the one that there is: four statements in a transaction. */
export async function issue(
  tx: Sql,
  of: {
    kind: DocumentKind;
    orderId: string;
    refundId: string | null;
    facts: DocumentFacts;
    people: People | null;
  },
): Promise<Document> {
  const { kind, orderId, refundId } = of;
  await tx.run(SERIES, [kind]);
  const series = await tx.row<{ year: number }>(LOCK, [kind]);
  const known =
    refundId === null
      ? await readInvoice(tx, orderId)
      : await readCreditNote(tx, { orderId, refundId });
  if (known) return known;
  const people = of.people === null ? null : JSON.stringify(of.people);
  const values = [kind, series?.year, orderId, refundId, JSON.stringify(of.facts), people];
  const made = await tx.row<Document>(NEXT, values);
  if (!made) throw new Error('a locked series gives a number');
  return made;
}

const LIST =
  COLUMNS +
  `where kind = $1 and ($2::int is null or (year, seq) < ($2, $3))
order by year desc, seq desc limit $4`;

/** Documents of a kind, newest first, below a year and number. */
export async function listDocuments(
  sql: Sql,
  of: { kind: DocumentKind; before: readonly [number, number] | null; limit: number },
): Promise<Document[]> {
  const [year, seq] = of.before ?? [null, null];
  return sql.rows<Document>(LIST, [of.kind, year, seq, of.limit]);
}
