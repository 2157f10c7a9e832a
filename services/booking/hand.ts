// Handing a ticket to somebody else: offered to an address, taken with an account, and until then
// taken back. Each step is one statement; the old ticket and the new one change in one commit.
import { failpoint } from '#kernel/core/failpoint.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Client } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import { normaliseEmail, type identityCalls } from '#services/identity/contract.ts';
import type { Codes } from './codes.ts';
import { metaNow } from './commands.ts';
import * as contract from './contract.ts';
import { addressHash, addressHint, handKey, handOverOf, handToken } from './model-hand.ts';
import * as store from './store-hand.ts';

interface Needs {
  ctx: Pick<RoomContext, 'db' | 'outbox' | 'config' | 'clock'>;
  identity: Pick<Client<typeof identityCalls>, 'users' | 'personAt'>;
  codes: Pick<Codes, 'of' | 'pass'>;
}

interface Mine {
  ticketId: string;
  userId: string;
}

/** An offer is named by the token of its mail, or by its id, where it is for the caller. */
export interface Offered {
  token?: string;
  handOverId?: string;
}

export type Hands = ReturnType<typeof hands>;

export function hands(needs: Needs) {
  const { db } = needs.ctx;
  const key = handKey(needs.ctx.config.tokenKey);
  return {
    ...giving(needs, key),
    ...taking(needs, key),
    now: () => needs.ctx.clock.now(),

    /** For the room that sends mails. */
    async letters(handOverIds: readonly string[]): Promise<contract.HandOverLetter[]> {
      const rows = await store.openHandOvers(db, handOverIds);
      return rows.map(({ handOverId, fromName: from }) => {
        return { handOverId, token: handToken(key, handOverId), from };
      });
    },

    tasks: [
      {
        name: 'booking.hand-overs',
        every_ms: 30_000,
        run: async () => {
          while ((await store.endOffers(db, 200)) === 200);
        },
      },
    ],
  };
}

function giving({ ctx: { db, outbox }, identity }: Needs, key: Uint8Array) {
  async function own(of: Mine): Promise<store.MyTicket | Refusal> {
    const { ticketId } = of;
    return (await store.ownTicket(db, of)) ?? refuse('event-ticket-not-found', { ticketId });
  }

  return {
    /** Offers a ticket to an address; the same again is the offer there is. */
    async offer(of: Mine, to: string): Promise<store.MyTicket | Refusal> {
      const email = normaliseEmail(to);
      if (email === undefined) {
        const detail = 'is no e-mail address';
        return refuse('validation-failed', {
          errors: [{ pointer: '/email', in: 'body', code: 'not-valid', detail }],
        });
      }
      const mine = await own(of);
      if (isRefusal(mine)) return mine;
      const toHash = addressHash(key, email);
      if (await store.sameOffer(db, { ...of, toHash })) return mine;
      const [giver] = (await identity.users({ userIds: [of.userId] })).users;
      if (giver?.email === email) return refuse('hand-over-own');
      const { locale = 'en' } = giver ?? {};
      const person = await identity.personAt({ userId: newId('usr'), email, locale });
      const refused = await store.step(db, 'offer_ticket', {
        ...of,
        handOverId: newId('hnd'),
        toUserId: person.userId,
        toHash,
        toHint: addressHint(email),
        open_ms: contract.handOver_ms,
        perTicket_max: contract.handOversPerTicket_max,
        perDay_max: contract.handOversPerDay_max,
        meta: metaNow(),
      });
      if (refused) return told(refused);
      outbox.poke();
      return own(of);
    },

    /** Ends an offer that nobody took; one that was taken stays so. */
    async takeBack(of: Mine): Promise<store.MyTicket | Refusal> {
      const refused = await store.step(db, 'take_back_ticket', of);
      return refused ? told(refused) : own(of);
    },
  };
}

function taking({ ctx: { db, outbox }, codes }: Needs, key: Uint8Array) {
  const gone = () => refuse('hand-over-not-found');

  /** The offer, where its token or the caller's account opens it. */
  async function find(of: Offered, userId: string | null): Promise<store.HandOverRow | Refusal> {
    const byToken = of.token === undefined ? null : handOverOf(key, of.token);
    const handOverId = byToken ?? of.handOverId;
    if (handOverId === undefined) return gone();
    const row = await store.readHandOver(db, handOverId);
    if (row === undefined) return gone();
    const isTheirs = userId !== null && (row.toUser === userId || row.takenBy === userId);
    return byToken !== null || isTheirs ? row : gone();
  }

  return {
    look: find,
    offersTo: (userId: string) => store.offersTo(db, userId),

    /** The ticket becomes the caller's. Who has it already gets the same answer. */
    async accept(
      of: Offered & { name: string },
      userId: string,
    ): Promise<store.HandOverRow | Refusal> {
      const row = await find(of, userId);
      if (isRefusal(row)) return row;
      const { handOverId } = row;
      const { name } = of;
      const wish = { handOverId, userId, name, meta: metaNow() };
      const refused = await store.step(db, 'accept_ticket', wish);
      if (refused) return told(refused);
      failpoint('booking.handed-on');
      outbox.poke();
      return (await store.readHandOver(db, handOverId)) ?? gone();
    },

    /** The caller's own ticket as a file for Apple Wallet. */
    async pass(of: Mine): Promise<Buffer | Refusal> {
      const { ticketId } = of;
      const row = await store.ticketToShow(db, of);
      if (row === undefined) return refuse('event-ticket-not-found', { ticketId });
      if (row.state === 'HANDED_ON') return refuse('ticket-handed-on', { ticketId });
      if (row.state === 'VOID' || row.session.state === 'CANCELLED') {
        return refuse('ticket-void', { ticketId });
      }
      if (row.checkedInAt !== null) return refuse('ticket-used', { ticketId });
      return (await codes.pass(row)) ?? refuse('wallet-pass-unavailable');
    },

    /** Tickets that others handed over to somebody, with their codes. */
    async held(userId: string) {
      const rows = await store.heldTickets(db, userId);
      return rows.map((row) => ({ ...row, ...codes.of({ ...row, holder: row.holderName }) }));
    },
  };
}

function told({ code, ...detail }: { code: string; [fact: string]: unknown }): Refusal {
  return refuse(code, detail);
}
