// A ticket as a file for Apple Wallet, read by others than who wrote it: openssl, a library for
// archives and one for pictures.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { unzipSync } from 'fflate';
import pg from 'pg';
import sharp from 'sharp';
import { loadConfig } from '#kernel/config/config.ts';
import { wholeAppleWallet } from '#kernel/config/apple-wallet-variables.ts';
import { newId } from '#kernel/core/id.ts';
import { openShop, startApp } from '../../test/app.ts';
import { book, bookingWhen, show, type Hall, type Show } from '../../test/events.ts';
import { isSignedBy, passAuthority, type PassAuthority } from '../../test/pass.ts';
import { passesOf } from './pass-file.ts';

let hall: Hall;
let authority: PassAuthority;

before(async () => {
  authority = passAuthority();
  const wallet = { apple: authority.config };
  const app = await startApp({ config: { wallet, rateLimitMultiplier: 0 } });
  const shop = await openShop(app);
  hall = { app, shop, sql: new pg.Pool({ connectionString: app.databaseUrl }) };
});

after(async () => {
  await hall?.sql.end();
  await hall?.app.stop();
});

const guest = async (): Promise<string> =>
  (await hall.app.post('/auth/guest', { body: {} })).body.accessToken;

interface Booked {
  at: Show;
  token: string;
  bookingId: string;
  tickets: { ticketId: string; code: string; hasPass: boolean; seat: string }[];
}

async function booked(): Promise<Booked> {
  const kinds = [{ name: 'Stalls “A”', price: 0, quota: 0, sections: ['Hall'] }];
  const at = await show(hall, kinds);
  const token = await guest();
  const made = await book(hall, at, { token, typeId: at.types['Stalls “A”'], quantity: 2 });
  const { bookingId } = made.body;
  await bookingWhen(hall, { bookingId, token, is: ({ state }) => state === 'CONFIRMED' });
  const { body } = await hall.app.get(`/bookings/${bookingId}/tickets`, { token });
  return { at, token, bookingId, tickets: body.tickets };
}

const passOf = async (ticketId: string | undefined, token: string) => {
  const path = `${hall.app.url}/api/v1/tickets/${ticketId}/pass`;
  const reply = await fetch(path, { headers: { authorization: `Bearer ${token}` } });
  return { reply, bytes: new Uint8Array(await reply.arrayBuffer()) };
};

const refused = async (ticketId: string | undefined, token: string) => {
  const { reply, bytes } = await passOf(ticketId, token);
  return [reply.status, JSON.parse(new TextDecoder().decode(bytes)).code];
};

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

test('a pass has the code of the ticket, and what openssl finds signed', async () => {
  const { token, tickets } = await booked();
  const [ticket] = tickets;
  assert.equal(ticket?.hasPass, true);
  const { reply, bytes } = await passOf(ticket.ticketId, token);
  assert.equal(reply.status, 200);
  assert.equal(reply.headers.get('content-type'), 'application/vnd.apple.pkpass');
  assert.equal(reply.headers.get('cache-control'), 'no-store');
  const { signature, 'manifest.json': manifest, ...files } = unzipSync(bytes);
  assert.ok(signature && manifest);
  const sums: Record<string, string> = JSON.parse(text(manifest));
  assert.deepEqual(Object.keys(sums).toSorted(), Object.keys(files).toSorted());
  for (const [name, content] of Object.entries(files)) {
    assert.equal(sums[name], createHash('sha1').update(content).digest('hex'), name);
  }
  assert.ok(isSignedBy(authority.root, manifest, signature));
  const other = text(manifest).replace('0', '1');
  assert.ok(!isSignedBy(authority.root, Buffer.from(other), signature), 'other bytes');
  assert.ok(!isSignedBy(passAuthority().root, manifest, signature), 'another root');

  const pass = JSON.parse(text(files['pass.json']));
  assert.deepEqual(
    [pass.passTypeIdentifier, pass.teamIdentifier, pass.serialNumber, pass.formatVersion],
    ['pass.test.tickets', 'TEAM123456', ticket.ticketId, 1],
  );
  assert.deepEqual(pass.barcodes, [
    { format: 'PKBarcodeFormatQR', message: ticket.code, messageEncoding: 'iso-8859-1' },
  ]);
  const { eventTicket } = pass;
  const values = Object.values(eventTicket).flat() as { key: string; value: string }[];
  const shown = Object.fromEntries(values.map(({ key, value }) => [key, value]));
  const [section, row, seat] = ticket.seat.split('/');
  assert.equal(shown['event'], 'A Night of Strings');
  assert.deepEqual([shown['section'], shown['row'], shown['seat']], [section, row, seat]);
  assert.deepEqual([shown['kind'], shown['holder']], ['Stalls “A”', 'Ada']);
  assert.match(shown['starts'] ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d-0[45]:00$/, 'of the place');

  for (const [name, size] of [['icon.png', 29] as const, ['icon@3x.png', 87] as const]) {
    const { format, width, height } = await sharp(files[name]).metadata();
    assert.deepEqual([format, width, height], ['png', size, size]);
  }
  // Each label of the pass is said in each language.
  const labels = new Set(values.map((one) => (one as unknown as { label: string }).label));
  for (const language of ['en', 'de', 'es', 'hi', 'ar']) {
    const said = text(files[`${language}.lproj/pass.strings`]);
    for (const label of labels) assert.match(said, new RegExp(`^"${label}" = "[^"]+";$`, 'm'));
  }
});

