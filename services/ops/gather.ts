// Asks every room the same, wherever it runs. A room that is away is named, the others are shown.
import { Failure } from '#kernel/core/error.ts';
import { opsCalls, type OpsCalls, type OpsSaga } from '#kernel/ops/contract.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';

export interface Gathered<T> {
  found: { room: string; answer: T }[];
  /** Rooms that did not answer. */
  away: string[];
}

export type Gather = ReturnType<typeof gathering>;

const SAGAS_PAGE_MAX = 101;
/** How many further looks a filter that the rooms do not know may take. */
const LOOKS_MAX = 6;

export interface SagaQuery {
  room: string | null;
  status: string | null;
  type: string | null;
  sagaIds: string[] | null;
  open: boolean;
  idle_ms: number | null;
  atRisk: boolean;
  before: string | null;
  limit: number;
}

export interface SagaPage {
  data: OpsSaga[];
  /** The next page begins below this id; null: there is none. */
  next: string | null;
  away: string[];
}

export function gathering(ctx: RoomContext) {
  const of = (room: string): Client<OpsCalls> => ctx.client(opsCalls(room));

  /** The same question to all rooms, or to one. */
  async function all<T>(
    ask: (client: Client<OpsCalls>, room: string) => Promise<T>,
    only: string | null = null,
  ): Promise<Gathered<T>> {
    const rooms = ctx.rooms.filter((room) => only === null || room === only);
    const gathered: Gathered<T> = { found: [], away: [] };
    await Promise.all(
      rooms.map(async (room) => {
        try {
          gathered.found.push({ room, answer: await ask(of(room), room) });
        } catch (error) {
          if (!(error instanceof Failure) || error.status < 500) throw error;
          ctx.log.warn({ err: error, room }, 'a room did not answer operators');
          gathered.away.push(room);
        }
      }),
    );
    return gathered;
  }

  /** One page of the sagas of all rooms, newest first: ids are in the order of time. */
  async function onePage(query: SagaQuery): Promise<SagaPage> {
    const { room, atRisk: _, limit, ...filter } = query;
    const asked = { ...filter, limit: Math.min(limit + 1, SAGAS_PAGE_MAX) };
    const { found, away } = await all((client) => client.opsSagas(asked), room);
    const floors = found.flatMap(({ answer }) => answer.floor ?? []);
    // Below the highest floor some room may have rows that it has not given yet.
    const floor = floors.sort().at(-1) ?? '';
    const rows = found
      .flatMap(({ answer }) => answer.sagas)
      .filter((one) => one.sagaId >= floor)
      .sort((a, b) => (a.sagaId < b.sagaId ? 1 : -1));
    const data = rows.slice(0, limit);
    const last = data.at(-1)?.sagaId ?? null;
    if (rows.length > limit) return { data, next: last, away };
    return { data, next: floor === '' ? null : floor, away };
  }

  /** As `onePage`; money at risk is known to the rooms alone, so it is picked out here. */
  async function sagas(query: SagaQuery): Promise<SagaPage> {
    if (!query.atRisk) return onePage(query);
    const data: OpsSaga[] = [];
    const away = new Set<string>();
    let before = query.before;
    for (let look = 0; look < LOOKS_MAX; look += 1) {
      const page = await onePage({ ...query, open: true, before, limit: SAGAS_PAGE_MAX - 1 });
      for (const room of page.away) away.add(room);
      for (const one of page.data) if (one.atRisk !== null) data.push(one);
      before = page.next;
      if (data.length > query.limit || before === null) break;
    }
    const kept = data.slice(0, query.limit);
    const cut = data.length > query.limit ? (kept.at(-1)?.sagaId ?? null) : before;
    return { data: kept, next: cut, away: [...away] };
  }

  return { of, all, sagas, leaderOf: leaderAmong(all) };
}

/** The room that leads a saga; none when no room that answers knows it. */
function leaderAmong(
  all: <T>(ask: (client: Client<OpsCalls>) => Promise<T>) => Promise<Gathered<T>>,
) {
  return async (sagaId: string): Promise<{ room?: string; away: string[] }> => {
    const named = { status: null, type: null, open: false, idle_ms: null, before: null };
    const { found, away } = await all((client) =>
      client.opsSagas({ ...named, sagaIds: [sagaId], limit: 1 }),
    );
    const room = found.find(({ answer }) => answer.sagas.length > 0)?.room;
    return room === undefined ? { away } : { room, away };
  };
}
