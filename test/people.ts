// Identity and sellers alone: their commands on a manual clock, or both rooms behind a server.
import { Pool } from 'undici';
import { passwords } from '#kernel/auth/password.ts';
import { manualClock, type ManualClock } from '#kernel/core/clock.ts';
import { loadConfig, type ConfigOverrides } from '#kernel/config/config.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { testDatabase } from '#kernel/db/test-database.ts';
import { startHost, type Host } from '#kernel/host/host.ts';
import { anonymous, type Principal } from '#kernel/http/principal.ts';
import { createLogger } from '#kernel/telemetry/log.ts';
import { installJobs } from '#kernel/jobs/jobs.ts';
import { issuer, networkNamer, type Deps } from '#services/identity/deps.ts';
import { identityCalls } from '#services/identity/contract.ts';
import { challengeSecrets } from '#services/identity/model-challenge.ts';
import { identity } from '#services/identity/service.ts';
import { sellers } from '#services/sellers/service.ts';

export const password = 'correct horse battery';
export const start_ms = 1_800_000_000_000;

/** The commands' surroundings without other rooms; `ended` collects ended sessions. */
export async function identityDeps(): Promise<{
  deps: Deps;
  db: Db;
  clock: ManualClock;
  ended: string[];
  config: { tokenKey: string; tokenPublicKeys: string[]; publicUrl: string };
  close(): Promise<void>;
}> {
  const database = await testDatabase(['identity']);
  const db = openDb({ url: database.url, room: 'identity' });
  const clock = manualClock(start_ms);
  const ended: string[] = [];
  const { tokenKey } = loadConfig({});
  const config = { tokenKey, tokenPublicKeys: [], publicUrl: 'http://shop.test' };
  const deps: Deps = {
    db,
    clock,
    passwords: passwords(),
    issue: issuer(config, clock),
    secrets: challengeSecrets(config.tokenKey),
    party: { id: 'shop.test', origin: config.publicUrl },
    networkOf: networkNamer('test'),
    poke: () => undefined,
    sessionsEnded: (ids) => void ended.push(...ids),
    memberships: async () => [],
    mergeCart: async () => undefined,
    unfinished: async () => [],
    warn: () => undefined,
  };
  const close = async () => {
    await db.close();
    await database.drop();
  };
  return { deps, db, clock, ended, config, close };
}

export function guestPrincipal(id: string, sessionId = 'ses_x'): Principal {
  return { ...anonymous, kind: 'guest', id, sessionId };
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** Parsed JSON of whatever shape. */
  body: ReturnType<typeof JSON.parse>;
  /** The refresh cookie that came along, as `name=value`. */
  cookie: string | undefined;
}

export interface Ask {
  token?: string;
  cookie?: string | undefined;
  ifMatch?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface PeopleApp {
  host: Host;
  databaseUrl: string;
  ask(method: string, path: string, options?: Ask): Promise<Answer>;
  /** Makes an account (roles given by import) and logs it in. */
  login(
    email: string,
    roles?: string[],
  ): Promise<{ token: string; userId: string; cookie: string }>;
  stop(): Promise<void>;
}

/** Both rooms behind a server without rate limits; the cart room is away. */
export async function startPeople(config: ConfigOverrides = {}): Promise<PeopleApp> {
  const database = await testDatabase(['identity', 'sellers']);
  await installJobs({ url: database.url });
  const host = await startHost({
    rooms: [identity, sellers],
    url: database.url,
    config: loadConfig({}, { port: 0, rateLimitMultiplier: 0, ...config }),
    log: createLogger({ level: 'fatal', pretty: true }),
    people: (client) => {
      const calls = client(identityCalls);
      return {
        apiKey: async (input) => (await calls.apiKey(input)).key,
        revokedSince: (cursor) => calls.revokedSince({ cursor }),
      };
    },
  });
  const pool = new Pool(host.url, { connections: 32 });
  const ask = asker(pool);
  return {
    host,
    databaseUrl: database.url,
    ask,
    login: async (email, roles = []) => {
      const userId = `usr_${Buffer.from(email.padEnd(16, '.').slice(0, 16)).toString('hex')}`;
      const user = { userId, email, name: email, password, roles, addresses: [] };
      await host.client(identityCalls).import({ users: [user] });
      const answer = await ask('POST', '/auth/login', { body: { email, password } });
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      return { token: answer.body.accessToken, userId, cookie: answer.cookie ?? '' };
    },
    stop: async () => {
      await pool.destroy();
      await host.stop();
      await database.drop();
    },
  };
}

function asker(pool: Pool): PeopleApp['ask'] {
  return async (method, path, { token, cookie, ifMatch, headers, body } = {}) => {
    const response = await pool.request({
      method: method as 'GET',
      path: `/api/v1${path}`,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(cookie === undefined ? {} : { cookie }),
        ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.body.text();
    const set = [response.headers['set-cookie'] ?? []].flat();
    return {
      status: response.statusCode,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
      cookie: set[0]?.split(';')[0],
    };
  };
}
