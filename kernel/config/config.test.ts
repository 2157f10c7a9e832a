import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { newSigningKey } from '../auth/signing-key.ts';
import { ConfigError, configTable, loadConfig, renderConfig } from './config.ts';
import type { ConfigOverrides, Environment } from './config.ts';
import { keptInHome } from './kept-secret.ts';

const production: Environment = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://shop:hunter2@db.internal:5432/shop',
  TRUESHELF_TOKEN_KEY: newSigningKey(),
};

function problemsOf(env: Environment, overrides: ConfigOverrides = {}): string[] {
  try {
    loadConfig(env, overrides);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems.map((p) => p.variable);
  }
  return [];
}

test('an empty environment gives a complete development configuration', () => {
  const config = loadConfig({});
  assert.equal(config.port, 3000);
  assert.equal(config.host, '127.0.0.1');
  assert.equal(config.databaseUrl, null);
  assert.equal(config.publicUrl, 'http://localhost:3000');
  assert.equal(config.hold_s, 900);
  assert.equal(config.gatewayTimeout_ms, 10_000);
  assert.equal(config.demo, true);
  assert.equal(config.rateLimitMultiplier, 1);
  assert.ok(config.internalSecret.length >= 32);
  assert.ok(config.sandboxWebhookSecret);
  assert.match(config.tokenKey, /BEGIN PRIVATE KEY/);
  assert.ok(Object.isFrozen(config));
});

test('every wrong value is named with what came and what was expected, all at once', () => {
  const env = { PORT: '80a', TRUESHELF_LOG_LEVEL: 'loud', TRUESHELF_HOLD_SECONDS: '-1' };
  assert.throws(
    () => loadConfig(env),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, /PORT: got "80a", expected a whole number from 0 to 65535/);
      assert.match(error.message, /TRUESHELF_LOG_LEVEL: got "loud", expected trace, debug/);
      assert.match(error.message, /TRUESHELF_HOLD_SECONDS: got "-1"/);
      return true;
    },
  );
});

test('values that look right but are not are refused', () => {
  const wrong: [string, string][] = [
    ['PORT', '65536'],
    ['PORT', '1e3'],
    ['NODE_ENV', 'prod'],
    ['DATABASE_URL', 'mysql://x/y'],
    ['TRUESHELF_PUBLIC_URL', 'https://shop.example/path'],
    ['TRUESHELF_PUBLIC_URL', 'javascript:alert(1)'],
    ['TRUESHELF_TRUST_PROXY', '0.0.0.0/0'],
    ['TRUESHELF_TRUST_PROXY', 'true'],
    ['TRUESHELF_TRUST_PROXY', '10.0.0.0/33'],
    ['TRUESHELF_CORS_ORIGINS', '*'],
    ['TRUESHELF_CORS_ORIGINS', 'https://a.example,null'],
    ['TRUESHELF_ROOM_URLS', 'inventory'],
    ['TRUESHELF_ROOM_URLS', 'cart=http://a:1,cart=http://b:1'],
    ['TRUESHELF_ROOM_URLS', '__proto__=http://a:1'],
    ['TRUESHELF_MAIL_FROM', 'shop@example\r\nbcc: x@y'],
    ['TRUESHELF_RATE_LIMITS', '0'],
    ['TRUESHELF_DEMO', 'yes'],
    ['TRUESHELF_OUTSIDE_MONGODB', 'mongodb://host'],
    ['TRUESHELF_OUTSIDE_COLLECTION', '$cmd'],
    ['TRUESHELF_INTERNAL_SECRET', 'short'],
    ['TRUESHELF_TOKEN_KEY', 'bm90IGEga2V5'],
  ];
  for (const [name, value] of wrong) assert.deepEqual(problemsOf({ [name]: value }), [name], value);
});

