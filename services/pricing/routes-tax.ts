/** Tax for operators: rates by place and class, how countries take them, and who is exempt. */
import { Type, type Static } from 'typebox';
import { idSchema } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import { taxClassSchema } from './contract.ts';
import type { ExemptionRow, TaxRow } from './tax-book.ts';
import { taxCsv_bytes_max } from './tax-check.ts';
import type { TaxDesk } from './tax-desk.ts';

const access = { audience: 'admin', roles: ['finance'], owner: 'none' } as const;
const read = { ...access, method: 'GET', limit: 'read', idempotency: 'none' } as const;
const write = { ...access, limit: 'write', idempotency: 'accepted' } as const;
const country = Type.String({ pattern: '^[A-Z]{2}$' });
const day = Type.String({ format: 'date' });
const zip = Type.String({ maxLength: 16 });

const place = {
  country,
  /** A code such as NY, or a name; '' for the whole country. */
  state: Type.Optional(Type.String({ maxLength: 100 })),
  /** With zipTo: only for postal codes from the one to the other. */
  zipFrom: Type.Optional(zip),
};
const rateBody = Type.Object({
  ...place,
  zipTo: Type.Optional(zip),
  taxClass: Type.Optional(taxClassSchema),
  /** As an invoice names it. */
  name: Type.String({ minLength: 1, maxLength: 100 }),
  ratePercent: Type.Number({ minimum: 0, maximum: 100 }),
  taxesShipping: Type.Boolean(),
  /** From which day on; left out: from today. */
  since: Type.Optional(day),
});
const shownRate = Type.Object({
  country: Type.String(),
  state: Type.String(),
  zipFrom: Type.String(),
  zipTo: Type.String(),
  taxClass: Type.String(),
  name: Type.String(),
  ratePercent: Type.Number(),
  taxesShipping: Type.Boolean(),
  since: Type.String(),
});

const shown = ({ rate_milli, ...row }: TaxRow): Static<typeof shownRate> => {
  return { ...row, ratePercent: rate_milli / 1_000 };
};

export function taxRoutes(desk: TaxDesk): Route[] {
  const rates = [...rateRoutes(desk), ...moreRateRoutes(desk)];
  return [...rates, ...countryRoutes(desk), ...exemptionRoutes(desk)];
}

function rateRoutes(desk: TaxDesk): Route[] {
  return [
    route({
      ...read,
      path: '/admin/tax-rates',
      summary: 'Tax rates by place and class, of one country',
      query: Type.Object({
        country: Type.Optional(country),
        state: Type.Optional(Type.String({ maxLength: 100 })),
        after: Type.Optional(Type.Integer({ minimum: 0 })),
        limit: Type.Integer({ minimum: 1, maximum: 1_000, default: 200 }),
      }),
      replies: {
        200: Type.Object({
          data: Type.Array(shownRate),
          next: Type.Union([Type.Integer(), Type.Null()]),
          revision: Type.String(),
        }),
      },
      errors: [],
      handle: (req) => {
        const { country: wanted, state, after = 0, limit } = req.query;
        const rows = desk.rates().filter((row) => {
          if (wanted !== undefined && row.country !== wanted) return false;
          return state === undefined || row.state === state.toUpperCase();
        });
        const next = after + limit < rows.length ? after + limit : null;
        const data = rows.slice(after, after + limit).map(shown);
        return reply(200, { data, next, revision: desk.book().revision });
      },
    }),
    route({
      ...write,
      method: 'PUT',
      path: '/admin/tax-rates',
      summary: 'Set a tax rate of a place and class',
      body: rateBody,
      replies: { 200: Type.Object({ saved: Type.Integer() }) },
      errors: ['tax-rate-not-valid'],
      handle: async (req) => {
        const done = await desk.save([req.body]);
        return isRefusal(done) ? done : reply(200, done);
      },
    }),
  ];
}

function moreRateRoutes(desk: TaxDesk): Route[] {
  return [
    route({
      ...write,
      method: 'DELETE',
      path: '/admin/tax-rates',
      summary: 'Take a tax rate away',
      query: Type.Object({
        country,
        state: Type.String({ maxLength: 100, default: '' }),
        zipFrom: Type.String({ maxLength: 16, default: '' }),
        taxClass: Type.Enum([...taxClassSchema.enum], { default: 'standard' }),
        name: Type.String({ minLength: 1, maxLength: 100 }),
        since: day,
      }),
      replies: { 200: Type.Object({ dropped: Type.Boolean() }) },
      errors: ['not-found'],
      handle: async (req) => {
        const done = await desk.drop(req.query);
        return isRefusal(done) ? done : reply(200, { dropped: true });
      },
    }),
    route({
      ...access,
      method: 'POST',
      path: '/admin/tax-rates/import',
      summary: 'Set tax rates from a CSV file: all of them, or none with each fault named',
      description:
        'Header: country, state, zipFrom, zipTo, taxClass, name, ratePercent, taxesShipping, ' +
        'since; the first, `name` and `ratePercent` are needed. Lines that begin with # are left ' +
        'out. Rates that are not in the file stay.',
      limit: 'write',
      idempotency: 'none',
      consumes: ['text/csv'],
      bodyLimit_bytes: taxCsv_bytes_max,
      replies: { 200: Type.Object({ saved: Type.Integer() }) },
      errors: ['tax-rate-not-valid', 'unsupported-media-type'],
      handle: async (req) => {
        const done = await desk.importCsv(req.raw);
        return isRefusal(done) ? done : reply(200, done);
      },
    }),
  ];
}

