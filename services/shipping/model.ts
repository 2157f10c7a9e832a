// What parcels cost and when they arrive. The tables are compiled once for each change; a question
// is a few look-ups. Pure.
import { add } from '#kernel/core/money.ts';
import { after, leaves, plainCalendar, type Calendar } from './calendar.ts';
import type { Goods, PickupPlace, RatedParcel, RateRequest, ShippingMethod } from './contract.ts';

export interface Zone {
  zone: string;
  countries: string[];
  calendar?: Calendar;
}

/** What a parcel up to a weight costs. */
export interface Tier {
  upTo_g: number;
  amount_minor: number;
}

/** What is added for a piece longer than this. */
export interface SizeStep {
  over_mm: number;
  amount_minor: number;
}

export interface Carrier {
  carrier: string;
  name: string;
  /** Cubic centimetres that are paid for as a kilogram; null: only the scales count. */
  divisor_cm3: number | null;
  max_length_mm: number | null;
  /** The longest side with what goes round the piece. */
  max_girth_mm: number | null;
}

export interface Rate {
  zone: string;
  method: 'STANDARD' | 'EXPRESS';
  currency: string;
  name: string;
  base_minor: number;
  per_kg_minor: number;
  free_over_minor: number | null;
  max_weight_g: number;
  /** In place of base and kilograms; ascending, the last up to the greatest weight. */
  tiers?: readonly Tier[] | null;
  /** Ascending; the highest step that the longest piece is over is added. */
  sizes?: readonly SizeStep[] | null;
  /** null: size does not count. */
  carrier?: string | null;
  minDays: number;
  maxDays: number;
}

export type Split = 'order' | 'seller' | 'warehouse';

export interface Tables {
  zones: readonly Zone[];
  rates: readonly Rate[];
  carriers?: readonly Carrier[];
  split?: Split;
  pickup?: readonly PickupPlace[];
  /** By warehouse. */
  houses?: ReadonlyMap<string, Calendar>;
}

interface CompiledRate extends Rate {
  by: Carrier | null;
}

/** The tables, ready to be asked. */
export interface Book {
  tables: Tables;
  split: Split;
  zoneOf(country: string): Zone | undefined;
  ratesOf(country: string, currency: string): readonly CompiledRate[];
  pickupOf(country: string): readonly PickupPlace[];
  place(placeId: string): PickupPlace | undefined;
  house(warehouseId: string | null): Calendar | undefined;
}

const noRates: readonly CompiledRate[] = [];
const noPlaces: readonly PickupPlace[] = [];

export function compile(tables: Tables): Book {
  const byCountry = new Map<string, Zone>();
  for (const zone of tables.zones) {
    for (const country of zone.countries) {
      if (!byCountry.has(country)) byCountry.set(country, zone);
    }
  }
  const carriers = new Map((tables.carriers ?? []).map((one) => [one.carrier, one]));
  const compiled = tables.rates.map((rate): CompiledRate => {
    return { ...rate, by: carriers.get(rate.carrier ?? '') ?? null };
  });
  const rates = Map.groupBy(compiled, (rate) => `${rate.zone} ${rate.currency}`);
  const places = (tables.pickup ?? []).filter((one) => one.active);
  const pickup = Map.groupBy(places, (one) => one.country);
  const byId = new Map(places.map((one) => [one.placeId, one]));
  const zoneOf = (country: string) => byCountry.get(country) ?? byCountry.get('*');
  return {
    tables,
    split: tables.split ?? 'seller',
    zoneOf,
    ratesOf: (country, currency) =>
      rates.get(`${zoneOf(country)?.zone ?? ''} ${currency}`) ?? noRates,
    pickupOf: (country) => pickup.get(country) ?? noPlaces,
    place: (placeId) => byId.get(placeId),
    house: (warehouseId) => tables.houses?.get(warehouseId ?? ''),
  };
}

/** Goods that travel together, summed up. */
export interface Parcel {
  sellerId: string | null;
  warehouseId: string | null;
  lines: number[];
  weight_g: number;
  volume_mm3: number;
  /** Of the longest piece. */
  length_mm: number;
  /** Of the piece that has most: the longest side with what goes round it. */
  girth_mm: number;
}

/** Where units of goods are planned to leave from. */
export interface PlannedTake {
  variantId: string;
  warehouseId: string | null;
  quantity: number;
  distance_km: number | null;
}