test('a catalogue elsewhere has one place and one seller', () => {
  const seller = { TRUESHELF_OUTSIDE_SELLER: `slr_${'0a'.repeat(16)}` };
  const mongodb = { TRUESHELF_OUTSIDE_MONGODB: 'mongodb+srv://me:secret@a.example/shop?tls=true' };
  assert.deepEqual(problemsOf(mongodb), ['TRUESHELF_OUTSIDE_SELLER']);
  const both = { ...seller, ...mongodb, TRUESHELF_OUTSIDE_FILE: 'products.csv' };
  assert.deepEqual(problemsOf(both), ['TRUESHELF_OUTSIDE_MONGODB']);
  const { outside } = loadConfig({ ...seller, ...mongodb });
  assert.deepEqual(outside.mongodb, {
    url: mongodb.TRUESHELF_OUTSIDE_MONGODB,
    collection: 'products',
  });
});

test('lists, pairs and multipliers are read', () => {
  const config = loadConfig({
    TRUESHELF_ROOM_URLS: 'inventory=http://127.0.0.1:4001, payments=http://127.0.0.1:4002/',
    TRUESHELF_TRUST_PROXY: 'loopback,10.0.0.0/8,2001:db8::/32',
    TRUESHELF_CORS_ORIGINS: 'https://a.example,https://b.example:8443',
    TRUESHELF_RATE_LIMITS: '2.5',
    TRUESHELF_PUBLIC_URL: 'https://shop.example/',
  });
  assert.deepEqual(config.roomUrls, {
    inventory: 'http://127.0.0.1:4001',
    payments: 'http://127.0.0.1:4002',
  });
  assert.deepEqual(config.trustProxy, ['loopback', '10.0.0.0/8', '2001:db8::/32']);
  assert.deepEqual(config.corsOrigins, ['https://a.example', 'https://b.example:8443']);
  assert.equal(config.rateLimitMultiplier, 2.5);
  assert.equal(config.publicUrl, 'https://shop.example');
});

test('production refuses what only development may have', () => {
  assert.deepEqual(problemsOf(production), []);
  assert.deepEqual(problemsOf({ NODE_ENV: 'production' }), ['DATABASE_URL', 'TRUESHELF_TOKEN_KEY']);
  const weak = { ...production, TRUESHELF_RATE_LIMITS: 'off', TRUESHELF_DEMO: 'on' };
  assert.deepEqual(problemsOf(weak), ['TRUESHELF_RATE_LIMITS', 'TRUESHELF_DEMO']);
  assert.deepEqual(problemsOf({ ...production, TRUESHELF_RATE_LIMITS: '1000' }), [
    'TRUESHELF_RATE_LIMITS',
  ]);
  assert.deepEqual(problemsOf(production, { rooms: ['cart'] }), ['TRUESHELF_INTERNAL_SECRET']);
  assert.deepEqual(problemsOf(production, { demo: true }), ['TRUESHELF_DEMO']);
});

test('production listens outside, has no demo and no sandbox', () => {
  const config = loadConfig(production);
  assert.equal(config.host, '0.0.0.0');
  assert.equal(config.demo, false);
  assert.equal(config.sandboxWebhookSecret, null);
  assert.ok(config.warnings.some((line) => line.includes('TRUESHELF_PUBLIC_URL')));
});

