/**
 * The only reader of the environment. Everything is read once, checked together, and frozen;
 * a wrong value stops the start with one message that lists every problem.
 */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { newSigningKey, pemOf, readPrivateKey, readPublicKey } from '../auth/signing-key.ts';
import { bucketOf } from '../files/s3.ts';
import { gatewayProblems, gatewayVariables, takeGateways } from './gateway-variables.ts';
import type { GatewayConfig } from './gateway-variables.ts';
import { outsideProblems, syncVariables, takeOutside } from './sync-variables.ts';
import type { OutsideConfig } from './sync-variables.ts';
import { takeTax, taxProblems, taxVariables, type TaxConfig } from './tax-variables.ts';
import { takeWallet, walletProblems, walletVariables } from './wallet-variables.ts';
import { ephemeralSecret, keptInHome } from './kept-secret.ts';
import type { KeepSecret } from './kept-secret.ts';
import { list, oneOf, pattern, secret, url, variable, wholeNumber } from './variable.ts';
import { readOrigin, readProxy } from './variable.ts';
import type { Variable } from './variable.ts';

export interface Config {
  readonly environment: 'development' | 'test' | 'production';
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  /** null: the embedded database. */
  readonly databaseUrl: string | null;
  /** Absolute folder of the embedded database, kept secrets and local files. */
  readonly home: string;
  /** Origin without a slash at its end. Links in mail use this, never the Host header. */
  readonly publicUrl: string;
  readonly internalSecret: string;
  /** PKCS#8 PEM of the Ed25519 key that signs access tokens. */
  readonly tokenKey: string;
  /** SPKI PEM of earlier keys whose tokens are still accepted. */
  readonly tokenPublicKeys: readonly string[];
  /** Rooms this process serves; null: all. */
  readonly rooms: readonly string[] | null;
  readonly roomUrls: Readonly<Record<string, string>>;
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  readonly logLevel: LogLevel;
  readonly hold_s: number;
  readonly gatewayTimeout_ms: number;
  readonly settlePoll_ms: number;
  /** What changed more recently is work in flight to reconciliation. */
  readonly reconcileGrace_ms: number;
  /** Between two comparisons of a copy with its source. */
  readonly sync_min: number;
  /** A catalogue elsewhere that ours follows. */
  readonly outside: OutsideConfig;
  readonly gateways: GatewayConfig;
  /** Asked for the tax of quotes; null: our own tables say it. */
  readonly tax: TaxConfig | null;
  readonly wallet: ReturnType<typeof takeWallet>;
  /** One secret, or two with a comma while it changes; null in production: no sandbox there. */
  readonly sandboxWebhookSecret: string | null;
  /** Limits are multiplied by this; 0 switches them off. */
  readonly rateLimitMultiplier: number;
  readonly trustProxy: readonly string[];
  readonly corsOrigins: readonly string[];
  readonly demo: boolean;
  /** The storefront is served by this process. */
  readonly web: boolean;
  /** Hosts besides our own from which pictures are taken, resized and kept. */
  readonly imageHosts: readonly string[];
  /** Bucket of uploaded files; null: the folder `files` in home. */
  readonly filesUrl: string | null;
  /** OpenSearch to find products with; null: the memory of each process. */
  readonly openSearchUrl: string | null;
  readonly metricsToken: string | null;
  /** Secret of the hashes of gift card codes; null: made from tokenKey. */
  readonly giftCardKey: string | null;
  /** Sentences the operator should read; the starter logs them. */
  readonly warnings: readonly string[];
}

export type LogLevel = (typeof logLevels)[number];
export type Environment = Readonly<Record<string, string | undefined>>;
export type ConfigOverrides = Partial<Omit<Config, 'production' | 'environment' | 'warnings'>>;

export interface ConfigProblem {
  variable: string;
  given: string;
  expected: string;
}