const countryBody = Type.Object({
  country,
  /** Whether prices sent there have the tax in them. */
  pricesInclude: Type.Boolean(),
  rounding: Type.Enum(['document', 'line']),
  scheme: Type.Enum(['plain', 'gst-in']),
  originState: Type.Union([Type.String({ minLength: 1, maxLength: 100 }), Type.Null()]),
  reverseCharge: Type.Boolean(),
});

function countryRoutes(desk: TaxDesk): Route[] {
  return [
    route({
      ...read,
      path: '/admin/tax-countries',
      summary: 'How countries take their tax',
      replies: { 200: Type.Object({ data: Type.Array(countryBody) }) },
      errors: [],
      handle: () => reply(200, { data: [...desk.countries()] }),
    }),
    route({
      ...write,
      method: 'PUT',
      path: '/admin/tax-countries',
      summary: 'Say how a country takes its tax',
      body: countryBody,
      replies: { 200: countryBody },
      errors: ['validation-failed'],
      handle: async (req) => {
        const done = await desk.saveCountry(req.body);
        return isRefusal(done) ? done : reply(200, req.body);
      },
    }),
  ];
}

const exemptionBody = Type.Object({
  userId: idSchema('usr'),
  /** A certificate frees from a state's or country's tax, a VAT number puts it on the buyer. */
  kind: Type.Enum(['certificate', 'vat-id']),
  number: Type.String({ minLength: 1, maxLength: 60 }),
  country,
  state: Type.Optional(Type.String({ maxLength: 100 })),
  validFrom: day,
  validUntil: Type.Optional(Type.Union([day, Type.Null()])),
});
const shownExemption = Type.Object({
  exemptionId: Type.String(),
  userId: Type.String(),
  kind: Type.String(),
  number: Type.String(),
  country: Type.String(),
  state: Type.String(),
  validFrom: Type.String(),
  validUntil: Type.Union([Type.String(), Type.Null()]),
});

function exemptionRoutes(desk: TaxDesk): Route[] {
  const exemption = (row: ExemptionRow) => row;
  return [
    route({
      ...read,
      path: '/admin/tax-exemptions',
      summary: 'Who need not pay tax, the newest first',
      query: Type.Object({ ...pageQuery, userId: Type.Optional(idSchema('usr')) }),
      replies: { 200: pageOf(shownExemption) },
      errors: ['validation-failed'],
      handle: async (req) => {
        const { limit, cursor, userId = null } = req.query;
        const below = idCursor(cursor, 'tex');
        if (isRefusal(below)) return below;
        const rows = await desk.exemptions({ below: below ?? 'tey', userId, limit: limit + 1 });
        const page = pageFrom(rows, limit, (row) => [row.exemptionId]);
        return reply(200, { ...page, data: page.data.map(exemption) });
      },
    }),
    route({
      ...access,
      method: 'POST',
      path: '/admin/tax-exemptions',
      summary: 'Note that somebody need not pay tax somewhere; whoever notes it has checked it',
      limit: 'write',
      idempotency: 'required',
      body: exemptionBody,
      replies: { 201: shownExemption },
      errors: ['validation-failed'],
      handle: async (req) => {
        const { state = '', validUntil = null, ...rest } = req.body;
        const row = { ...rest, state, validUntil };
        const made = await desk.addExemption(row, req.principal.id);
        if (isRefusal(made)) return made;
        const location = `/api/v1/admin/tax-exemptions/${made.exemptionId}`;
        return reply(201, exemption(made), { location });
      },
    }),
    route({
      ...write,
      method: 'DELETE',
      path: '/admin/tax-exemptions/:exemptionId',
      summary: 'End an exemption',
      params: Type.Object({ exemptionId: idSchema('tex') }),
      replies: { 200: Type.Object({ dropped: Type.Boolean() }) },
      errors: ['not-found'],
      handle: async (req) => {
        const done = await desk.dropExemption(req.params.exemptionId);
        return isRefusal(done) ? done : reply(200, { dropped: true });
      },
    }),
  ];
}
