/** Zones with their calendars, carriers and rates, and how orders become parcels, for operators. */
import { Type, type Static, type TSchema } from 'typebox';
import { fromMajor, isCurrency, toMajor } from '#kernel/core/money.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Db } from '#kernel/db/db.ts';
import { etagOf } from '#kernel/http/etag.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { rateFaults, zoneFaults } from './check.ts';
import { zones_max } from './contract.ts';
import { calendarFields, faultsOf, minuteOf, notTaken, version, withClock } from './desk-shapes.ts';
import type { Carrier, Rate, Tables } from './model.ts';
import * as store from './store.ts';

interface Desk {
  db: Db;
  tables(): Tables;
  /** Reads the tables again. */
  changed(): Promise<void>;
}

const access = { audience: 'admin', roles: ['finance'], owner: 'none' } as const;
/** If-Match names the version that the change is based on; "0": it is to be a new one. */
const write = { ...access, limit: 'write', idempotency: 'accepted', ifMatch: true } as const;
const read = { ...access, method: 'GET', limit: 'read', idempotency: 'none' } as const;
const amount = Type.Number({ minimum: 0, maximum: 1e12 });
const grams = Type.Integer({ minimum: 1, maximum: 10_000_000 });
const days = Type.Integer({ minimum: 0, maximum: 120 });
const zoneName = Type.String({ pattern: '^[a-z0-9-]{1,40}$' });
const method = Type.Enum(['STANDARD', 'EXPRESS']);
const currency = Type.String({ pattern: '^[A-Z]{3}$' });
const millimetres = Type.Integer({ minimum: 1, maximum: 100_000 });
const carrierName = Type.String({ pattern: '^[a-z0-9-]{1,40}$' });
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

const zoneBody = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 100 }),
  /** Country codes, or `*` alone for all others. */
  countries: Type.Array(Type.String({ pattern: '^([A-Z]{2}|\\*)$' }), {
    minItems: 1,
    maxItems: 300,
  }),
  ...calendarFields,
});
const shownZone = Type.Object({ zone: Type.String(), ...zoneBody.properties, version });

const rateKey = { zone: zoneName, method, currency };
const rateBody = Type.Object({
  ...rateKey,
  name: Type.String({ minLength: 1, maxLength: 60 }),
  base: amount,
  /** For each kilogram begun after the first. */
  perKg: amount,
  freeOver: Type.Union([amount, Type.Null()]),
  maxWeightGrams: grams,
  minDays: days,
  maxDays: days,
  /** By weight, in place of base and kilograms. */
  tiers: Type.Union([
    Type.Array(Type.Object({ upToGrams: grams, amount }), { minItems: 1, maxItems: 100 }),
    Type.Null(),
  ]),
  /** What is added for the longest piece of a parcel. */
  sizes: Type.Optional(
    Type.Union([
      Type.Array(Type.Object({ overMillimetres: millimetres, amount }), {
        minItems: 1,
        maxItems: 20,
      }),
      Type.Null(),
    ]),
  ),
  /** Whose rules of size count; null: none. */
  carrier: Type.Optional(Type.Union([carrierName, Type.Null()])),
});
type RateBody = Static<typeof rateBody>;
const shownRate = Type.Object({ ...rateBody.properties, version });

const tagged = <Body extends { version: number }>(body: Body) =>
  reply(200, body, { etag: etagOf(body.version) });

export function deskRoutes(desk: Desk): Route[] {
  return [
    ...zoneRoutes(desk),
    dropZoneRoute(desk),
    ...rateRoutes(desk),
    ...carrierRoutes(desk),
    dropCarrierRoute(desk),
    ...splitRoutes(desk),
  ];
}