/** Every wrong variable at once; `message` is ready to print. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];
  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map((p) => `  ${p.variable}: got ${p.given}, expected ${p.expected}`);
    super(`The configuration is not usable:\n${lines.join('\n')}`);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const onOff = ['on', 'off'] as const;
const publicKeyText = (text: string) => {
  const key = readPublicKey(text);
  return key && pemOf(key);
};

const variables = {
  environment: oneOf(
    ['NODE_ENV', '`development`', 'In `production` the unsafe defaults below are refused.'],
    ['development', 'test', 'production'],
  ),
  port: wholeNumber(['PORT', '`3000`', 'Port of the HTTP server; 0 takes a free one.'], {
    min: 0,
    max: 65_535,
  }),
  host: pattern(
    ['HOST', '`127.0.0.1`; `0.0.0.0` in production', 'Address the HTTP server listens on.'],
    'an address or host name',
    /^[\w.:-]{1,255}$/,
  ),
  databaseUrl: url(
    ['DATABASE_URL', 'unset: embedded PostgreSQL', 'PostgreSQL 18 to use. Required in production.'],
    'postgres://user:password@host:port/database',
    { schemes: ['postgres:', 'postgresql:'], secret: true },
  ),
  home: pattern(
    ['TRUESHELF_HOME', '`.trueshelf`', 'Folder for the embedded database, secrets and files.'],
    'a folder',
    /^[^\0]{1,4096}$/,
  ),
  publicUrl: url(
    ['TRUESHELF_PUBLIC_URL', '`http://localhost:<PORT>`', 'Origin that shoppers see; for links.'],
    'an origin such as https://shop.example, without a path',
    { schemes: ['http:', 'https:'], originOnly: true },
  ),
  internalSecret: secret(
    pattern(
      [
        'TRUESHELF_INTERNAL_SECRET',
        'generated, kept in home',
        'Signs calls between processes. Required in production with `--rooms`.',
      ],
      'at least 32 characters, the same in every process',
      /^[\x21-\x7e]{32,512}$/,
    ),
  ),
  tokenKey: secret(
    variable(
      [
        'TRUESHELF_TOKEN_KEY',
        'generated, kept in home',
        'Ed25519 private key (PEM or base64 PKCS#8) of access tokens. Required in production.',
      ],
      'an Ed25519 private key: the output of `openssl genpkey -algorithm ed25519`',
      (text) => {
        const key = readPrivateKey(text);
        return key && pemOf(key);
      },
    ),
  ),
  tokenPublicKeys: list(
    [
      'TRUESHELF_TOKEN_PUBLIC_KEYS',
      'none',
      'Earlier Ed25519 public keys, comma-separated, still accepted while keys rotate.',
    ],
    'Ed25519 public keys (base64 SPKI or PEM), comma-separated',
    publicKeyText,
  ),
  roomUrls: variable(
    [
      'TRUESHELF_ROOM_URLS',
      'none: every room in this process',
      'Where other rooms are: `inventory=http://127.0.0.1:4001,payments=…`.',
    ],
    'room=origin pairs, comma-separated, each room once',
    readRoomUrls,
  ),
  smtpUrl: url(
    ['TRUESHELF_SMTP_URL', 'unset: the mailbox page', 'Mail server, `smtp://` or `smtps://`.'],
    'smtp://user:password@host:port or smtps://…',
    { schemes: ['smtp:', 'smtps:'], secret: true },
  ),
  mailFrom: pattern(
    ['TRUESHELF_MAIL_FROM', '`Trueshelf <no-reply@localhost>`', 'Sender of mail.'],
    'name@host or Name <name@host>',
    /^(?:[^<>@\r\n\0]{1,200} <[^\s<>@]{1,64}@[^\s<>@]{1,255}>|[^\s<>@]{1,64}@[^\s<>@]{1,255})$/,
  ),
  logLevel: oneOf(['TRUESHELF_LOG_LEVEL', '`info`', 'Least severe line to log.'], logLevels),
  hold_s: wholeNumber(
    ['TRUESHELF_HOLD_SECONDS', '`900`', 'How long stock and price are held for a checkout.'],
    { min: 1, max: 86_400 },
  ),
  gatewayTimeout_ms: wholeNumber(
    ['TRUESHELF_GATEWAY_TIMEOUT_MS', '`10000`', 'Wait for a payment gateway to answer.'],
    { min: 50, max: 120_000 },
  ),
  settlePoll_ms: wholeNumber(
    ['TRUESHELF_SETTLE_POLL_MS', '`5000`', 'Pause between questions about an unknown payment.'],
    { min: 50, max: 600_000 },
  ),
  reconcileGrace_ms: wholeNumber(
    [
      'TRUESHELF_RECONCILE_GRACE_MS',
      '`120000`',
      'How old a difference between rooms must be before reconciliation calls it one.',
    ],
    { min: 0, max: 3_600_000 },
  ),
  ...syncVariables,
  ...gatewayVariables,
  ...taxVariables,
  ...walletVariables,
  sandboxWebhookSecret: secret(
    pattern(
      [
        'TRUESHELF_SANDBOX_WEBHOOK_SECRET',
        'generated, kept in home',
        'Signs webhooks of the sandbox gateway, which production does not have.',
      ],
      'at least 16 characters',
      /^[\x21-\x7e]{16,512}$/,
    ),
  ),
  rateLimitMultiplier: variable(
    [
      'TRUESHELF_RATE_LIMITS',
      '`on`',
      '`on`, `off` or a number that multiplies every limit. In production at most 10, not `off`.',
    ],
    'on, off or a number from 0.01 to 1000',
    readMultiplier,
  ),
  trustProxy: list(
    [
      'TRUESHELF_TRUST_PROXY',
      'none',
      'Proxies whose X-Forwarded-For is believed: addresses, CIDR blocks, `loopback`.',
    ],
    'addresses, CIDR blocks (not /0), loopback, linklocal or uniquelocal, comma-separated',
    readProxy,
  ),
  corsOrigins: list(
    ['TRUESHELF_CORS_ORIGINS', 'none: same origin', 'Other origins whose pages may call the API.'],
    'origins such as https://shop.example, comma-separated (no *, no null)',
    readOrigin,
  ),
  demo: oneOf(
    [
      'TRUESHELF_DEMO',
      '`on`; `off` in production',
      'The demo world with its logins. Not allowed in production.',
    ],
    onOff,
  ),
  web: oneOf(['TRUESHELF_WEB', '`on`', 'The storefront; `off` serves the API alone.'], onOff),
  imageHosts: list(
    [
      'TRUESHELF_IMAGE_HOSTS',
      'none: our own pictures',
      'Other hosts of pictures and films of products; pictures are fetched and resized here.',
    ],
    'host names such as images.example.com, comma-separated',
    (text) =>
      /^(?=.{1,253}$)(?:[a-z\d-]{1,63}\.)+[a-z]{2,63}$/i.test(text)
        ? text.toLowerCase()
        : undefined,
  ),
  filesUrl: secret(
    variable(
      [
        'TRUESHELF_FILES_URL',
        'unset: `files` in home',
        'Bucket for uploads: `s3://key:secret@host/bucket?region=…`; `s3+http:` without TLS.',
      ],
      's3://key:secret@host/bucket, characters of the key and secret percent-encoded',
      (text) => (bucketOf(text) === undefined ? undefined : text),
    ),
  ),
  openSearchUrl: url(
    [
      'OPENSEARCH_URL',
      'unset: found in memory',
      'OpenSearch to find products with; memory while it is away.',
    ],
    'http(s)://user:password@host:port',
    { schemes: ['http:', 'https:'], secret: true },
  ),
  metricsToken: secret(
    pattern(
      ['TRUESHELF_METRICS_TOKEN', 'unset', 'Bearer token that `/metrics` asks for.'],
      'at least 16 characters without spaces',
      /^[\x21-\x7e]{16,512}$/,
    ),
  ),
  giftCardKey: secret(
    pattern(
      [
        'TRUESHELF_GIFT_CARD_KEY',
        'made from the token key',
        'Hashes codes of gift cards. Set it before the token key changes, then keep it.',
      ],
      'at least 32 characters',
      /^[\x21-\x7e]{32,512}$/,
    ),
  ),
} as const;

/** Names, defaults and meanings in the order of README's table. */
export const configTable: readonly { name: string; default: string; meaning: string }[] =
  Object.values(variables).map((v) => ({ name: v.name, default: v.shown, meaning: v.meaning }));

