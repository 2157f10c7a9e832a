/** What is typed of an event, and how it becomes what the API takes. */
import type { BodyOf, ReplyOf } from '../../../client/request.ts';

export interface TypedSession {
  start: string;
  end: string;
  /** '': with the beginning. */
  doors: string;
}

export interface TypedKind {
  name: string;
  price: string;
  fee: string;
  quota: string;
  perBooking: string;
  /** A part of the seat plan; '': no numbered seats. */
  section: string;
  description: string;
  /** As they were saved; several are kept while the part is not typed anew. */
  sections: readonly string[];
}

export interface TypedPlan {
  name: string;
  summary: string;
  description: string;
  category: string;
  age: string;
  currency: string;
  /** '': a new one, of the fields below. */
  venueId: string;
  venue: string;
  line1: string;
  city: string;
  postalCode: string;
  country: string;
  zone: string;
  /** Lines such as `Stalls A-F 14`. */
  seats: string;
  refundHours: string;
  refundPercent: string;
  /** What the form has no fields for, and a saved draft may have. */
  moreRules: readonly { hoursBefore: number; percent: number }[];
  imageUrl: string;
  /** '': from its publication on. */
  salesFrom: string;
  sessions: TypedSession[];
  kinds: TypedKind[];
}

export const emptySession: TypedSession = { start: '', end: '', doors: '' };
export const emptyKind: TypedKind = {
  name: '',
  price: '',
  fee: '',
  quota: '',
  perBooking: '10',
  section: '',
  description: '',
  sections: [],
};

export function emptyPlan(of: { currency: string; zone: string }): TypedPlan {
  const words = { name: '', summary: '', description: '', category: '', age: '' };
  const place = { venueId: '', venue: '', line1: '', city: '', postalCode: '', country: '' };
  const refund = { refundHours: '48', refundPercent: '100', moreRules: [] };
  const lists = { sessions: [emptySession], kinds: [emptyKind] };
  return { ...words, ...place, ...of, ...refund, ...lists, seats: '', imageUrl: '', salesFrom: '' };
}

