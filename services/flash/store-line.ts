/** SQL of the line: tickets, tokens, and the one row that both move. */
import type { Sql } from '#kernel/db/db.ts';

export interface Joined {
  person: string;
  number: number;
  joinedAt: Date;
}

/** Puts people into the line, in this order; one statement. Left out: the line is closed. */
export async function joinLine(
  db: Sql,
  saleId: string,
  people: readonly { person: string; userId: string }[],
): Promise<Map<string, Joined>> {
  const rows = await db.rows<Joined>(
    `/* write */ select person, number, joined_at as "joinedAt"
     from join_line($1, $2::text[], $3::text[])`,
    [saleId, people.map((one) => one.person), people.map((one) => one.userId)],
  );
  return new Map(rows.map((row) => [row.person, row]));
}

export async function readTicketOf(
  db: Sql,
  of: { saleId: string; person: string },
): Promise<Joined | undefined> {
  return db.row<Joined>(
    `select person, number, joined_at as "joinedAt" from ticket
     where sale_id = $1 and person = $2`,
    [of.saleId, of.person],
  );
}

export interface Claim {
  tokenId: string;
  number: number;
  rank: number;
  userId: string;
  variantId: string;
  quantity: number;
}

export type ClaimOutcome =
  | 'claimed'
  | 'known'
  | 'closed'
  | 'not-yet'
  | 'turn-over'
  | 'no-item'
  | 'sold-out';

export interface ClaimResult {
  outcome: ClaimOutcome;
  leftOver: number;
  /** Of who got a unit now. */
  token?: TokenRow;
}

interface BatchRow {
  outcomes: ClaimOutcome[] | null;
  lefts: number[] | null;
  expiresAt: Date;
  now: Date;
}

/** Claims units, in this order; one statement. Numbers must differ. Positional. */
export async function claimUnits(
  db: Sql,
  saleId: string,
  claims: readonly Claim[],
): Promise<ClaimResult[]> {
  const done = await db.row<BatchRow>(
    // As JSON, which is read at a tenth of what the driver takes for rows.
    `/* write */ select to_json(outcomes) as outcomes, to_json(lefts) as lefts,
       expires_at as "expiresAt", now() as now
     from claim_batch($1, $2::text[], $3::int[], $4::int[], $5::text[], $6::text[], $7::int[])`,
    [
      saleId,
      claims.map((one) => one.tokenId),
      claims.map((one) => one.number),
      claims.map((one) => one.rank),
      claims.map((one) => one.userId),
      claims.map((one) => one.variantId),
      claims.map((one) => one.quantity),
    ],
  );
  return claims.map((claim, at) => {
    const outcome = done?.outcomes?.[at] ?? 'closed';
    const leftOver = done?.lefts?.[at] ?? 0;
    if (done === undefined || outcome !== 'claimed') return { outcome, leftOver };
    const { tokenId, number, userId, variantId, quantity } = claim;
    const { expiresAt, now } = done;
    const own = { tokenId, saleId, number, userId, variantId, quantity };
    return { outcome, leftOver, token: { ...own, state: 'HELD', expiresAt, now } };
  });
}

export interface TokenRow {
  tokenId: string;
  saleId: string;
  number: number;
  userId: string | null;
  variantId: string;
  quantity: number;
  state: 'HELD' | 'TAKEN' | 'SOLD' | 'RETURNED';
  expiresAt: Date;
  now: Date;
}

const TOKEN = `
select token_id as "tokenId", sale_id as "saleId", number, user_id as "userId",
  variant_id as "variantId", quantity, state, expires_at as "expiresAt", now() as now
from token `;
const TOKENS_OF = TOKEN + 'where sale_id = $1 and number = any($2::int[])';

/** The tokens of numbers in the line; those without one are left out. */
export async function readTokensOf(
  db: Sql,
  saleId: string,
  numbers: readonly number[],
): Promise<Map<number, TokenRow>> {
  const rows = await db.rows<TokenRow>(TOKENS_OF, [saleId, [...numbers]]);
  return new Map(rows.map((row) => [row.number, row]));
}

