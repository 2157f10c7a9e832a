/** Tickets that change hands: offered, taken back, looked at, taken; and those that one holds. */
import { Type, type Static } from 'typebox';
import { isRefusal, type Refusal } from '#kernel/core/refusal.ts';
import { content, reply, route, type Route } from '#kernel/http/route.ts';
import { handOverIdSchema, ticketIdSchema } from './contract.ts';
import type { Codes } from './codes.ts';
import type { Hands } from './hand.ts';
import { offerJson, openOffer } from './schemas.ts';
import { passType } from './pass-file.ts';
import type { HandOverRow, HeldTicket, MyTicket } from './store-hand.ts';

const text = Type.String();
const nullable = Type.Union([text, Type.Null()]);
const fresh = { 'cache-control': 'no-store' };
const utc = (at: string) => new Date(at).toISOString();
const mine = { audience: 'guest', owner: 'the ticket is held by the caller' } as const;
const params = Type.Object({ ticketId: ticketIdSchema });

const myTicket = Type.Object({
  ticketId: text,
  state: Type.Enum(['VALID', 'VOID', 'HANDED_ON']),
  canHandOver: Type.Boolean(),
  handOver: openOffer,
});

const event = Type.Object({
  slug: text,
  name: text,
  organiser: text,
  venue: Type.Object({ name: text, line1: text, city: text, country: text }),
});
const when = { startsAt: text, doorsAt: nullable, zone: text };

const offerReply = Type.Object({
  handOverId: text,
  state: Type.Enum(['OFFERED', 'ACCEPTED', 'TAKEN_BACK', 'EXPIRED', 'VOID']),
  /** Who offers it, as the ticket names them. */
  from: nullable,
  typeName: text,
  seat: nullable,
  event,
  session: Type.Object(when),
  expiresAt: text,
  serverTime: text,
});

const heldReply = Type.Object({
  ticketId: text,
  typeName: text,
  seat: nullable,
  state: Type.Enum(['VALID', 'VOID']),
  /** Whom it names at the door. */
  name: nullable,
  code: text,
  qr: text,
  walletUrl: nullable,
  hasPass: Type.Boolean(),
  checkedInAt: nullable,
  canHandOver: Type.Boolean(),
  handOver: openOffer,
  event,
  session: Type.Object({
    ...when,
    endsAt: text,
    state: Type.Enum(['SCHEDULED', 'CANCELLED']),
  }),
});

const offered = {
  /** Of the mail: whoever has it may take the ticket. */
  token: Type.Optional(Type.String({ minLength: 10, maxLength: 200 })),
  /** Of an offer to the account of the caller. */
  handOverId: Type.Optional(handOverIdSchema),
};

export function handRoutes(hands: Hands): Route[] {
  return [...giveRoutes(hands), passRoute(hands), ...takeRoutes(hands), ...heldRoutes(hands)];
}

function myJson(row: MyTicket | Refusal) {
  if (isRefusal(row)) return row;
  return reply(200, { ...row, handOver: offerJson(row.handOver) }, { headers: fresh });
}

function giveRoutes(hands: Hands): Route[] {
  return [
    route({
      ...mine,
      method: 'POST',
      path: '/tickets/:ticketId/hand-over',
      summary: 'Offer a ticket to somebody else by e-mail',
      description:
        'It stays good in the hands of the caller until somebody takes it with an account: ' +
        'within seven days, and before the doors open. Then its code opens nothing any more, ' +
        'and the other has one. The right to money stays with who paid.',
      limit: 'write',
      idempotency: 'required',
      params,
      body: Type.Object({ email: Type.String({ minLength: 3, maxLength: 254 }) }),
      replies: { 200: myTicket },
      errors: [
        'event-ticket-not-found',
        'ticket-used',
        'ticket-void',
        'ticket-handed-on',
        'hand-over-open',
        'hand-over-own',
        'hand-over-closed',
        'hand-over-limit',
        'validation-failed',
        'room-unavailable',
      ],
      handle: async (req) => {
        const of = { ...req.params, userId: req.principal.id };
        return myJson(await hands.offer(of, req.body.email));
      },
    }),
    route({
      ...mine,
      method: 'POST',
      path: '/tickets/:ticketId/take-back',
      summary: 'End the offer of a ticket that nobody has taken',
      limit: 'write',
      idempotency: 'required',
      params,
      replies: { 200: myTicket },
      errors: ['event-ticket-not-found', 'ticket-handed-on'],
      handle: async (req) =>
        myJson(await hands.takeBack({ ...req.params, userId: req.principal.id })),
    }),
  ];
}

