/** Zones, rates, carriers and places as they are typed, and as the API takes them; pure. */
import type { BodyOf, ReplyOf } from '../../../client/request.ts';

export type Zone = ReplyOf<'GET /admin/shipping-zones'>['data'][number];
export type Rate = ReplyOf<'GET /admin/shipping-rates'>['data'][number];
export type Carrier = ReplyOf<'GET /admin/shipping-carriers'>['data'][number];
export type Place = ReplyOf<'GET /admin/pickup-places/{placeId}'>;
export type RateBody = BodyOf<'PUT /admin/shipping-rates'>;
type ZoneBody = BodyOf<'PUT /admin/shipping-zones/{zone}'>;
type CarrierBody = BodyOf<'PUT /admin/shipping-carriers/{carrier}'>;
type PlaceBody = BodyOf<'POST /admin/pickup-places'>;
export type CalendarBody = BodyOf<'PUT /admin/warehouse-calendars/{warehouseId}'>;

/** What is no number is sent as it is, to be refused beside its field. */
const numberOf = (text: string): number => {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || Number.isNaN(value) ? (text as never) : value;
};
const maybeNumber = (text: string): number | null => (text.trim() === '' ? null : numberOf(text));
const textOf = (value: number | null) => (value === null ? '' : String(value));
const maybeText = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** A short name for addresses that nothing else has. */
export function codeFor(name: string, taken: readonly string[], otherwise: string): string {
  const plain = name
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase();
  const cut = plain
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 32);
  const code = cut.replace(/-$/, '') || otherwise;
  if (!taken.includes(code) && code !== 'new') return code;
  let nth = 2;
  while (taken.includes(`${code}-${nth}`)) nth += 1;
  return `${code}-${nth}`;
}

export interface TypedCalendar {
  timeZone: string;
  /** Empty: none. */
  cutoff: string;
  restDays: readonly number[];
  holidays: readonly { day: string; name: string }[];
}

export const noCalendar: TypedCalendar = {
  timeZone: 'UTC',
  cutoff: '14:00',
  restDays: [0, 6],
  holidays: [],
};

export function calendarTyped(body: CalendarBody): TypedCalendar {
  const { timeZone, cutoff, restDays, holidays } = body;
  return { timeZone, cutoff: cutoff ?? '', restDays, holidays };
}

export function calendarBody(typed: TypedCalendar): CalendarBody {
  return {
    timeZone: typed.timeZone.trim(),
    cutoff: maybeText(typed.cutoff),
    restDays: [...typed.restDays].sort(),
    holidays: typed.holidays.map(({ day, name }) => ({ day, name: name.trim() })),
  };
}

export type TypedZone = TypedCalendar & { name: string; countries: string };

export const noZone: TypedZone = { ...noCalendar, name: '', countries: '' };

export const zoneTyped = (zone: Zone): TypedZone => {
  return { ...calendarTyped(zone), name: zone.name, countries: zone.countries.join(', ') };
};

export function countriesIn(text: string): string[] {
  const some = text.toUpperCase().split(/[\s,;]+/);
  return [...new Set(some.filter((one) => one !== ''))];
}

export function zoneBody(typed: TypedZone): ZoneBody {
  const { name, countries } = typed;
  return { ...calendarBody(typed), name: name.trim(), countries: countriesIn(countries) };
}

/** A step of weight or length, and what it costs. */
export interface Step {
  at: string;
  amount: string;
}

export const rateNumbers = ['maxWeightGrams', 'minDays', 'maxDays'] as const;

export type TypedRate = Record<(typeof rateNumbers)[number], string> & {
  method: RateBody['method'];
  currency: string;
  name: string;
  /** By steps of weight in place of base and kilograms. */
  byTiers: boolean;
  base: string;
  perKg: string;
  freeOver: string;
  tiers: readonly Step[];
  sizes: readonly Step[];
  /** Empty: none. */
  carrier: string;
};

export const noRate: TypedRate = {
  method: 'STANDARD',
  currency: 'USD',
  name: 'Standard',
  byTiers: false,
  base: '',
  perKg: '0',
  freeOver: '',
  maxWeightGrams: '30000',
  minDays: '2',
  maxDays: '5',
  tiers: [],
  sizes: [],
  carrier: '',
};