test('payment gateways: those with keys, in order; production boots with them', () => {
  assert.deepEqual(loadConfig({}).gateways.order, ['sandbox']);
  assert.deepEqual(loadConfig(production).gateways.order, []);
  const keys = {
    TRUESHELF_STRIPE_KEY: 'sk_live_0123456789',
    TRUESHELF_STRIPE_PUBLIC_KEY: 'pk_live_0123456789',
    TRUESHELF_STRIPE_WEBHOOK_SECRETS: 'whsec_new_secret,whsec_old_secret',
    TRUESHELF_PAYPAL_CLIENT_ID: 'client-id',
    TRUESHELF_PAYPAL_SECRET: 'client-secret',
  };
  const { gateways } = loadConfig({ ...production, ...keys });
  assert.deepEqual(gateways.order, ['stripe', 'paypal']);
  assert.deepEqual(gateways.stripe?.fields, {
    publicKey: 'pk_live_0123456789',
    script: 'https://js.stripe.com/v3/',
  });
  assert.deepEqual(gateways.stripe?.webhookSecrets, ['whsec_new_secret', 'whsec_old_secret']);
  assert.equal(gateways.paypal?.origin, 'https://api-m.paypal.com');
  const both = { ...keys, TRUESHELF_GATEWAYS: 'paypal,stripe' };
  assert.deepEqual(loadConfig(both).gateways.order, ['paypal', 'stripe']);
  const wrong: [Environment, string[]][] = [
    [{ TRUESHELF_GATEWAYS: 'stripe' }, ['TRUESHELF_STRIPE_KEY']],
    [{ TRUESHELF_GATEWAYS: 'paypal' }, ['TRUESHELF_PAYPAL_CLIENT_ID']],
    [{ TRUESHELF_GATEWAYS: 'sandbox,sandbox' }, ['TRUESHELF_GATEWAYS']],
    [{ TRUESHELF_GATEWAYS: 'adyen' }, ['TRUESHELF_GATEWAYS']],
    [{ ...production, TRUESHELF_GATEWAYS: 'sandbox' }, ['TRUESHELF_GATEWAYS']],
    [
      { ...production, ...keys, TRUESHELF_STRIPE_URL: 'http://stripe.test' },
      ['TRUESHELF_STRIPE_URL'],
    ],
    [
      { ...keys, TRUESHELF_STRIPE_PUBLIC_KEY: 'sk_live_0123456789' },
      ['TRUESHELF_STRIPE_PUBLIC_KEY'],
    ],
    [
      { ...keys, TRUESHELF_STRIPE_WEBHOOK_SECRETS: 'secret-one,secret-two,secret-three' },
      ['TRUESHELF_STRIPE_WEBHOOK_SECRETS'],
    ],
  ];
  for (const [env, names] of wrong) assert.deepEqual(problemsOf(env), names, names.join());
});

test('a secret never appears in an error', () => {
  const env = { TRUESHELF_METRICS_TOKEN: 'hunter2', DATABASE_URL: 'http://a:hunter2@b' };
  assert.throws(
    () => loadConfig(env),
    (error: unknown) => error instanceof ConfigError && !error.message.includes('hunter2'),
  );
});

test('an RSA key is not taken for a token key; base64 of an Ed25519 key is', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
  const pem = rsa.export({ type: 'pkcs8', format: 'pem' }).toString();
  assert.deepEqual(problemsOf({ TRUESHELF_TOKEN_KEY: pem }), ['TRUESHELF_TOKEN_KEY']);
  const key = newSigningKey();
  const base64 = key.replace(/-----[A-Z ]+-----/g, '').replaceAll('\n', '');
  assert.equal(loadConfig({ TRUESHELF_TOKEN_KEY: base64 }).tokenKey, key);
  assert.equal(loadConfig({ TRUESHELF_TOKEN_KEY: key.replaceAll('\n', '\\n') }).tokenKey, key);
});

test('a mistyped variable is warned about, internal ones are not', () => {
  const { warnings } = loadConfig({ TRUESHELF_PROT: '1', TRUESHELF_CRASH_AT: 'x' });
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] ?? '', /^TRUESHELF_PROT is set/);
});

test('overrides win, undefined ones do not count', () => {
  const config = loadConfig({ PORT: '4000' }, { port: 5000, host: undefined, rooms: ['cart'] });
  assert.equal(config.port, 5000);
  assert.equal(config.host, '127.0.0.1');
  assert.deepEqual(config.rooms, ['cart']);
});

test('secrets made for development survive a restart, for their owner only', () => {
  const home = mkdtempSync(join(tmpdir(), 'config-'));
  try {
    const first = loadConfig({}, {}, keptInHome(home));
    const second = loadConfig({}, {}, keptInHome(home));
    assert.equal(first.tokenKey, second.tokenKey);
    assert.equal(first.internalSecret, second.internalSecret);
    assert.equal(statSync(join(home, 'secrets', 'token-key.pem')).mode & 0o777, 0o600);
  } finally {
    rmSync(home, { recursive: true });
  }
});

test('the rendered table has one row for each variable', () => {
  const lines = renderConfig().trimEnd().split('\n');
  assert.equal(lines.length, configTable.length + 2);
  assert.ok(lines.some((line) => line.startsWith('| `TRUESHELF_HOLD_SECONDS` | `900` |')));
});