function zoneRoutes({ db, changed }: Desk): Route[] {
  return [
    route({
      ...read,
      path: '/admin/shipping-zones',
      summary: 'Zones with their countries, cut-off and holidays',
      replies: { 200: Type.Object({ data: Type.Array(shownZone) }) },
      errors: [],
      handle: async () => reply(200, { data: (await store.readZones(db)).map(withClock) }),
    }),
    route({
      ...write,
      method: 'PUT',
      path: '/admin/shipping-zones/:zone',
      summary: 'Set a zone: where it is, when parcels leave for it, and when nothing moves there',
      params: Type.Object({ zone: zoneName }),
      body: zoneBody,
      replies: { 200: shownZone },
      errors: ['validation-failed', 'too-many-zones'],
      handle: async (req) => {
        const { cutoff, ...rest } = req.body;
        const row = { ...rest, zone: req.params.zone, cutoff_minute: minuteOf(cutoff) };
        const refused = await db.tx(async (tx) => {
          await store.lockZones(tx);
          const zones = await store.readZones(tx);
          const known = zones.find((one) => one.zone === row.zone);
          if ((known?.version ?? 0) !== req.ifMatch) return refuse('precondition-failed');
          if (!known && zones.length >= zones_max) {
            return refuse('too-many-zones', { max: zones_max });
          }
          const found = zoneFaults(row, zones);
          if (found.length > 0) return faultsOf(found);
          await store.saveZone(tx, row);
          return null;
        });
        if (refused) return refused;
        await changed();
        return tagged({ ...withClock(row), version: req.ifMatch + 1 });
      },
    }),
  ];
}

function dropZoneRoute({ db, changed }: Desk): Route {
  return route({
    ...write,
    method: 'DELETE',
    path: '/admin/shipping-zones/:zone',
    summary: 'Remove a zone with its rates; its countries are of the zone for all others then',
    params: Type.Object({ zone: zoneName }),
    /** How many rates go with it, as the operator saw them. */
    query: Type.Object({ rates: Type.Integer({ minimum: 0, maximum: 20_000 }) }),
    replies: { 200: Type.Object({ dropped: Type.Boolean() }) },
    errors: ['not-found', 'shipping-in-use'],
    handle: async (req) => {
      const { zone } = req.params;
      const refused = await db.tx(async (tx) => {
        const known = await store.lockZone(tx, zone);
        const { rates = 0 } = known ?? {};
        const not = notTaken(known?.version, req.ifMatch, 'zone');
        if (not) return not;
        if (rates !== req.query.rates) return refuse('shipping-in-use', { rates });
        await store.dropZone(tx, zone);
        return null;
      });
      if (refused) return refused;
      await changed();
      return reply(200, { dropped: true });
    },
  });
}

/** The rate in minor units, or the first amount with too many decimals. */
function rateOf(body: RateBody): Rate | Refusal<'amount-precision' | 'currency-unknown'> {
  const { base, perKg, freeOver, maxWeightGrams, tiers, sizes, carrier, ...rest } = body;
  const at = (pointer: string, code: string, detail: string) => ({
    errors: [{ pointer, in: 'body', code, detail }],
  });
  if (!isCurrency(rest.currency)) {
    const said = at('/currency', 'not-valid', `'${rest.currency}' is no currency`);
    return refuse('currency-unknown', { currency: rest.currency, ...said });
  }
  const refused: Refusal<'amount-precision'>[] = [];
  const minor = (major: number, pointer: string): number => {
    const made = fromMajor(major, rest.currency);
    if (!isRefusal(made)) return made;
    const said = at(pointer, 'not-valid', `has more decimals than ${rest.currency}`);
    refused.push(refuse('amount-precision', { ...made.detail, ...said }));
    return 0;
  };
  const rate: Rate = {
    ...rest,
    base_minor: minor(base, '/base'),
    per_kg_minor: minor(perKg, '/perKg'),
    free_over_minor: freeOver === null ? null : minor(freeOver, '/freeOver'),
    max_weight_g: maxWeightGrams,
    tiers:
      tiers?.map((one, nth) => {
        return { upTo_g: one.upToGrams, amount_minor: minor(one.amount, `/tiers/${nth}/amount`) };
      }) ?? null,
    sizes:
      sizes?.map(({ overMillimetres, amount: added }, nth) => {
        return { over_mm: overMillimetres, amount_minor: minor(added, `/sizes/${nth}/amount`) };
      }) ?? null,
    carrier: carrier ?? null,
  };
  return refused[0] ?? rate;
}

