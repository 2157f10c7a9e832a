/**
 * A ticket as Apple Wallet reads it: the pass.json of an event ticket, as
 * https://developer.apple.com/documentation/walletpasses/pass describes it.
 */
import { localTime } from './model-zone.ts';
import type { PassWord } from './model-pass-words.ts';
import type { WalletTicket } from './model-wallet.ts';

export interface PassTicket extends WalletTicket {
  session: WalletTicket['session'] & { zone: string };
}

interface Field {
  key: PassWord;
  label: PassWord;
  value: string;
}

const field = (key: PassWord, value: string): Field => ({ key, label: key, value });
const given = (key: PassWord, value: string | null | undefined) =>
  value === null || value === undefined || value === '' ? [] : [field(key, value)];

/** Shown as clocks at the place show it, wherever the phone is. */
function time(key: PassWord, at: string, of: { zone: string; dateStyle: string }) {
  const { zone, dateStyle } = of;
  const value = localTime(zone, Date.parse(at));
  const styles = { dateStyle, timeStyle: 'PKDateStyleShort', ignoresTimeZone: true };
  return { ...field(key, value), ...styles };
}

/** What of a pass is the same for every ticket: whose certificate signs. */
export interface PassSigner {
  passTypeIdentifier: string;
  teamIdentifier: string;
}

/** The white on green of the shop; the code is black on white whatever the colours are. */
const colours = {
  backgroundColor: 'rgb(12, 90, 68)',
  foregroundColor: 'rgb(255, 255, 255)',
  labelColor: 'rgb(201, 228, 217)',
};

export function passOf(signer: PassSigner, ticket: PassTicket): object {
  const { event, session, seat, holder, typeName } = ticket;
  const { zone, startsAt, endsAt, doorsAt } = session;
  const { name, line1, city, country } = event.venue;
  const [section, row, number] = seat?.split('/') ?? [];
  const long = { zone, dateStyle: 'PKDateStyleFull' };
  const begin = localTime(zone, Date.parse(startsAt));
  const end = localTime(zone, Date.parse(endsAt));
  return {
    formatVersion: 1,
    ...signer,
    serialNumber: ticket.ticketId,
    organizationName: event.organiser,
    description: event.name,
    logoText: event.organiser,
    ...colours,
    relevantDate: begin,
    relevantDates: [{ startDate: begin, endDate: end }],
    expirationDate: end,
    barcodes: [
      { format: 'PKBarcodeFormatQR', message: ticket.code, messageEncoding: 'iso-8859-1' },
    ],
    eventTicket: {
      headerFields: [time('starts', startsAt, { zone, dateStyle: 'PKDateStyleShort' })],
      primaryFields: [field('event', event.name)],
      secondaryFields: [field('place', name), field('kind', typeName)],
      auxiliaryFields: [
        ...given('section', section),
        ...given('row', row),
        ...given('seat', number),
        ...given('holder', holder),
      ],
      backFields: [
        ...(doorsAt === null ? [] : [time('doors', doorsAt, long)]),
        time('ends', endsAt, long),
        field('address', [name, line1, city, country].join(', ')),
        field('organiser', event.organiser),
        field('ticket', ticket.ticketId),
      ],
    },
  };
}
