// Sales for shoppers: look, join, wait by the watermark, claim. What is asked again and again is
// answered from memory, the same for everybody, so that a cache in front can answer it.
import { Type } from 'typebox';
import { isRefusal, refuse } from '#kernel/core/refusal.ts';
import { streamHeaders, type Live } from '#kernel/http/live.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { content, reply, route, type Route } from '#kernel/http/route.ts';
import type { Board } from './board.ts';
import type { Commands } from './commands.ts';
import type { Desk } from './desk.ts';
import { rounds } from './model-line.ts';
import { placeOf, watermarkSchema } from './model-watermark.ts';
import * as schemas from './schemas.ts';

/** What a stream watches, and the document it told last. */
export interface Watch {
  saleId: string;
  told: number;
}

export interface FlashDeps {
  board: Board;
  commands: Commands;
  desk: Pick<Desk, 'find' | 'page'>;
  streams: Live<Watch>;
  /** Units of a sale that went back to the shelf. */
  returned(saleId: string): Promise<number>;
}

const { params } = schemas;
const open = { audience: 'public', owner: 'none', limit: 'read', idempotency: 'none' } as const;
const mine = { audience: 'guest', owner: 'the place in the line is the caller’s' } as const;

export function flashRoutes(deps: FlashDeps): Route[] {
  return [
    ...lookRoutes(deps),
    watermarkRoute(deps),
    streamRoute(deps),
    fairnessRoute(deps),
    ...lineRoutes(deps),
    ...claimRoutes(deps),
  ];
}

function lookRoutes({ desk }: FlashDeps): Route[] {
  const headers = { 'cache-control': 'public, max-age=5' };
  return [
    route({
      ...open,
      method: 'GET',
      path: '/flash-sales',
      summary: 'Sales that are announced, under way or over, the newest first',
      query: Type.Object(pageQuery),
      replies: { 200: pageOf(schemas.saleReply) },
      errors: ['validation-failed'],
      handle: async (req) => {
        const { limit, cursor } = req.query;
        const below = idCursor(cursor, 'sale');
        if (isRefusal(below)) return below;
        const rows = await desk.page({ below: below ?? 'salf', announced: true, limit: limit + 1 });
        const page = pageFrom(rows, limit, (row) => [row.saleId]);
        return reply(200, { ...page, data: page.data.map(schemas.saleJson) }, { headers });
      },
    }),
    route({
      ...open,
      method: 'GET',
      path: '/flash-sales/:saleId',
      summary: 'One sale: its rules, times, items and how many there are',
      params,
      replies: { 200: schemas.saleReply },
      errors: ['sale-not-found'],
      handle: async (req) => {
        const sale = await desk.find(req.params.saleId);
        if (isRefusal(sale)) return sale;
        if (sale.state === 'DRAFT') return hidden(sale.saleId);
        return reply(200, schemas.saleJson(sale), { headers });
      },
    }),
  ];
}

function watermarkRoute({ board }: FlashDeps): Route {
  return route({
    ...open,
    method: 'GET',
    path: '/flash-sales/:saleId/watermark',
    summary: 'How far the line is: the one document that everybody in it reads',
    description:
      'The same for all and answered from memory; ask again after refresh_s. A client works out ' +
      'its own place from it and from the number in its ticket.',
    params,
    replies: { 200: content('application/json', 'The watermark', watermarkSchema) },
    errors: ['sale-not-found'],
    handle: (req) => {
      const shown = board.find(req.params.saleId);
      if (!shown) return hidden(req.params.saleId);
      const headers = { 'cache-control': 'public, max-age=1, stale-while-revalidate=5' };
      return reply(200, shown.text, { etag: shown.etag, headers });
    },
  });
}

function streamRoute({ board, streams }: FlashDeps): Route {
  return route({
    ...open,
    method: 'GET',
    path: '/flash-sales/:saleId/events',
    summary: 'The watermark as server-sent events, for as many as there is room for',
    params,
    replies: { 200: content('text/event-stream', '`event: watermark` whenever it changes') },
    errors: ['sale-not-found', 'too-many-streams'],
    handle: (req) => {
      const { saleId } = req.params;
      if (!board.find(saleId)) return hidden(saleId);
      const person = req.principal.id === '' ? req.ip : req.principal.id;
      const watch = { saleId, told: -1 };
      const stream = streams.open({ watch, person, signal: req.signal });
      return isRefusal(stream) ? stream : reply(200, stream, { headers: streamHeaders });
    },
  });
}

const METHOD =
  'key = HMAC-SHA256(seed, "trueshelf.line.v1:<saleId>:<people>"); a = ceil(sqrt(people)), ' +
  'b = ceil(people / a). For a number: left = number mod a, right = floor(number / a); in rounds ' +
  `1 to ${rounds}: next = (left + h) mod (a in odd rounds, b in even ones), where h is the first ` +
  '6 bytes, as a number, of SHA-256(key, the round as one byte, right as four); left = right; ' +
  'right = next. The rank is a × right + left; while it is people or more, again from there. ' +
  'Numbers of people or more, who came after the draw, are their own rank.';