function passRoute(hands: Hands): Route {
  return route({
    ...mine,
    method: 'GET',
    path: '/tickets/:ticketId/pass',
    summary: 'A ticket as a signed file for Apple Wallet',
    description: 'Its bar code is the code of the ticket. Its holder gets it while it is good.',
    limit: 'read',
    idempotency: 'none',
    params,
    replies: { 200: content(passType, 'A pass (.pkpass)') },
    errors: [
      'event-ticket-not-found',
      'ticket-used',
      'ticket-void',
      'ticket-handed-on',
      'wallet-pass-unavailable',
    ],
    handle: async (req) => {
      const file = await hands.pass({ ...req.params, userId: req.principal.id });
      if (isRefusal(file)) return file;
      const { ticketId } = req.params;
      const name = `attachment; filename="${ticketId}.pkpass"`;
      return reply(200, file, { headers: { ...fresh, 'content-disposition': name } });
    },
  });
}

function offerOf(row: HandOverRow, now_ms: number): Static<typeof offerReply> {
  const { handOverId, state, typeName, seat, session } = row;
  const { startsAt, doorsAt, zone } = session;
  return {
    handOverId,
    state,
    from: row.fromName,
    typeName,
    seat,
    event: row.event,
    session: { startsAt: utc(startsAt), doorsAt: doorsAt && utc(doorsAt), zone },
    expiresAt: row.expiresAt.toISOString(),
    serverTime: new Date(now_ms).toISOString(),
  };
}

function takeRoutes(hands: Hands): Route[] {
  const show = (row: HandOverRow | Refusal) =>
    isRefusal(row) ? row : reply(200, offerOf(row, hands.now()), { headers: fresh });
  return [
    route({
      audience: 'public',
      owner: 'none',
      method: 'POST',
      path: '/hand-overs/look',
      summary: 'What the link of a mail offers',
      limit: 'read',
      idempotency: 'none',
      body: Type.Object(offered),
      replies: { 200: offerReply },
      errors: ['hand-over-not-found', 'validation-failed'],
      handle: async (req) => {
        const { principal } = req;
        const userId = principal.kind === 'anonymous' ? null : principal.id;
        return show(await hands.look(req.body, userId));
      },
    }),
    route({
      audience: 'user',
      owner: 'who has the link, or the account that it is offered to',
      method: 'POST',
      path: '/hand-overs/accept',
      summary: 'Take a ticket that was offered: it is the caller’s from now on',
      description: 'One person takes it; of two at once the second gets 409 hand-over-over.',
      limit: 'write',
      idempotency: 'required',
      body: Type.Object({
        ...offered,
        /** Who comes with it; read at the door. */
        name: Type.String({ minLength: 1, maxLength: 200 }),
      }),
      replies: { 200: offerReply },
      errors: [
        'hand-over-not-found',
        'hand-over-over',
        'hand-over-own',
        'hand-over-closed',
        'ticket-used',
        'ticket-void',
        'ticket-handed-on',
        'validation-failed',
      ],
      handle: async (req) => show(await hands.accept(req.body, req.principal.id)),
    }),
  ];
}

function heldRoutes(hands: Hands): Route[] {
  const reading = { limit: 'read', idempotency: 'none' } as const;
  return [
    route({
      audience: 'user',
      owner: 'tickets that the caller has taken',
      ...reading,
      method: 'GET',
      path: '/me/tickets',
      summary: 'Tickets that others handed over to me, the newest first, with their codes',
      replies: { 200: Type.Object({ tickets: Type.Array(heldReply) }) },
      errors: [],
      handle: async (req) => {
        const rows = await hands.held(req.principal.id);
        return reply(200, { tickets: rows.map(heldJson) }, { headers: fresh });
      },
    }),
    route({
      audience: 'user',
      owner: 'offers to the caller',
      ...reading,
      method: 'GET',
      path: '/me/hand-overs',
      summary: 'Tickets that are offered to my account',
      replies: { 200: Type.Object({ offers: Type.Array(offerReply) }) },
      errors: [],
      handle: async (req) => {
        const rows = await hands.offersTo(req.principal.id);
        const offers = rows.map((row) => offerOf(row, hands.now()));
        return reply(200, { offers }, { headers: fresh });
      },
    }),
  ];
}

function heldJson({ holderName, ...row }: HeldTicket & ReturnType<Codes['of']>) {
  const { startsAt, endsAt, doorsAt, zone, state } = row.session;
  return {
    ...row,
    name: holderName,
    checkedInAt: row.checkedInAt?.toISOString() ?? null,
    handOver: offerJson(row.handOver),
    session: {
      zone,
      state,
      startsAt: utc(startsAt),
      endsAt: utc(endsAt),
      doorsAt: doorsAt && utc(doorsAt),
    },
  };
}