export function rateTyped(rate: Rate): TypedRate {
  const { method, currency, name, tiers, sizes, carrier } = rate;
  return {
    method,
    currency,
    name,
    byTiers: tiers !== null,
    base: textOf(rate.base),
    perKg: textOf(rate.perKg),
    freeOver: textOf(rate.freeOver),
    maxWeightGrams: textOf(rate.maxWeightGrams),
    minDays: textOf(rate.minDays),
    maxDays: textOf(rate.maxDays),
    tiers: (tiers ?? []).map(({ upToGrams, amount }) => {
      return { at: String(upToGrams), amount: String(amount) };
    }),
    sizes: (sizes ?? []).map(({ overMillimetres, amount }) => {
      return { at: String(overMillimetres), amount: String(amount) };
    }),
    carrier: carrier ?? '',
  };
}

export function rateBody(zone: string, typed: TypedRate): RateBody {
  const { method, byTiers, sizes } = typed;
  return {
    zone,
    method,
    currency: typed.currency.trim().toUpperCase(),
    name: typed.name.trim(),
    // Steps of weight stand in their place.
    base: byTiers ? 0 : numberOf(typed.base),
    perKg: byTiers ? 0 : numberOf(typed.perKg),
    freeOver: maybeNumber(typed.freeOver),
    maxWeightGrams: numberOf(typed.maxWeightGrams),
    minDays: numberOf(typed.minDays),
    maxDays: numberOf(typed.maxDays),
    tiers: byTiers
      ? typed.tiers.map(({ at, amount }) => {
          return { upToGrams: numberOf(at), amount: numberOf(amount) };
        })
      : null,
    sizes:
      sizes.length === 0
        ? null
        : sizes.map(({ at, amount }) => {
            return { overMillimetres: numberOf(at), amount: numberOf(amount) };
          }),
    carrier: maybeText(typed.carrier),
  };
}

export const carrierNumbers = ['divisor', 'maxLengthMillimetres', 'maxGirthMillimetres'] as const;
export type TypedCarrier = Record<(typeof carrierNumbers)[number] | 'name', string>;

export const noCarrier: TypedCarrier = {
  name: '',
  divisor: '5000',
  maxLengthMillimetres: '',
  maxGirthMillimetres: '',
};

export const carrierTyped = (carrier: Carrier): TypedCarrier => ({
  name: carrier.name,
  divisor: textOf(carrier.divisor),
  maxLengthMillimetres: textOf(carrier.maxLengthMillimetres),
  maxGirthMillimetres: textOf(carrier.maxGirthMillimetres),
});

export const carrierBody = (typed: TypedCarrier): CarrierBody => ({
  name: typed.name.trim(),
  divisor: maybeNumber(typed.divisor),
  maxLengthMillimetres: maybeNumber(typed.maxLengthMillimetres),
  maxGirthMillimetres: maybeNumber(typed.maxGirthMillimetres),
});

export const placeTexts = [
  'line1',
  'line2',
  'city',
  'state',
  'postalCode',
  'country',
  'opening',
] as const;
export const placeNumbers = [
  'minDays',
  'maxDays',
  'maxWeightGrams',
  'maxLengthMillimetres',
] as const;

export type TypedPlace = Record<
  (typeof placeTexts)[number] | (typeof placeNumbers)[number] | 'name',
  string
> & { active: boolean };

export const noPlace: TypedPlace = {
  name: '',
  line1: '',
  line2: '',
  city: '',
  state: '',
  postalCode: '',
  country: 'US',
  opening: '',
  minDays: '1',
  maxDays: '3',
  maxWeightGrams: '20000',
  maxLengthMillimetres: '',
  active: true,
};

export function placeTyped(place: Place): TypedPlace {
  const { placeId: _, version: __, line2, state, minDays, maxDays, ...rest } = place;
  return {
    ...rest,
    line2: line2 ?? '',
    state: state ?? '',
    minDays: String(minDays),
    maxDays: String(maxDays),
    maxWeightGrams: String(rest.maxWeightGrams),
    maxLengthMillimetres: textOf(rest.maxLengthMillimetres),
  };
}

export function placeBody(typed: TypedPlace): PlaceBody {
  return {
    name: typed.name.trim(),
    line1: typed.line1.trim(),
    line2: maybeText(typed.line2),
    city: typed.city.trim(),
    state: maybeText(typed.state),
    postalCode: typed.postalCode.trim(),
    country: typed.country.trim().toUpperCase(),
    opening: typed.opening.trim(),
    minDays: numberOf(typed.minDays),
    maxDays: numberOf(typed.maxDays),
    maxWeightGrams: numberOf(typed.maxWeightGrams),
    maxLengthMillimetres: maybeNumber(typed.maxLengthMillimetres),
    active: typed.active,
  };
}