function rateJson(rate: store.Versioned<Rate>): Static<typeof shownRate> {
  const { base_minor, per_kg_minor, free_over_minor, max_weight_g, tiers, sizes, ...rest } = rate;
  const major = (minor: number) => toMajor(minor, rate.currency);
  return {
    ...rest,
    base: major(base_minor),
    perKg: major(per_kg_minor),
    freeOver: free_over_minor === null ? null : major(free_over_minor),
    maxWeightGrams: max_weight_g,
    tiers:
      tiers?.map((tier) => ({ upToGrams: tier.upTo_g, amount: major(tier.amount_minor) })) ?? null,
    sizes:
      sizes?.map((one) => ({ overMillimetres: one.over_mm, amount: major(one.amount_minor) })) ??
      null,
    carrier: rate.carrier ?? null,
  };
}

function rateRoutes({ db, changed }: Desk): Route[] {
  return [
    route({
      ...read,
      path: '/admin/shipping-rates',
      summary: 'Shipping rates of a zone',
      query: Type.Object({ zone: zoneName }),
      replies: { 200: Type.Object({ data: Type.Array(shownRate) }) },
      errors: [],
      handle: async (req) => {
        const own = await store.readRates(db, req.query.zone);
        return reply(200, { data: own.map(rateJson) });
      },
    }),
    route({
      ...write,
      method: 'PUT',
      path: '/admin/shipping-rates',
      summary: 'Set what a way of sending costs in a zone and currency',
      body: rateBody,
      replies: { 200: shownRate },
      errors: ['validation-failed', 'amount-precision', 'currency-unknown'],
      handle: async (req) => {
        const rate = rateOf(req.body);
        if (isRefusal(rate)) return rate;
        const saved = await db.tx(async (tx) => {
          await store.holdZone(tx, rate);
          const known = (await store.lockRate(tx, rate)) ?? 0;
          if (known !== req.ifMatch) return refuse('precondition-failed');
          const [zones, carriers] = [await store.readZones(tx), await store.readCarriers(tx)];
          const faults = rateFaults(rate, { zones, carriers });
          if (faults.length > 0) return faultsOf(faults);
          const is = await store.saveRate(tx, { ...rate, version: req.ifMatch });
          return is ?? refuse('precondition-failed');
        });
        if (isRefusal(saved)) return saved;
        await changed();
        return tagged(rateJson({ ...rate, version: saved }));
      },
    }),
    route({
      ...write,
      method: 'DELETE',
      path: '/admin/shipping-rates',
      summary: 'Offer a way of sending no longer in a zone and currency',
      query: Type.Object(rateKey),
      replies: { 200: Type.Object({ dropped: Type.Boolean() }) },
      errors: ['not-found'],
      handle: async (req) => {
        const refused = await db.tx(async (tx) => {
          const not = notTaken(await store.lockRate(tx, req.query), req.ifMatch, 'rate');
          if (!not) await store.dropRate(tx, req.query);
          return not;
        });
        if (refused) return refused;
        await changed();
        return reply(200, { dropped: true });
      },
    }),
  ];
}

const carrierBody = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 60 }),
  /** Cubic centimetres that are paid for as a kilogram; null: only the scales count. */
  divisor: orNull(Type.Integer({ minimum: 100, maximum: 100_000 })),
  maxLengthMillimetres: orNull(millimetres),
  /** The longest side with what goes round the piece. */
  maxGirthMillimetres: orNull(millimetres),
});
const shownCarrier = Type.Object({ carrier: Type.String(), ...carrierBody.properties, version });

