/**
 * Everything the shop holds about a person, as one JSON document. It is written while it is read:
 * one page of one room at a time is in memory, however much there is.
 */
import { Readable } from 'node:stream';
import { Failure } from '#kernel/core/error.ts';
import type { Sql } from '#kernel/db/db.ts';
import { personalItemsPerPage_max, type PersonalPage } from './contract.ts';
import { passkeysOf, type PasskeyRow } from './store-passkey.ts';
import * as store from './store-privacy.ts';

/** Pages of one room; more than this is no person's data but a fault. */
export const exportPages_max = 1_000;

/** A room that holds something about people. */
export interface Source {
  room: string;
  page(of: { userId: string; after: string | null }): Promise<PersonalPage>;
}

/**
 * The document as a stream. The first page of every room is read before it begins: rejects with
 * 'room-unavailable' while one is away. A room that goes away later breaks the stream off, so a
 * document that ends is whole.
 */
export async function exportOf(
  sources: readonly Source[],
  of: { userId: string; at: string; signal: AbortSignal },
): Promise<Readable> {
  const { userId } = of;
  const firsts = await Promise.all(
    sources.map((source) => source.page({ userId, after: null }).then((page) => [source, page])),
  );
  return Readable.from(written(firsts as [Source, PersonalPage][], of), { objectMode: false });
}

async function* written(
  firsts: readonly [Source, PersonalPage][],
  of: { userId: string; at: string; signal: AbortSignal },
): AsyncGenerator<string> {
  const { userId, at, signal } = of;
  yield `{"exportedAt":${JSON.stringify(at)},"userId":${JSON.stringify(userId)},"rooms":{`;
  for (const [index, [source, first]] of firsts.entries()) {
    yield `${index === 0 ? '' : ','}\n${JSON.stringify(source.room)}:[`;
    let comma = '';
    let page = first;
    for (let pages = 1; ; pages += 1) {
      for (const item of page.items) {
        yield `${comma}\n${JSON.stringify(item)}`;
        comma = ',';
      }
      if (page.next === null || signal.aborted) break;
      if (pages >= exportPages_max) throw new Failure('overloaded', { room: source.room });
      page = await source.page({ userId, after: page.next });
    }
    yield ']';
  }
  yield '\n}}\n';
}

/** The parts of what this room holds, in their order; a cursor is `part:id`. */
type Part = 'address' | 'session' | 'passkey';

/** One page of what this room holds about a person: account, addresses, sessions, passkeys. */
export async function identityData(
  sql: Sql,
  { userId, after }: { userId: string; after: string | null },
): Promise<PersonalPage> {
  if (after === null) {
    const account = await store.accountFacts(sql, userId);
    const items = account === undefined ? [] : [{ kind: 'account', data: account }];
    return { items, next: 'address:' };
  }
  const colon = after.indexOf(':');
  const [part, id] = [after.slice(0, colon) as Part, after.slice(colon + 1)];
  const page = { userId, after: id, limit: personalItemsPerPage_max };
  if (part === 'passkey') {
    const rows = await passkeysOf(sql, userId);
    return {
      items: rows.map((data) => ({ kind: 'passkey', data: passkeyData(data) })),
      next: null,
    };
  }
  if (part === 'address') {
    const rows = await store.heldAddresses(sql, page);
    const items = rows.map((data) => ({ kind: 'address', data }));
    return { items, next: nextOf('address', rows.at(-1)?.addressId, rows.length) };
  }
  const rows = await store.heldSessions(sql, page);
  const items = rows.map((data) => ({ kind: 'session', data: sessionData(data) }));
  return { items, next: nextOf('session', rows.at(-1)?.sessionId, rows.length) };
}

function nextOf(part: Part, lastId: string | undefined, count: number): string | null {
  if (lastId !== undefined && count === personalItemsPerPage_max) return `${part}:${lastId}`;
  return part === 'address' ? 'session:' : 'passkey:';
}

/** Without the key itself: it is no secret, but nobody can use it. */
function passkeyData({ passkeyId, name, synced, createdAt, lastUsedAt }: PasskeyRow) {
  return { passkeyId, name, synced, createdAt, lastUsedAt };
}

const isoOf = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

function sessionData({ startedAt_ms, lastUsedAt_ms, endedAt_ms, ...rest }: store.HeldSession) {
  return {
    ...rest,
    startedAt: isoOf(startedAt_ms),
    lastUsedAt: isoOf(lastUsedAt_ms),
    endedAt: isoOf(endedAt_ms),
  };
}