const empty = { weight_g: 0, volume_mm3: 0, length_mm: 0, girth_mm: 0 };

function measured({ size_mm }: Goods) {
  const [a = 0, b = 0, c = 0] = (size_mm ?? []).toSorted((x, y) => y - x);
  return { volume_mm3: a * b * c, length_mm: a, girth_mm: a + 2 * (b + c) };
}

function put(parcel: Parcel, piece: { of: Goods; quantity: number; lineNo: number }): void {
  const { volume_mm3, length_mm, girth_mm } = measured(piece.of);
  if (!parcel.lines.includes(piece.lineNo)) parcel.lines.push(piece.lineNo);
  parcel.weight_g += piece.of.weight_g * piece.quantity;
  parcel.volume_mm3 += volume_mm3 * piece.quantity;
  parcel.length_mm = Math.max(parcel.length_mm, length_mm);
  parcel.girth_mm = Math.max(parcel.girth_mm, girth_mm);
}

/**
 * The parcels that goods travel in. `takes` says which house sends what, and is used where the
 * split is by warehouse; units that it does not name travel with the seller's first parcel.
 */
export function parcelsOf(
  goods: readonly Goods[],
  split: Split,
  takes: readonly PlannedTake[] = [],
): Parcel[] {
  const parcels = new Map<string, Parcel>();
  const parcelFor = (sellerId: string | null, warehouseId: string | null): Parcel => {
    const key = `${sellerId ?? ''} ${warehouseId ?? ''}`;
    const made = parcels.get(key) ?? { sellerId, warehouseId, lines: [], ...empty };
    parcels.set(key, made);
    return made;
  };
  const left = takes.map((one) => ({ ...one }));
  goods.forEach((of, at) => {
    const lineNo = at + 1;
    let rest = of.quantity;
    const sellerId = split === 'order' ? null : of.sellerId;
    for (const take of split === 'warehouse' ? left : []) {
      if (take.variantId !== of.variantId || take.quantity === 0 || rest === 0) continue;
      const quantity = Math.min(rest, take.quantity);
      take.quantity -= quantity;
      rest -= quantity;
      put(parcelFor(sellerId, take.warehouseId), { of, quantity, lineNo });
    }
    if (rest === 0) return;
    const own = [...parcels.values()].find((one) => one.sellerId === sellerId);
    put(own ?? parcelFor(sellerId, null), { of, quantity: rest, lineNo });
  });
  return [...parcels.values()];
}

/** What is paid for: by the scales, or by volume where that is more. */
export function charged_g(parcel: Pick<Parcel, 'weight_g' | 'volume_mm3'>, by: Carrier | null) {
  const { weight_g, volume_mm3 } = parcel;
  // Cubic millimetres by cubic centimetres a kilogram are grams: both thousands cancel out.
  return by?.divisor_cm3 ? Math.max(weight_g, Math.ceil(volume_mm3 / by.divisor_cm3)) : weight_g;
}

/** What a parcel costs: by its weight's tier, else base and each kilogram begun after the first. */
export function amountOf(
  rate: Rate,
  parcel: { weight_g: number; subtotal_minor: number; length_mm?: number },
): number {
  if (rate.free_over_minor !== null && parcel.subtotal_minor >= rate.free_over_minor) return 0;
  const { length_mm = 0 } = parcel;
  const step = rate.sizes?.findLast((one) => length_mm > one.over_mm)?.amount_minor ?? 0;
  const tier = rate.tiers?.find((one) => parcel.weight_g <= one.upTo_g);
  if (tier) return tier.amount_minor + step;
  const kilograms = Math.max(1, Math.ceil(parcel.weight_g / 1_000));
  return rate.base_minor + (kilograms - 1) * rate.per_kg_minor + step;
}

const within = (value: number, most: number | null | undefined): boolean =>
  most === null || most === undefined || value <= most;

/** Each parcel by itself; undefined where one of them cannot go this way. */
function rated(rate: CompiledRate, parcels: readonly Parcel[], subtotal_minor: number) {
  const made: RatedParcel[] = [];
  for (const parcel of parcels) {
    const { length_mm, girth_mm, sellerId, warehouseId, lines } = parcel;
    const weight_g = charged_g(parcel, rate.by);
    const fits =
      within(length_mm, rate.by?.max_length_mm) && within(girth_mm, rate.by?.max_girth_mm);
    if (!fits || weight_g > rate.max_weight_g) return undefined;
    const amount_minor = amountOf(rate, { weight_g, subtotal_minor, length_mm });
    made.push({ sellerId, warehouseId, lines, charged_g: weight_g, amount_minor });
  }
  return made;
}