function fairnessRoute({ desk, returned }: FlashDeps): Route {
  return route({
    ...open,
    method: 'GET',
    path: '/flash-sales/:saleId/fairness',
    summary: 'What anybody needs to check the draw, and what became of the units',
    params,
    replies: { 200: schemas.fairnessReply },
    errors: ['sale-not-found', 'room-unavailable'],
    handle: async (req) => {
      const sale = await desk.find(req.params.saleId);
      if (isRefusal(sale)) return sale;
      if (sale.state === 'DRAFT') return hidden(sale.saleId);
      const { saleId, state, seedHash, tickets, released, allocation, sold, held } = sale;
      return {
        saleId,
        state,
        seedHash,
        tickets,
        released,
        allocation,
        sold,
        held,
        seed: sale.drawn === null ? null : sale.seed,
        people: sale.drawn,
        method: METHOD,
        returned: await returned(saleId),
      };
    },
  });
}

function lineRoutes({ commands }: FlashDeps): Route[] {
  const show = async (saleId: string, asked: ReturnType<Commands['join']>) => {
    const found = await asked;
    if (isRefusal(found)) return found;
    const sale = commands.shownSale(saleId);
    if (isRefusal(sale)) return sale;
    const { ticket, number, joinedAt } = found;
    const place = placeOf(sale.mark, number, sale.line);
    const body = { saleId, ticket, number, joinedAt: joinedAt.toISOString(), place };
    return reply(200, body, { headers: { 'cache-control': 'no-store' } });
  };
  return [
    route({
      ...mine,
      method: 'POST',
      path: '/flash-sales/:saleId/join',
      summary: 'Get a place in the line; who has one gets the same',
      description: 'Before the draw it does not matter when one joins.',
      limit: 'write',
      // The place is its own key: a repeat finds it.
      idempotency: 'none',
      params,
      replies: { 200: schemas.ticketReply },
      errors: ['sale-not-found', 'sale-closed', 'sale-identity-needed', 'room-unavailable'],
      handle: (req) => show(req.params.saleId, commands.join(req.principal, req.params.saleId)),
    }),
    route({
      ...mine,
      method: 'GET',
      path: '/flash-sales/:saleId/place',
      summary: 'My ticket, on whatever device, and where it stands',
      limit: 'read',
      idempotency: 'none',
      params,
      replies: { 200: schemas.ticketReply },
      errors: ['sale-not-found', 'ticket-not-found', 'sale-identity-needed', 'room-unavailable'],
      handle: (req) => show(req.params.saleId, commands.ticket(req.principal, req.params.saleId)),
    }),
  ];
}

function claimRoutes({ commands }: FlashDeps): Route[] {
  const own = { ...mine, owner: 'the ticket and the token are the caller’s' } as const;
  const errors = ['sale-not-found', 'sale-identity-needed', 'ticket-not-found', 'room-unavailable'];
  return [
    route({
      ...own,
      method: 'POST',
      path: '/flash-sales/:saleId/claim',
      summary: 'Take a unit when it is my turn; who has taken one gets the same token',
      limit: 'checkout',
      // Whose turn it is has a few seconds; who only joins can come back.
      turn: 'next',
      atOnce: { all_max: 1_000, each_max: 16 },
      // A ticket claims once: a repeat gets the token there is, whatever its key.
      idempotency: 'none',
      params,
      body: schemas.claimBody,
      replies: { 200: schemas.tokenReply },
      errors: [
        ...errors,
        'ticket-not-valid',
        'sale-closed',
        'sale-not-yet',
        'sale-turn-over',
        'sale-item-not-found',
        'sale-sold-out',
        'sale-quantity-limit',
        'validation-failed',
      ],
      handle: async (req) => {
        const { saleId } = req.params;
        const { ticket, variantId, quantity = 1 } = req.body;
        const wanted = { saleId, ticket, variantId, quantity };
        return shownToken(commands, await commands.claim(req.principal, wanted));
      },
    }),
    route({
      ...own,
      method: 'GET',
      path: '/flash-sales/:saleId/token',
      summary: 'My purchase token, in whatever state',
      limit: 'read',
      idempotency: 'none',
      params,
      replies: { 200: schemas.tokenReply },
      errors: [...errors, 'sale-token-not-valid'],
      handle: async (req) => {
        return shownToken(commands, await commands.token(req.principal, req.params.saleId));
      },
    }),
    route({
      ...own,
      method: 'DELETE',
      path: '/flash-sales/:saleId/token',
      summary: 'Give my unit up, so that the next in line gets it',
      limit: 'write',
      idempotency: 'accepted',
      params,
      replies: { 204: null },
      errors: [...errors, 'sale-token-not-valid'],
      handle: async (req) => {
        const refused = await commands.giveUp(req.principal, req.params.saleId);
        return refused ?? reply(204, null);
      },
    }),
  ];
}

type Token = Awaited<ReturnType<Commands['claim']>>;

function shownToken(commands: Commands, token: Token) {
  if (isRefusal(token)) return token;
  const sale = commands.shownSale(token.saleId);
  if (isRefusal(sale)) return sale;
  const headers = { 'cache-control': 'no-store' };
  return reply(200, schemas.tokenJson(token, sale), { headers });
}

const hidden = (saleId: string) => refuse('sale-not-found', { saleId });