/** A wall clock's `2026-12-01T19:30` in a zone, as a moment; '' for what is none. */
export function momentIn(local: string, zone: string): string {
  const asUtc = Date.parse(`${local}:00Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local) || Number.isNaN(asUtc)) return '';
  // The offset there, looked up twice: near a change of the clocks the first guess may be wrong.
  const first = asUtc - offsetAt(asUtc, zone);
  return new Date(asUtc - offsetAt(first, zone)).toISOString();
}

/** A moment as a wall clock in a zone shows it, as fields of dates take it; '' for none. */
export function localIn(at: string | null, zone: string): string {
  if (at === null) return '';
  const at_ms = Date.parse(at);
  return new Date(at_ms + offsetAt(at_ms, zone)).toISOString().slice(0, 16);
}

function offsetAt(at_ms: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at_ms);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  const date = `${part('year')}-${part('month')}-${part('day')}`;
  const shown = Date.parse(`${date}T${part('hour')}:${part('minute')}:00Z`);
  return shown - Math.floor(at_ms / 60_000) * 60_000;
}

type SeatPlan = NonNullable<BodyOf<'POST /seller/venues'>['plan']>;

/** `Stalls A-F 14`: six rows of fourteen; null where a line cannot be read. */
export function seatPlanOf(text: string): SeatPlan | null {
  const parts = new Map<string, SeatPlan[number]>();
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '') continue;
    const [, section = '', from = '', to = from, seats = ''] =
      /^([^/]{1,40}?)\s+([A-Z])(?:-([A-Z]))?\s+(\d{1,3})$/.exec(line) ?? [];
    if (section === '' || to < from || Number(seats) < 1) return null;
    const part = parts.get(section) ?? { section, rows: [] };
    parts.set(section, part);
    for (let at = from.charCodeAt(0); at <= to.charCodeAt(0); at += 1) {
      part.rows.push({ row: String.fromCharCode(at), seats: Number(seats) });
    }
  }
  return [...parts.values()];
}

/** Fields that are empty or no numbers, by the pointers that the API would name. */
export function faultsOf(plan: TypedPlan): Set<string> {
  const found = new Set<string>();
  const need = (pointer: string, text: string) => text.trim() === '' && found.add(pointer);
  need('/name', plan.name);
  need('/category', plan.category);
  if (plan.venueId === '') {
    need('/venue', plan.venue);
    for (const name of ['line1', 'city', 'postalCode'] as const) need(`/${name}`, plan[name]);
    if (!/^[A-Z]{2}$/.test(plan.country)) found.add('/country');
    if (seatPlanOf(plan.seats) === null) found.add('/seats');
  }
  if (plan.salesFrom !== '' && momentIn(plan.salesFrom, plan.zone) === '') found.add('/salesFrom');
  plan.sessions.forEach((session, at) => {
    for (const name of sessionFaults(session, plan.zone)) found.add(`/sessions/${at}/${name}`);
  });
  plan.kinds.forEach((kind, at) => {
    need(`/ticketTypes/${at}/name`, kind.name);
    if (kind.price.trim() === '' || !(Number(kind.price) >= 0)) {
      found.add(`/ticketTypes/${at}/price`);
    }
    if (!(Number(kind.fee) >= 0)) found.add(`/ticketTypes/${at}/fee`);
    const isCounted = kind.section.trim() === '';
    if (isCounted && !/^\d+$/.test(kind.quota)) found.add(`/ticketTypes/${at}/quota`);
  });
  return found;
}

/** What of a date does not fit, by the names of the API. */
export function sessionFaults({ start, end, doors }: TypedSession, zone: string): string[] {
  const found: string[] = [];
  if (momentIn(start, zone) === '') found.push('startsAt');
  if (momentIn(end, zone) === '' || end <= start) found.push('endsAt');
  if (doors !== '' && (momentIn(doors, zone) === '' || doors > start)) found.push('doorsAt');
  return found;
}

export function sessionOf({ start, end, doors }: TypedSession, zone: string) {
  const opened = doors === '' ? {} : { doorsAt: momentIn(doors, zone) };
  return { startsAt: momentIn(start, zone), endsAt: momentIn(end, zone), ...opened };
}

type Saved = ReplyOf<'GET /seller/events/{eventId}'>;

/** A saved draft as it is typed; `quota` gives how many of a kind there are. */
export function typedOf(event: Saved, quota: (typeId: string) => number): TypedPlan {
  const { name, summary, description, category, currency, venue, sessionList } = event;
  const zone = sessionList[0]?.zone ?? venue.zone;
  const [rule, ...moreRules] = event.refundRules;
  return {
    ...emptyPlan({ currency, zone }),
    name,
    summary,
    description,
    category,
    age: event.ageMin === null ? '' : String(event.ageMin),
    venueId: venue.venueId,
    refundHours: String(rule?.hoursBefore ?? 0),
    refundPercent: String(rule?.percent ?? 0),
    moreRules,
    imageUrl: event.imageUrl ?? '',
    salesFrom: localIn(event.salesFrom, zone),
    sessions: sessionList.map(({ startsAt, endsAt, doorsAt }) => ({
      start: localIn(startsAt, zone),
      end: localIn(endsAt, zone),
      doors: localIn(doorsAt, zone),
    })),
    kinds: event.ticketTypes.map((kind) => ({
      name: kind.name,
      price: String(kind.price),
      fee: kind.fee === 0 ? '' : String(kind.fee),
      quota: kind.seated ? '' : String(quota(kind.typeId)),
      perBooking: String(kind.perBooking),
      section: kind.sections.join(' + '),
      description: kind.description,
      sections: kind.sections,
    })),
  };
}

/** One part as it is typed, or those that were saved and not typed anew. */
function sectionsOf({ section, sections }: TypedKind): string[] {
  const typed = section.trim();
  if (typed === '') return [];
  return typed === sections.join(' + ') ? [...sections] : [typed];
}

export function bodyOf(plan: TypedPlan, venueId: string): BodyOf<'POST /seller/events'> {
  const { name, summary, description, category, age, currency, zone } = plan;
  const hours = Number(plan.refundHours);
  const percent = Number(plan.refundPercent);
  return {
    venueId,
    name: name.trim(),
    summary: summary.trim(),
    description,
    category: category.trim().toLowerCase(),
    currency,
    ...(age === '' ? {} : { ageMin: Number(age) }),
    ...(plan.imageUrl === '' ? {} : { imageUrl: plan.imageUrl }),
    ...(plan.salesFrom === '' ? {} : { salesFrom: momentIn(plan.salesFrom, zone) }),
    refundRules: [...(percent > 0 ? [{ hoursBefore: hours, percent }] : []), ...plan.moreRules],
    sessions: plan.sessions.map((session) => ({ ...sessionOf(session, zone), zone })),
    ticketTypes: plan.kinds.map((kind) => {
      const sections = sectionsOf(kind);
      const perBooking = Number(kind.perBooking) || 10;
      return {
        name: kind.name.trim(),
        price: Number(kind.price),
        fee: Number(kind.fee),
        ...(kind.description === '' ? {} : { description: kind.description }),
        quota: sections.length === 0 ? Number(kind.quota) : 0,
        perBooking,
        ...(sections.length === 0 ? {} : { sections }),
      };
    }),
  };
}
