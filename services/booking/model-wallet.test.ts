import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { jwtVerify } from 'jose';
import { loadConfig } from '#kernel/config/config.ts';
import { wholeWallet } from '#kernel/config/wallet-variables.ts';
import { walletOf } from './model-wallet.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const account = 'tickets@shop.example.test';
const ticket = {
  ticketId: 'tkt_1',
  code: 'TS1.a.b',
  typeName: 'Seat',
  seat: 'Stalls/A/3',
  holder: 'Ada',
  event: {
    name: 'Strings',
    organiser: 'Shop',
    venue: { name: 'Old Hall', line1: '1 Main St', city: 'Springfield', country: 'US' },
  },
  session: {
    sessionId: 'esn_1',
    startsAt: '2030-05-01T19:30:00-04:00',
    endsAt: '2030-05-01T21:30:00-04:00',
    doorsAt: null,
  },
};

test('a link has the ticket in a token that the key of the shop has signed', async () => {
  const link = walletOf({ issuer: '33880000', account, key: pem }, () => 1_900_000_000)(ticket);
  const [, token = ''] = /^https:\/\/pay\.google\.com\/gp\/v\/save\/(.+)$/.exec(link) ?? [];
  const options = { issuer: account, audience: 'google', algorithms: ['RS256'] };
  const { payload } = await jwtVerify(token, publicKey, options);
  assert.deepEqual([payload['typ'], payload.iat], ['savetowallet', 1_900_000_000]);
  const { eventTicketClasses, eventTicketObjects } = payload['payload'] as never;
  const [kind] = eventTicketClasses as { id: string; dateTime: object }[];
  assert.equal(kind?.id, '33880000.esn_1');
  assert.deepEqual(kind.dateTime, {
    start: '2030-05-01T23:30:00.000Z',
    end: '2030-05-02T01:30:00.000Z',
  });
  const [one] = eventTicketObjects as Record<string, unknown>[];
  assert.deepEqual(one?.['barcode'], { type: 'QR_CODE', value: 'TS1.a.b', alternateText: '' });
  assert.deepEqual(
    [one['id'], one['classId'], one['ticketHolderName']],
    ['33880000.tkt_1', kind.id, 'Ada'],
  );
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey;
  await assert.rejects(jwtVerify(token, other, options));
});

test('a wallet is configured whole or not at all', () => {
  const some = { TRUESHELF_GOOGLE_WALLET_ISSUER: '33880000' };
  assert.throws(() => loadConfig(some), /WALLET_ACCOUNT.*all three of a wallet, or none/s);
  const bad = { ...some, TRUESHELF_GOOGLE_WALLET_KEY: 'no key' };
  assert.throws(
    () => loadConfig({ ...bad, TRUESHELF_GOOGLE_WALLET_ACCOUNT: account }),
    (error: Error) => /WALLET_KEY/.test(error.message) && !/no key/.test(error.message),
  );
  const all = {
    ...some,
    TRUESHELF_GOOGLE_WALLET_ACCOUNT: account,
    TRUESHELF_GOOGLE_WALLET_KEY: pem.replaceAll('\n', '\\n'),
  };
  const { wallet } = loadConfig(all);
  assert.deepEqual(wholeWallet(wallet), { issuer: '33880000', account, key: pem });
  assert.equal(wholeWallet(loadConfig({}).wallet), null);
});