const carrierJson = ({
  carrier,
  name,
  ...of
}: store.Versioned<Carrier>): Static<typeof shownCarrier> => ({
  carrier,
  name,
  version: of.version,
  divisor: of.divisor_cm3,
  maxLengthMillimetres: of.max_length_mm,
  maxGirthMillimetres: of.max_girth_mm,
});

/** With how many rates go by it. */
const listedCarrier = Type.Object({ ...shownCarrier.properties, rates: Type.Integer() });

function carrierRoutes({ db, tables, changed }: Desk): Route[] {
  return [
    route({
      ...read,
      path: '/admin/shipping-carriers',
      summary: 'Carriers, and what of the size of a parcel counts with each',
      replies: { 200: Type.Object({ data: Type.Array(listedCarrier) }) },
      errors: [],
      handle: async () => {
        const rates = Map.groupBy(tables().rates, (rate) => rate.carrier ?? null);
        const data = (await store.readCarriers(db)).map((one) => {
          return { ...carrierJson(one), rates: rates.get(one.carrier)?.length ?? 0 };
        });
        return reply(200, { data });
      },
    }),
    route({
      ...write,
      method: 'PUT',
      path: '/admin/shipping-carriers/:carrier',
      summary: 'Set a carrier: what volume weighs, and how long a piece may be',
      params: Type.Object({ carrier: carrierName }),
      body: carrierBody,
      replies: { 200: shownCarrier },
      errors: ['validation-failed'],
      handle: async (req) => {
        const { name, divisor, maxLengthMillimetres, maxGirthMillimetres } = req.body;
        const sizes = { max_length_mm: maxLengthMillimetres, max_girth_mm: maxGirthMillimetres };
        const one = { carrier: req.params.carrier, name, divisor_cm3: divisor, ...sizes };
        const saved = await store.saveCarrier(db, { ...one, version: req.ifMatch });
        if (saved === undefined) return refuse('precondition-failed');
        await changed();
        return tagged(carrierJson({ ...one, version: saved }));
      },
    }),
  ];
}

function dropCarrierRoute({ db, changed }: Desk): Route {
  return route({
    ...write,
    method: 'DELETE',
    path: '/admin/shipping-carriers/:carrier',
    summary: 'Remove a carrier by which no rate goes',
    params: Type.Object({ carrier: carrierName }),
    replies: { 200: Type.Object({ dropped: Type.Boolean() }) },
    errors: ['not-found', 'shipping-in-use'],
    handle: async (req) => {
      const { carrier } = req.params;
      const refused = await db.tx(async (tx) => {
        const known = await store.lockCarrier(tx, carrier);
        const { rates = 0 } = known ?? {};
        const not = notTaken(known?.version, req.ifMatch, 'carrier');
        if (not) return not;
        if (rates > 0) return refuse('shipping-in-use', { rates });
        await store.dropCarrier(tx, carrier);
        return null;
      });
      if (refused) return refused;
      await changed();
      return reply(200, { dropped: true });
    },
  });
}

const splitBody = Type.Object({
  /** One parcel for an order, one for each seller, or for each seller and warehouse. */
  split: Type.Enum(['order', 'seller', 'warehouse']),
});
const shownSplit = Type.Object({ ...splitBody.properties, version });

function splitRoutes({ db, changed }: Desk): Route[] {
  return [
    route({
      ...read,
      path: '/admin/shipping-parcels',
      summary: 'How an order becomes parcels',
      replies: { 200: shownSplit },
      errors: [],
      handle: async () => tagged(await store.readSplit(db)),
    }),
    route({
      ...write,
      method: 'PUT',
      path: '/admin/shipping-parcels',
      summary: 'Say how an order becomes parcels; each is rated by itself',
      body: splitBody,
      replies: { 200: shownSplit },
      errors: [],
      handle: async (req) => {
        const saved = await store.saveSplit(db, { ...req.body, version: req.ifMatch });
        if (saved === undefined) return refuse('precondition-failed');
        await changed();
        return tagged({ ...req.body, version: saved });
      },
    }),
  ];
}