/** README's configuration table, as Markdown. */
export function renderConfig(): string {
  const rows = configTable.map((v) => `| \`${v.name}\` | ${v.default} | ${v.meaning} |`);
  return ['| variable | default | meaning |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

/**
 * Reads a whole configuration. Pure but for `keep`, which makes the secrets that development
 * does not need to be given. `overrides` (from the command line, from tests) win over `env` and
 * obey the same production rules. Throws ConfigError with every problem at once.
 */
export function loadConfig(
  env: Environment,
  overrides: ConfigOverrides = {},
  keep: KeepSecret = ephemeralSecret,
): Config {
  const problems: ConfigProblem[] = [];
  const take = <T>(v: Variable<T>): T | undefined => {
    const text = env[v.name]?.trim();
    if (text === undefined || text === '') return undefined;
    const value = v.read(text);
    if (value === undefined) problems.push({ ...shown(v, text), expected: v.expects });
    return value;
  };
  const environment = take(variables.environment) ?? 'development';
  const production = environment === 'production';
  const given = {
    ...takePlain(take, production),
    internalSecret: take(variables.internalSecret),
    tokenKey: take(variables.tokenKey),
    sandboxWebhookSecret: take(variables.sandboxWebhookSecret),
    ...definedOnly(overrides),
  };
  if (production) problems.push(...productionProblems(given));
  const odd = [...outsideProblems(given.outside), ...walletProblems(given.wallet)];
  odd.push(...taxProblems(production ? given.tax : null));
  for (const [v, got, expected] of [...gatewayProblems(given.gateways, production), ...odd]) {
    problems.push({ variable: v.name, given: got, expected });
  }
  if (problems.length > 0) throw new ConfigError(problems);
  // A secret made in production serves this process only, so nothing is written to its disk.
  const make = production ? ephemeralSecret : keep;
  const sandbox = given.sandboxWebhookSecret ?? undefined;
  return Object.freeze({
    ...given,
    environment,
    production,
    publicUrl: given.publicUrl ?? `http://localhost:${given.port}`,
    internalSecret: given.internalSecret ?? make('internal-secret', newSecret),
    tokenKey: given.tokenKey ?? make('token-key.pem', newSigningKey),
    sandboxWebhookSecret: production ? null : (sandbox ?? make('sandbox-webhook', newSecret)),
    warnings: Object.freeze(warningsOf(env, given, production)),
  });
}

let read: Config | undefined;

/**
 * The configuration of this process: the environment, read at the first call, with made secrets
 * kept in home. `overrides` count only then.
 */
export function processConfig(overrides: ConfigOverrides = {}): Config {
  if (read === undefined) {
    const home = overrides.home ?? process.env['TRUESHELF_HOME']?.trim();
    const folder = home === undefined || home === '' ? '.trueshelf' : home;
    read = loadConfig(process.env, overrides, keptInHome(resolve(folder)));
  }
  return read;
}

type Take = <T>(v: Variable<T>) => T | undefined;

function takePlain(take: Take, production: boolean) {
  return {
    port: take(variables.port) ?? 3000,
    host: take(variables.host) ?? (production ? '0.0.0.0' : '127.0.0.1'),
    databaseUrl: take(variables.databaseUrl) ?? null,
    home: resolve(take(variables.home) ?? '.trueshelf'),
    publicUrl: take(variables.publicUrl),
    tokenPublicKeys: take(variables.tokenPublicKeys) ?? Object.freeze([]),
    rooms: null as readonly string[] | null,
    roomUrls: take(variables.roomUrls) ?? Object.freeze({}),
    smtpUrl: take(variables.smtpUrl) ?? null,
    mailFrom: take(variables.mailFrom) ?? 'Trueshelf <no-reply@localhost>',
    logLevel: take(variables.logLevel) ?? 'info',
    hold_s: take(variables.hold_s) ?? 900,
    gatewayTimeout_ms: take(variables.gatewayTimeout_ms) ?? 10_000,
    settlePoll_ms: take(variables.settlePoll_ms) ?? 5000,
    reconcileGrace_ms: take(variables.reconcileGrace_ms) ?? 120_000,
    sync_min: take(variables.sync_min) ?? 30,
    outside: takeOutside(take),
    gateways: takeGateways(take, production),
    tax: takeTax(take),
    wallet: takeWallet(take),
    rateLimitMultiplier: take(variables.rateLimitMultiplier) ?? 1,
    trustProxy: take(variables.trustProxy) ?? Object.freeze([]),
    corsOrigins: take(variables.corsOrigins) ?? Object.freeze([]),
    demo: (take(variables.demo) ?? (production ? 'off' : 'on')) === 'on',
    web: (take(variables.web) ?? 'on') === 'on',
    imageHosts: take(variables.imageHosts) ?? Object.freeze([]),
    filesUrl: take(variables.filesUrl) ?? null,
    openSearchUrl: take(variables.openSearchUrl) ?? null,
    metricsToken: take(variables.metricsToken) ?? null,
    giftCardKey: take(variables.giftCardKey) ?? null,
  };
}

type Given = Omit<ReturnType<typeof takePlain>, 'publicUrl'> & {
  publicUrl?: string | undefined;
  internalSecret?: string | undefined;
  tokenKey?: string | undefined;
};

function productionProblems(given: Given): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const add = (v: Variable<unknown>, got: string, expected: string) =>
    problems.push({ variable: v.name, given: got, expected: `${expected} in production` });
  if (given.databaseUrl === null) add(variables.databaseUrl, 'nothing', 'a PostgreSQL URL');
  if (given.tokenKey === undefined) {
    add(variables.tokenKey, 'nothing', variables.tokenKey.expects);
  }
  if (given.internalSecret === undefined && given.rooms !== null) {
    add(variables.internalSecret, 'nothing, with --rooms', variables.internalSecret.expects);
  }
  if (given.rateLimitMultiplier === 0) add(variables.rateLimitMultiplier, '"off"', 'on');
  if (given.rateLimitMultiplier > 10) {
    add(variables.rateLimitMultiplier, `"${given.rateLimitMultiplier}"`, 'at most 10');
  }
  if (given.demo) add(variables.demo, '"on"', 'off');
  return problems;
}

/** Test-only names of other kernel parts, which are not configuration of a shop. */
const otherNames = new Set(['TRUESHELF_CRASH_AT', 'TRUESHELF_TEST_PG']);

function warningsOf(env: Environment, given: Given, production: boolean): string[] {
  const warnings: string[] = [];
  const known = new Set(configTable.map((v) => v.name));
  for (const name of Object.keys(env).sort()) {
    if (name.startsWith('TRUESHELF_') && !known.has(name) && !otherNames.has(name)) {
      warnings.push(`${name} is set but is not a variable of Trueshelf; see README's table.`);
    }
  }
  if (production && !given.publicUrl?.startsWith('https:')) {
    warnings.push('TRUESHELF_PUBLIC_URL is not an https origin: links in mail will not be safe.');
  }
  if (production && given.gateways.stripe?.fields === null) {
    warnings.push('TRUESHELF_STRIPE_PUBLIC_KEY is not set: the storefront takes no cards.');
  }
  if (production && given.smtpUrl === null) {
    warnings.push('TRUESHELF_SMTP_URL is not set: no mail leaves this server.');
  }
  return warnings;
}

function shown(v: Variable<unknown>, text: string): { variable: string; given: string } {
  const cut = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  const given = v.secret ? `a value of ${text.length} characters` : JSON.stringify(cut);
  return { variable: v.name, given };
}

function readMultiplier(text: string): number | undefined {
  if (text === 'on') return 1;
  if (text === 'off') return 0;
  const value = /^\d{1,4}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
  return value >= 0.01 && value <= 1000 ? value : undefined;
}

function readRoomUrls(text: string): Readonly<Record<string, string>> | undefined {
  const urls = new Map<string, string>();
  for (const part of text.split(',')) {
    const match = /^([a-z][a-z0-9-]{0,40})=(.+)$/.exec(part.trim());
    const room = match?.[1] ?? '';
    const origin = readOrigin(match?.[2] ?? '');
    if (origin === undefined || urls.has(room)) return undefined;
    urls.set(room, origin);
  }
  return Object.freeze(Object.fromEntries(urls));
}

function definedOnly(overrides: ConfigOverrides): ConfigOverrides {
  const entries = Object.entries(overrides).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}
