/** What is typed of an event, and how it becomes what the API takes. */
import type { BodyOf } from '../../../client/request.ts';

export interface TypedSession {
  start: string;
  end: string;
}

export interface TypedKind {
  name: string;
  price: string;
  fee: string;
  quota: string;
  perBooking: string;
  /** A part of the seat plan; '': no numbered seats. */
  section: string;
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
  sessions: TypedSession[];
  kinds: TypedKind[];
}

export const emptySession: TypedSession = { start: '', end: '' };
export const emptyKind: TypedKind = {
  name: '',
  price: '',
  fee: '',
  quota: '',
  perBooking: '10',
  section: '',
};

export function emptyPlan(of: { currency: string; zone: string }): TypedPlan {
  const words = { name: '', summary: '', description: '', category: '', age: '' };
  const place = { venueId: '', venue: '', line1: '', city: '', postalCode: '', country: '' };
  const refund = { refundHours: '48', refundPercent: '100' };
  const lists = { sessions: [emptySession], kinds: [emptyKind] };
  return { ...words, ...place, ...of, ...refund, ...lists, seats: '' };
}

/** A wall clock's `2026-12-01T19:30` in a zone, as a moment; '' for what is none. */
export function momentIn(local: string, zone: string): string {
  const asUtc = Date.parse(`${local}:00Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(local) || Number.isNaN(asUtc)) return '';
  // The offset there, looked up twice: near a change of the clocks the first guess may be wrong.
  const first = asUtc - offsetAt(asUtc, zone);
  return new Date(asUtc - offsetAt(first, zone)).toISOString();
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
  plan.sessions.forEach(({ start, end }, at) => {
    if (momentIn(start, plan.zone) === '') found.add(`/sessions/${at}/startsAt`);
    if (momentIn(end, plan.zone) === '' || end <= start) found.add(`/sessions/${at}/endsAt`);
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
    refundRules: percent > 0 ? [{ hoursBefore: hours, percent }] : [],
    sessions: plan.sessions.map(({ start, end }) => ({
      startsAt: momentIn(start, zone),
      endsAt: momentIn(end, zone),
      zone,
    })),
    ticketTypes: plan.kinds.map((kind) => {
      const section = kind.section.trim();
      const perBooking = Number(kind.perBooking) || 10;
      return {
        name: kind.name.trim(),
        price: Number(kind.price),
        fee: Number(kind.fee),
        quota: section === '' ? Number(kind.quota) : 0,
        perBooking,
        ...(section === '' ? {} : { sections: [section] }),
      };
    }),
  };
}
