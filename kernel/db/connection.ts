import pg from 'pg';
import { assert } from '#kernel/core/assert.ts';
import type { DbLog } from './sql.ts';

export interface ConnectionOptions {
  url: string;
  room: string;
  statementTimeout_ms: number;
  log: DbLog;
}

/** How long opening a connection may take, ms: `?connect_timeout=` of the URL (in s), or this. */
export function connectTimeoutOf(url: string, otherwise_ms = 5_000): number {
  const given = URL.canParse(url) ? new URL(url).searchParams.get('connect_timeout') : null;
  return given !== null && /^[1-9]\d{0,3}$/.test(given) ? Number(given) * 1_000 : otherwise_ms;
}

// Point statements reach rows by key, whatever the table's statistics say: a plan made while a
// table was nearly empty would read it whole (or its whole index), and keep doing so while a rush
// of orders fills it. Joins among the parameters' rows may still hash. Rows out of JSON are taken
// for a hundred; a statement that joins a table to them says `limit $n` with their number, which
// is taken for few, or a table of fewer than a hundred rows would be read whole.
export const planSettings = {
  force_generic_plan: {
    plan_cache_mode: 'force_generic_plan',
    enable_seqscan: 'off',
    enable_mergejoin: 'off',
    cpu_index_tuple_cost: '1',
  },
  // Transactions run the same kinds of statement, planned for their values while that is no
  // cheaper than a plan for all; and that plan, too, is kept from when there was little to read.
  transaction: {
    enable_seqscan: 'off',
    enable_mergejoin: 'off',
    cpu_index_tuple_cost: '1',
  },
  // Lists follow an index too; a table without one for them is read whole all the same.
  auto: { plan_cache_mode: 'auto', enable_seqscan: 'off' },
} satisfies Record<string, Record<string, string>>;

const int8 = 20;
const int8Array = 1016;
const numericArray = 1231;
const date = 1082;
const dateArray = 1182;
const textArray: number = 1009;

/**
 * How one connection is opened: as the room's role and inside its schema from the first
 * statement on, so that bare table names reach the room's own tables and no others.
 */
export function connectionConfig(
  options: ConnectionOptions,
  settings: Record<string, string>,
): pg.ClientConfig {
  const { room, statementTimeout_ms } = options;
  assert(/^[a-z][a-z0-9_]{0,40}$/.test(room), `room name "${room}" is not [a-z][a-z0-9_]*`);
  const all: Record<string, string> = {
    role: `trueshelf_${room}`,
    // Extensions live in their own schema: any room may call them, none owns them.
    search_path: `${room},extension`,
    statement_timeout: String(statementTimeout_ms),
    timezone: 'UTC',
    // The server notices a dead peer within 35 s and lets go of its locks.
    tcp_keepalives_idle: '20',
    tcp_keepalives_interval: '5',
    tcp_keepalives_count: '3',
    ...settings,
  };
  return {
    connectionString: options.url,
    application_name: `trueshelf ${room}`,
    options: Object.entries(all)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    connectionTimeoutMillis: connectTimeoutOf(options.url),
    keepAlive: true,
    keepAliveInitialDelayMillis: 20_000,
    types: { getTypeParser },
  };
}

/** int8 as a safe integer; numeric and date stay text, because both have no exact JS type. */
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: unknown) => {
  if (oid === int8) return safeInteger;
  if (oid === int8Array) return parseInt8Array;
  if (oid === date) return asText;
  if (oid === dateArray || oid === numericArray) return parseTextArray;
  return format === 'binary'
    ? pg.types.getTypeParser(oid, 'binary')
    : pg.types.getTypeParser(oid, 'text');
};

function safeInteger(text: string): number {
  const value = Number(text);
  assert(Number.isSafeInteger(value), `int8 ${text} is too large for an exact JS number`);
  return value;
}

function asText(text: string): string {
  return text;
}

// The array syntax is the same for every type whose elements need no quotes.
const parseTextArray: (text: string) => unknown[] = pg.types.getTypeParser(textArray);

function parseInt8Array(text: string): unknown[] {
  return parseTextArray(text).map((item) => (typeof item === 'string' ? safeInteger(item) : item));
}
