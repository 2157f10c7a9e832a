/** What operators decide about searches, and what they see of them. */
import { Type, type TProperties } from 'typebox';
import { newId, idSchema } from '#kernel/core/id.ts';
import { refuse } from '#kernel/core/refusal.ts';
import { reply, route, type Route } from '#kernel/http/route.ts';
import type { Db } from '#kernel/db/db.ts';
import type { Books } from './book.ts';
import { plainWords } from './contract.ts';
import type { Follower } from './follow.ts';
import type { Habits } from './habits.ts';
import { checksum, dueState } from './store-due.ts';
import * as rules from './store-rules.ts';

export interface AdminTools {
  db: Db;
  books: Books;
  follower: Follower;
  habits: Habits;
}

const shared = {
  audience: 'admin',
  roles: ['catalogue'],
  scopes: ['catalogue:admin'],
  owner: 'none',
  limit: 'write',
  idempotency: 'accepted',
} as const;
const reading = { ...shared, roles: undefined, limit: 'read', idempotency: 'none' } as const;

const text = Type.String({ minLength: 1, maxLength: 100 });
const version = Type.Integer({ minimum: 1 });
const synonymInput = { words: Type.Array(text, { minItems: 2, maxItems: 20 }) };
const boostInput = {
  kind: Type.Enum(['brand', 'category', 'product']),
  key: text,
  points: Type.Integer({ minimum: -10, maximum: 10 }),
};
const pinInput = {
  query: text,
  productIds: Type.Array(idSchema('prod'), { minItems: 1, maxItems: 20 }),
};

interface RuleKind<One> {
  kind: 'synonym' | 'boost' | 'pin';
  path: string;
  noun: string;
  prefix: string;
  idField: string;
  input: TProperties;
  list(of: rules.Rules): One[];
  save(db: Db, one: One, version: number | null): Promise<boolean>;
}

function wordsOnly(one: rules.Synonym): rules.Synonym {
  return { ...one, words: [...new Set(one.words.map((word) => plainWords(word).join(' ')))] };
}

const synonyms: RuleKind<rules.Synonym> = {
  kind: 'synonym',
  path: '/admin/search/synonyms',
  noun: 'synonym',
  prefix: 'syn',
  idField: 'synonymId',
  input: synonymInput,
  list: (of) => of.synonyms,
  save: (db, one, at) => rules.saveSynonym(db, wordsOnly(one), at),
};
const boosts: RuleKind<rules.Boost> = {
  kind: 'boost',
  path: '/admin/search/boosts',
  noun: 'boost',
  prefix: 'bst',
  idField: 'boostId',
  input: boostInput,
  list: (of) => of.boosts,
  save: (db, one, at) => rules.saveBoost(db, one, at),
};
const pins: RuleKind<rules.Pin> = {
  kind: 'pin',
  path: '/admin/search/pins',
  noun: 'pin',
  prefix: 'pin',
  idField: 'pinId',
  input: pinInput,
  list: (of) => of.pins,
  save: (db, one, at) => {
    return rules.savePin(db, { ...one, query: plainWords(one.query).join(' ') }, at);
  },
};

/** What a rule cannot be, although its fields are right. */
function refusalOf(body: Record<string, unknown>) {
  const wrong = (field: string, detail: string) =>
    refuse('validation-failed', {
      errors: [{ pointer: `/${field}`, code: 'not-accepted', detail }],
    });
  if (body['points'] === 0) return wrong('points', 'expected a number that changes something');
  const query = body['query'];
  if (typeof query === 'string' && plainWords(query).length === 0) {
    return wrong('query', 'expected a letter or a digit');
  }
  const words = body['words'];
  if (Array.isArray(words)) {
    const plain = words.map((word) => plainWords(String(word)).join(' '));
    if (plain.includes('') || new Set(plain).size < 2) {
      return wrong('words', 'expected two different words or more');
    }
  }
  return null;
}

/** What the routes of one kind of rule share. */
function frame<One extends { version: number }>(of: RuleKind<One>) {
  const view = Type.Object({ [of.idField]: Type.String(), ...of.input, version });
  const params = Type.Object({ ruleId: idSchema(of.prefix) });
  const one = (id: string, body: unknown, at: number) =>
    ({ ...(body as object), [of.idField]: id, version: at }) as unknown as One;
  const tagged = <const Status extends 200 | 201>(status: Status, made: One) =>
    reply(status, made as never, { etag: `"${made.version}"` });
  return { view, params, one, tagged };
}

