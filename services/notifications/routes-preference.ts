/** What a person wants to be told, where, and when not. */
import { Type } from 'typebox';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Db } from '#kernel/db/db.ts';
import type { Principal } from '#kernel/http/principal.ts';
import { idCursor, pageFrom, pageOf, pageQuery } from '#kernel/http/page.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import './contract.ts';
import * as model from './preference.ts';
import { topicSchema } from './routes-centre.ts';
import { consentPage, pruneConsents } from './store-consent.ts';
import * as store from './store-preference.ts';

const nullable = Type.Union([Type.String(), Type.Null()]);
const channelSchema = Type.Enum([...model.channels]);
const time = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' });

const quietHours = Type.Object({
  /** Local times; over midnight when `from` is the later one. */
  from: time,
  to: time,
  timeZone: Type.String({ minLength: 1, maxLength: 64 }),
});

const preferencesReply = Type.Object({
  channels: Type.Array(
    Type.Object({
      channel: channelSchema,
      /** Whether anything can go out on it now; wishes are kept for when it can. */
      available: Type.Boolean(),
      reason: nullable,
    }),
  ),
  grid: Type.Array(
    Type.Object({
      topic: topicSchema,
      channel: channelSchema,
      enabled: Type.Boolean(),
      /** Cannot be switched off; `reason` says why. */
      locked: Type.Boolean(),
      reason: nullable,
    }),
  ),
  quietHours: Type.Union([quietHours, Type.Null()]),
});

const changeBody = Type.Object({
  grid: Type.Optional(
    Type.Array(
      Type.Object({ topic: topicSchema, channel: channelSchema, enabled: Type.Boolean() }),
      { maxItems: model.topics.length * model.channels.length },
    ),
  ),
  quietHours: Type.Optional(Type.Union([quietHours, Type.Null()])),
});

const own = { audience: 'guest', owner: 'only what belongs to the caller', tag: 'me' } as const;

export function preferenceRoutes(db: Db): Route[] {
  return [
    consentRoute(db),
    route({
      ...own,
      method: 'GET',
      path: '/me/preferences',
      summary: 'What I am told, by topic and channel, and when not',
      limit: 'read',
      idempotency: 'none',
      replies: { 200: preferencesReply },
      errors: [],
      handle: async ({ principal }) =>
        preferencesJson(await store.preferencesFor(db, principal.id), principal),
    }),
    route({
      ...own,
      method: 'PATCH',
      path: '/me/preferences',
      summary: 'Change some cells of the grid, or the quiet hours; what is left out stays',
      description:
        'Orders and account by e-mail cannot be switched off (409 `preference-locked` says why). ' +
        'In quiet hours mails that are not urgent wait for their end.',
      limit: 'write',
      idempotency: 'accepted',
      body: changeBody,
      replies: { 200: preferencesReply },
      errors: ['validation-failed', 'preference-locked'],
      handle: async ({ principal, body }) => {
        const locked = body.grid?.find((cell) => !cell.enabled && model.lockOf(cell) !== null);
        if (locked) return refuse('preference-locked', lockDetail(locked));
        const quiet = quietOf(body.quietHours);
        if (isRefusal(quiet)) return quiet;
        const list = (body.grid ?? []).map((cell) => [model.keyOf(cell), cell.enabled] as const);
        const defaults = (body.grid ?? []).map(
          (cell) => [model.keyOf(cell), model.defaultOf(cell)] as const,
        );
        const change = {
          cells: Object.fromEntries(list),
          defaults: Object.fromEntries(defaults),
          quiet,
        };
        const changed = await store.changePreferences(db, principal.id, change);
        if (list.length > 0) await pruneConsents(db, principal.id);
        return preferencesJson(changed, principal);
      },
    }),
  ];
}

const consentItem = Type.Object({
  consentId: Type.String(),
  topic: topicSchema,
  channel: channelSchema,
  /** Switched on; false: switched off. */
  given: Type.Boolean(),
  at: Type.String({ format: 'date-time' }),
});

function consentRoute(db: Db): Route {
  return route({
    ...own,
    method: 'GET',
    path: '/me/consents',
    summary: 'What I agreed to be told and took back, the newest first; the newest 500',
    limit: 'read',
    idempotency: 'none',
    query: Type.Object(pageQuery),
    replies: { 200: pageOf(consentItem) },
    errors: ['validation-failed'],
    handle: async ({ principal, query: { limit, cursor } }) => {
      const before = idCursor(cursor, 'cns');
      if (isRefusal(before)) return before;
      const rows = await consentPage(db, { userId: principal.id, before, limit: limit + 1 });
      const page = pageFrom(rows, limit, (row) => [row.consentId]);
      const data = page.data.map(({ createdAt, ...row }) => {
        return { ...row, at: createdAt.toISOString() };
      });
      return reply(200, { ...page, data });
    },
  });
}

function lockDetail(cell: model.Cell) {
  const { topic, channel } = cell;
  return { topic, channel, reason: model.lockOf(cell) };
}

interface QuietText {
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
}

const notValid = (pointer: string, detail: string) =>
  refuse('validation-failed', { errors: [{ pointer, code: 'not-valid', detail }] });

/** undefined: as they are; null: none. */
function quietOf(
  given: QuietText | null | undefined,
): model.QuietHours | null | undefined | Refusal<'validation-failed'> {
  if (given === null || given === undefined) return given;
  const timeZone = model.timeZoneOf(given.timeZone);
  if (timeZone === undefined) return notValid('/quietHours/timeZone', 'is no time zone');
  const [from, to] = [model.minutesOf(given.from), model.minutesOf(given.to)];
  if (from === undefined || to === undefined || from === to) {
    return notValid('/quietHours/to', 'must be another time of day than from');
  }
  return { from, to, timeZone };
}

function preferencesJson(preferences: model.Preferences, { email }: Principal) {
  const { quiet } = preferences;
  const noAddress = email === undefined ? 'no-e-mail-given' : null;
  return {
    channels: model.channels.map((channel) => {
      const reason = channel === 'email' ? noAddress : model.outageOf(channel);
      return { channel, available: reason === null, reason };
    }),
    grid: model.gridOf(preferences),
    quietHours: quiet && {
      from: model.timeOf(quiet.from),
      to: model.timeOf(quiet.to),
      timeZone: quiet.timeZone,
    },
  };
}