export interface Take {
  tokenId: string;
  userId: string;
  addressKey: string;
}

export interface Taken {
  outcome: 'ok' | 'gone' | 'address';
  token: TokenWithItem | undefined;
}

export interface TokenWithItem extends TokenRow {
  currency: string;
  perAddress: number;
  productId: string;
  sellerId: string;
  name: string;
  imageUrl: string | null;
  weight_g: number;
  taxClass: string | null;
  price_minor: number;
}

const WITH_ITEM = `
select t.token_id as "tokenId", t.sale_id as "saleId", t.number, t.user_id as "userId",
  t.variant_id as "variantId", t.quantity, t.state, t.expires_at as "expiresAt", now() as now,
  s.currency, s.per_address as "perAddress", i.product_id as "productId",
  i.seller_id as "sellerId", i.name, i.image_url as "imageUrl", i.weight_g,
  i.tax_class as "taxClass", i.price_minor
from token t join sale s using (sale_id) join sale_item i using (sale_id, variant_id)
where t.token_id = any($1::text[])`;

/** Begins checkouts with tokens, or goes on with them; two statements. Tokens must differ. */
export async function takeTokens(db: Sql, takes: readonly Take[]): Promise<Map<string, Taken>> {
  const outcomes = await db.rows<{ tokenId: string; outcome: Taken['outcome'] }>(
    `/* write */ select token_id as "tokenId", outcome
     from take_tokens($1::text[], $2::text[], $3::text[])`,
    [
      takes.map((one) => one.tokenId),
      takes.map((one) => one.userId),
      takes.map((one) => one.addressKey),
    ],
  );
  const rows = await db.rows<TokenWithItem>(WITH_ITEM, [takes.map((one) => one.tokenId)]);
  const tokens = new Map(rows.map((row) => [row.tokenId, row]));
  return new Map(
    outcomes.map(({ tokenId, outcome }) => [tokenId, { outcome, token: tokens.get(tokenId) }]),
  );
}

/** A person gives a token up: its time is over now. False where there is none to give up. */
export async function giveUpToken(
  db: Sql,
  of: { saleId: string; number: number; userId: string },
): Promise<boolean> {
  const done = await db.run(
    `update token set expires_at = now(), check_at = case when state = 'TAKEN' then now() end
     where sale_id = $1 and number = $2 and user_id = $3 and state in ('HELD', 'TAKEN')`,
    [of.saleId, of.number, of.userId],
  );
  return done > 0;
}

/** Ends tokens; only those in one of these states move. */
export async function endTokens(
  sql: Sql,
  of: { saleId: string; tokenIds: readonly string[]; to: 'SOLD' | 'RETURNED' },
): Promise<number> {
  const row = await sql.row<{ n: number }>(
    `/* write */ select end_tokens($1, $2::text[], array['TAKEN'], $3) as n`,
    [of.saleId, [...of.tokenIds], of.to],
  );
  return row?.n ?? 0;
}

export interface ToCheck {
  tokenId: string;
  saleId: string;
  /** Its time is over, so it is to be void unless a checkout has its unit. */
  isOver: boolean;
}

/** Tokens whose checkout may have come to an end, those that wait longest first. */
export async function readToCheck(
  db: Sql,
  saleIds: readonly string[],
  limit: number,
): Promise<ToCheck[]> {
  return db.rows<ToCheck>(
    `select token_id as "tokenId", sale_id as "saleId", expires_at < now() as "isOver"
     from token where state = 'TAKEN' and check_at <= now() and sale_id = any($1::text[])
     order by check_at limit $2`,
    [[...saleIds], limit],
  );
}

/** Looks again after a while: sooner where the checkout is young. */
export async function checkLater(db: Sql, tokenIds: readonly string[]): Promise<void> {
  await db.run(
    `with k as materialized (select token_id from token
       where token_id = any($1::text[]) and state = 'TAKEN' order by token_id for update)
     update token t set check_at = now() + least(greatest(
       (now() - claimed_at) / 8, interval '2 seconds'), interval '20 seconds')
     from k where t.token_id = k.token_id`,
    [[...tokenIds]],
  );
}