test('only who holds a ticket that is good gets a pass', async () => {
  const { at, token, tickets } = await booked();
  const [first] = tickets;
  assert.deepEqual(await refused(first?.ticketId, await guest()), [404, 'event-ticket-not-found']);
  const none = newId('tkt');
  assert.deepEqual(await refused(none, token), [404, 'event-ticket-not-found']);
  const door = `/seller/events/${at.eventId}/sessions/${at.sessionId}/check-ins`;
  const scan = { scanId: newId('scan'), code: first?.code, device: 'gate' };
  const scans = [{ ...scan, scannedAt: new Date().toISOString() }];
  await hall.app.post(door, { token: hall.shop.sellerToken, body: { scans } });
  assert.deepEqual(await refused(first?.ticketId, token), [409, 'ticket-used']);

  const other = await booked();
  const gone = await hall.app.post(`/bookings/${other.bookingId}/cancel`, {
    token: other.token,
    key: newId('key'),
  });
  assert.equal(gone.status, 200, JSON.stringify(gone.body));
  assert.deepEqual(await refused(other.tickets[0]?.ticketId, other.token), [409, 'ticket-void']);
});

test('a certificate whose time is over signs nothing', () => {
  const passes = passesOf(authority.config);
  const now_ms = Date.now();
  assert.equal(passes.ready(now_ms), true);
  assert.equal(passes.ready(now_ms + 31 * 86_400_000), false);
  assert.equal(passes.ready(now_ms - 86_400_000), false);
});

test('the certificate is configured whole, with its own key and its own authority', () => {
  const written = (pem: string) => pem.replaceAll('\n', '\\n');
  const { certificate, key, intermediate } = authority.config;
  const all = {
    TRUESHELF_APPLE_WALLET_CERTIFICATE: written(certificate),
    TRUESHELF_APPLE_WALLET_KEY: written(key),
    TRUESHELF_APPLE_WALLET_INTERMEDIATE: written(intermediate),
  };
  assert.deepEqual(wholeAppleWallet(loadConfig(all).wallet.apple), authority.config);
  assert.equal(wholeAppleWallet(loadConfig({}).wallet.apple), null);
  const { TRUESHELF_APPLE_WALLET_KEY: _, ...some } = all;
  assert.throws(() => loadConfig(some), /APPLE_WALLET_KEY.*all three of Apple Wallet, or none/s);
  const strange = passAuthority().config;
  assert.throws(
    () => loadConfig({ ...all, TRUESHELF_APPLE_WALLET_KEY: strange.key }),
    (error: Error) => /APPLE_WALLET_KEY/.test(error.message) && !/BEGIN/.test(error.message),
  );
  assert.throws(
    () => loadConfig({ ...all, TRUESHELF_APPLE_WALLET_INTERMEDIATE: strange.intermediate }),
    /APPLE_WALLET_INTERMEDIATE.*signed/s,
  );
  assert.throws(
    () => loadConfig({ ...all, TRUESHELF_APPLE_WALLET_CERTIFICATE: written(intermediate) }),
    /APPLE_WALLET_CERTIFICATE.*UID and OU/s,
  );
});