function ruleRoutes<One extends { version: number }>(
  tools: AdminTools,
  of: RuleKind<One>,
): Route[] {
  const { db, books } = tools;
  const { view, one, tagged } = frame(of);
  return [
    route({
      ...reading,
      method: 'GET',
      path: of.path,
      summary: `All ${of.noun}s of the search`,
      replies: { 200: Type.Object({ data: Type.Array(view) }) },
      errors: [],
      handle: async () => ({ data: of.list(await rules.allRules(db)) as never }),
    }),
    route({
      ...shared,
      method: 'POST',
      path: of.path,
      summary: `Add a ${of.noun} to the search`,
      body: Type.Object(of.input),
      replies: { 201: view },
      errors: ['search-rule-limit', 'search-rule-taken', 'validation-failed'],
      handle: async (req) => {
        const refused = refusalOf(req.body as Record<string, unknown>);
        if (refused !== null) return refused;
        if ((await rules.ruleCount(db, of.kind)) >= rules.rules_max) {
          return refuse('search-rule-limit', { max: rules.rules_max });
        }
        const made = one(newId(of.prefix), req.body, 1);
        if (!(await of.save(db, made, null))) return refuse('search-rule-taken');
        books.forget();
        return tagged(201, made);
      },
    }),
  ];
}

/** Changes and removals of rules that are there. */
function changeRoutes<One extends { version: number }>(
  tools: AdminTools,
  of: RuleKind<One>,
): Route[] {
  const { db, books } = tools;
  const { view, params, one, tagged } = frame(of);
  return [
    route({
      ...shared,
      method: 'PUT',
      path: `${of.path}/:ruleId`,
      summary: `Change a ${of.noun} of the search`,
      ifMatch: true,
      params,
      body: Type.Object(of.input),
      replies: { 200: view },
      errors: ['precondition-failed', 'validation-failed'],
      handle: async (req) => {
        const refused = refusalOf(req.body as Record<string, unknown>);
        if (refused !== null) return refused;
        const at = Number(req.ifMatch);
        const made = one(req.params.ruleId, req.body, at + 1);
        if (!Number.isSafeInteger(at) || !(await of.save(db, made, at))) {
          return refuse('precondition-failed');
        }
        books.forget();
        return tagged(200, made);
      },
    }),
    route({
      ...shared,
      method: 'DELETE',
      path: `${of.path}/:ruleId`,
      summary: `Take a ${of.noun} out of the search`,
      ifMatch: true,
      params,
      replies: { 204: Type.Null() },
      errors: ['precondition-failed'],
      handle: async (req) => {
        const at = Number(req.ifMatch);
        const gone = { kind: of.kind, id: req.params.ruleId, version: at };
        if (!Number.isSafeInteger(at) || !(await rules.removeRule(db, gone))) {
          return refuse('precondition-failed');
        }
        books.forget();
        return reply(204, null);
      },
    }),
  ];
}

function reportRoutes({ db, follower, habits }: AdminTools): Route[] {
  return [
    route({
      ...reading,
      method: 'GET',
      path: '/admin/search/queries',
      summary: 'What was searched for in the last days, or what of it found nothing',
      query: Type.Object({
        zero: Type.Optional(Type.Boolean({ description: 'Only what found nothing.' })),
        days: Type.Optional(Type.Integer({ minimum: 1, maximum: 90 })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
      }),
      replies: {
        200: Type.Object({
          data: Type.Array(
            Type.Object({
              query: Type.String(),
              searches: Type.Integer(),
              zero: Type.Integer(),
            }),
          ),
        }),
      },
      errors: [],
      handle: async (req) => {
        await habits.flush(db);
        const { days = 30, limit = 50, zero = false } = req.query;
        return { data: await rules.queryReport(db, { days, limit, zeroOnly: zero }) };
      },
    }),
    route({
      ...reading,
      method: 'GET',
      path: '/admin/search/state',
      summary: 'How many documents there are, and how many products wait to be looked up',
      replies: {
        200: Type.Object({
          documents: Type.Integer(),
          checksum: Type.String({ description: 'Over products and versions.' }),
          inMemory: Type.Union([Type.Integer(), Type.Null()]),
          waiting: Type.Integer(),
          oldest_s: Type.Number(),
        }),
      },
      errors: [],
      handle: async () => {
        const [sums, waiting] = await Promise.all([checksum(db), dueState(db)]);
        const inMemory = follower.peek()?.live ?? null;
        return { documents: sums.documents, checksum: sums.sum, inMemory, ...waiting };
      },
    }),
  ];
}

export function adminRoutes(tools: AdminTools): Route[] {
  return [
    ...ruleRoutes(tools, synonyms),
    ...changeRoutes(tools, synonyms),
    ...ruleRoutes(tools, boosts),
    ...changeRoutes(tools, boosts),
    ...ruleRoutes(tools, pins),
    ...changeRoutes(tools, pins),
    ...reportRoutes(tools),
  ];
}
