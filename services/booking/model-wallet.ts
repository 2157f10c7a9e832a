/**
 * A ticket for a phone's wallet: a link to Google Wallet with the ticket in a signed token (RS256),
 * as https://developers.google.com/wallet/tickets/events/web describes it. Nothing is asked of
 * Google: who opens the link has the ticket put into their own wallet.
 */
import { createPrivateKey, sign } from 'node:crypto';
import type { WalletConfig } from '#kernel/config/wallet-variables.ts';

export interface WalletTicket {
  ticketId: string;
  code: string;
  typeName: string;
  seat: string | null;
  /** Whom it names. */
  holder: string | null;
  event: { name: string; organiser: string; venue: Venue };
  session: { sessionId: string; startsAt: string; endsAt: string; doorsAt: string | null };
}

interface Venue {
  name: string;
  line1: string;
  city: string;
  country: string;
}

const said = (value: string) => ({ defaultValue: { language: 'en', value } });
/** What the database writes into JSON has its own zone. */
const utc = (at: string) => new Date(at).toISOString();
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

export type Wallet = (ticket: WalletTicket) => string;

/** Makes links; the key is read once. */
export function walletOf(config: WalletConfig, now_s: () => number): Wallet {
  const { issuer, account } = config;
  const key = createPrivateKey(config.key);
  const header = base64url({ alg: 'RS256', typ: 'JWT' });
  return (ticket) => {
    const payload = passOf(issuer, ticket);
    const claims = { iss: account, aud: 'google', typ: 'savetowallet', iat: now_s(), payload };
    const body = `${header}.${base64url(claims)}`;
    const seal = sign('sha256', Buffer.from(body), key).toString('base64url');
    return `https://pay.google.com/gp/v/save/${body}.${seal}`;
  };
}

/** One class for each session, one object for each ticket. */
function passOf(issuer: string, ticket: WalletTicket) {
  const { event, session, seat, holder } = ticket;
  const { name, line1, city, country } = event.venue;
  const classId = `${issuer}.${session.sessionId}`;
  const [section, row, number] = seat?.split('/') ?? [];
  const place = {
    ...(section === undefined ? {} : { section: said(section) }),
    ...(row === undefined ? {} : { row: said(row) }),
    ...(number === undefined ? {} : { seat: said(number) }),
  };
  const doors = session.doorsAt === null ? {} : { doorsOpen: utc(session.doorsAt) };
  return {
    eventTicketClasses: [
      {
        id: classId,
        issuerName: event.organiser,
        reviewStatus: 'UNDER_REVIEW',
        eventName: said(event.name),
        venue: { name: said(name), address: said([line1, city, country].join(', ')) },
        dateTime: { start: utc(session.startsAt), end: utc(session.endsAt), ...doors },
      },
    ],
    eventTicketObjects: [
      {
        id: `${issuer}.${ticket.ticketId}`,
        classId,
        state: 'ACTIVE',
        ticketNumber: ticket.ticketId,
        ticketType: said(ticket.typeName),
        ...(holder === null ? {} : { ticketHolderName: holder }),
        ...(seat === null ? {} : { seatInfo: place }),
        barcode: { type: 'QR_CODE', value: ticket.code, alternateText: '' },
      },
    ],
  };
}