/** Whether a place keeps every one of these parcels. */
export function keeps(place: PickupPlace, parcels: readonly Parcel[]): boolean {
  return parcels.every(
    (one) => one.weight_g <= place.max_weight_g && within(one.length_mm, place.max_length_mm),
  );
}

/** Collecting it: no postage, at the place that was chosen or any that keeps the parcels. */
function pickupFor(book: Book, request: RateRequest, parcels: readonly Parcel[]) {
  const { pickupPlaceId } = request;
  const places = book
    .pickupOf(request.country)
    .filter((one) => pickupPlaceId === undefined || one.placeId === pickupPlaceId)
    .filter((one) => keeps(one, parcels));
  if (places.length === 0) return [];
  const way: ShippingMethod = {
    method: 'PICKUP',
    name: 'Collect',
    amount_minor: 0,
    minDays: places.reduce((least, one) => Math.min(least, one.minDays), Infinity),
    maxDays: places.reduce((most, one) => Math.max(most, one.maxDays), 0),
    freeOver_minor: null,
    parcels: parcels.map(({ sellerId, warehouseId, lines, weight_g }) => {
      return { sellerId, warehouseId, lines, charged_g: weight_g, amount_minor: 0 };
    }),
  };
  return [way];
}

/** The parcels that are asked about: of the goods, or the one of this weight. */
export function parcelsAsked(
  book: Book,
  { goods, weight_g }: Pick<RateRequest, 'goods' | 'weight_g'>,
  takes: readonly PlannedTake[] = [],
): Parcel[] {
  if (goods) return parcelsOf(goods, book.split, takes);
  return [{ sellerId: null, warehouseId: null, lines: [], ...empty, weight_g }];
}

/**
 * The ways these goods can go, cheapest first; collecting comes last. What it costs is the sum of
 * the parcels, and what makes it free is the sum of all goods.
 */
export function methodsFor(
  book: Book,
  request: RateRequest,
  parcels: readonly Parcel[] = parcelsAsked(book, request),
): ShippingMethod[] {
  const ways = book.ratesOf(request.country, request.currency).flatMap((rate) => {
    const made = rated(rate, parcels, request.subtotal_minor);
    if (!made) return [];
    return [
      {
        method: rate.method,
        name: rate.name,
        amount_minor: add(0, ...made.map((one) => one.amount_minor)),
        minDays: rate.minDays,
        maxDays: rate.maxDays,
        freeOver_minor: rate.free_over_minor,
        parcels: made,
      },
    ];
  });
  const sorted = ways.sort(
    (a, b) => a.amount_minor - b.amount_minor || (a.method < b.method ? 1 : -1),
  );
  return [...sorted, ...pickupFor(book, request, parcels)];
}

/** A truck's day; beyond it the parcel needs longer than the zone's first day. */
const KM_PER_DAY = 1_000;

export interface Way {
  minDays: number;
  maxDays: number;
  distance_km: number | null;
  /** Of the zone that it goes to. */
  calendar?: Calendar;
  /** Of the house that it leaves from; left out: the zone's. */
  house?: Calendar;
}

/**
 * First and last likely day of arrival, as dates of the zone. It leaves today, or on the house's
 * next working day after its cut-off. Within the zone's days the nearer house arrives sooner: each
 * 1,000 km adds a day to the first one. Days of rest and holidays of the zone do not count.
 */
export function arrival(now_ms: number, way: Way): { from: string; to: string } {
  const { calendar = plainCalendar, house = calendar } = way;
  const extra = Math.floor((way.distance_km ?? 0) / KM_PER_DAY);
  const first = Math.min(way.maxDays, way.minDays + extra);
  const day = leaves(now_ms, house);
  return { from: after(day, first, calendar), to: after(day, way.maxDays, calendar) };
}

/** From the first of them to the last. */
export function spanOf(dates: readonly { from: string; to: string }[]) {
  const from = dates.map((one) => one.from).toSorted()[0] ?? '';
  const to =
    dates
      .map((one) => one.to)
      .toSorted()
      .at(-1) ?? '';
  return { from, to };
}
