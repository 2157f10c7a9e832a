import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { manualClock, type ManualClock } from '#kernel/core/clock.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal } from '#kernel/core/refusal.ts';
import { openDb, type Db } from '#kernel/db/db.ts';
import { testDatabase } from '#kernel/db/test-database.ts';
import * as commands from './commands.ts';
import { membersPerSeller_max } from './contract.ts';
import { invitation_ms } from './model.ts';
import { importSellers, sellerPage } from './store.ts';
import { memberOf } from './store-member.ts';

let db: Db;
let clock: ManualClock;
let deps: commands.Deps;
let revoked: string[];
let drop: () => Promise<void>;

before(async () => {
  const database = await testDatabase(['sellers']);
  drop = database.drop;
  db = openDb({ url: database.url, room: 'sellers' });
  clock = manualClock(1_800_000_000_000);
  revoked = [];
  deps = {
    db,
    clock,
    poke: () => undefined,
    revoke: async (userIds) => void revoked.push(...userIds),
    warn: () => undefined,
  };
});
after(async () => {
  await db.close();
  await drop();
});

const codeOf = (value: unknown) => (isRefusal(value) ? value.code : 'ok');
let made = 0;

async function newSeller(userId = newId('usr')) {
  made += 1;
  const row = await commands.applyAsSeller(deps, { userId, name: `Shop ${made}`, description: '' });
  assert.ok(!isRefusal(row));
  return { ...row, userId };
}

async function join(sellerId: string, role: 'owner' | 'finance' | 'catalogue') {
  const [userId, email] = [newId('usr'), `${newId('m')}@x.test`];
  const invited = await commands.invite(deps, { sellerId, email, role, invitedBy: 'usr_0' });
  assert.ok(!isRefusal(invited));
  const { token } = invited;
  assert.equal(codeOf(await commands.acceptInvitation(deps, { token, userId, email })), 'ok');
  return userId;
}

test('one name belongs to one seller, however many apply at once', async () => {
  const tries = Array.from({ length: 10 }, (_, i) => {
    const name = i % 2 === 0 ? 'Race Shop' : 'RACE  shop';
    return commands.applyAsSeller(deps, { userId: newId('usr'), name, description: '' });
  });
  const codes = (await Promise.all(tries)).map(codeOf);
  assert.equal(codes.filter((code) => code === 'ok').length, 1);
  assert.equal(codes.filter((code) => code === 'seller-name-taken').length, 9);
});

test('another name with the same slug gets a slug of its own', async () => {
  const apply = (name: string) =>
    commands.applyAsSeller(deps, { userId: newId('usr'), name, description: '' });
  const [one, two] = [await apply('Slug & Co'), await apply('Slug - Co')];
  assert.ok(!isRefusal(one) && !isRefusal(two));
  assert.equal(one.slug, 'slug-co');
  assert.match(two.slug, /^slug-co-[0-9a-f]{8}$/);
  assert.equal(codeOf(await apply('\u200b \u200b')), 'validation-failed');
});

test('versions of a seller have no gap, and suspension names the members', async () => {
  const { sellerId, userId } = await newSeller();
  const to = (version: number, status: 'APPROVED' | 'SUSPENDED') =>
    commands.changeStatus(deps, { sellerId, version }, status);
  assert.equal(codeOf(await to(1, 'APPROVED')), 'ok');
  assert.equal(codeOf(await to(1, 'SUSPENDED')), 'precondition-failed');
  assert.equal(codeOf(await to(2, 'APPROVED')), 'seller-status-not-allowed');
  const change = { sellerId, version: 2, description: 'Good things' };
  assert.equal(codeOf(await commands.changeProfile(deps, change)), 'ok');
  assert.equal(revoked.includes(userId), false);
  assert.equal(codeOf(await to(3, 'SUSPENDED')), 'ok');
  assert.equal(revoked.includes(userId), true);
  const events = await db.rows<{
    type: string;
    agg_version: number;
    payload: { userIds?: unknown };
  }>(
    `select type, agg_version, payload from outbox
     where agg_type = 'seller' and agg_id = $1 order by position`,
    [sellerId],
  );
  assert.deepEqual(
    events.map((event) => [event.type, event.agg_version]),
    [
      ['SELLER_APPLIED', 1],
      ['SELLER_APPROVED', 2],
      ['SELLER_UPDATED', 3],
      ['SELLER_SUSPENDED', 4],
    ],
  );
  assert.deepEqual(events[3]?.payload.userIds, [userId]);
});

test('of two owners who leave at once one stays', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { sellerId, userId } = await newSeller();
    const other = await join(sellerId, 'owner');
    const left = await Promise.all(
      [userId, other].map((id) => commands.changeMember(deps, { sellerId, userId: id }, null)),
    );
    assert.deepEqual(left.map(codeOf).sort(), ['last-owner', 'ok']);
  }
});

test('a removed member has no membership, loses tokens, and can come back', async () => {
  const { sellerId } = await newSeller();
  const userId = await join(sellerId, 'finance');
  assert.equal(revoked.includes(userId), false, 'who joins loses nothing');
  assert.equal((await memberOf(db, userId, 10))[0]?.role, 'finance');
  assert.equal(codeOf(await commands.changeMember(deps, { sellerId, userId }, null)), 'ok');
  assert.deepEqual(await memberOf(db, userId, 10), []);
  assert.equal(revoked.includes(userId), true);
  assert.equal(codeOf(await commands.changeMember(deps, { sellerId, userId }, null)), 'not-found');
  const key = `${sellerId}:${userId}`;
  const events = await db.rows<{ agg_version: number; payload: Record<string, unknown> }>(
    'select agg_version, payload from outbox where agg_id = $1 order by position',
    [key],
  );
  assert.deepEqual(
    events.map((event) => [
      event.agg_version,
      event.payload['previousRole'],
      event.payload['role'],
    ]),
    [
      [1, null, 'finance'],
      [2, 'finance', null],
    ],
  );
});

test('an invitation works once, in time, for its e-mail, and not after a new one', async () => {
  const { sellerId } = await newSeller();
  const email = 'new@x.test';
  const invite = async () => {
    const input = { sellerId, email, role: 'catalogue' as const, invitedBy: 'usr_0' };
    const made = await commands.invite(deps, input);
    assert.ok(!isRefusal(made));
    return made.token;
  };
  const accept = (token: string, as = email, userId = newId('usr')) =>
    commands.acceptInvitation(deps, { token, userId, email: as });
  const old = await invite();
  const token = await invite();
  assert.equal(codeOf(await accept(old)), 'invitation-invalid');
  assert.equal(codeOf(await accept(token, 'other@x.test')), 'invitation-invalid');
  assert.equal(codeOf(await accept('tsi_guess')), 'invitation-invalid');
  const race = await Promise.all(Array.from({ length: 30 }, () => accept(token)));
  assert.equal(race.filter((one) => !isRefusal(one)).length, 1);
  const late = await invite();
  await clock.advance(invitation_ms);
  assert.equal(codeOf(await accept(late)), 'invitation-invalid');
});

test('an invitation does not change who is a member already', async () => {
  const { sellerId, userId } = await newSeller();
  const input = { sellerId, email: 'o@x.test', role: 'read-only' as const, invitedBy: 'usr_0' };
  const made = await commands.invite(deps, input);
  assert.ok(!isRefusal(made));
  const done = await commands.acceptInvitation(deps, {
    token: made.token,
    userId,
    email: 'o@x.test',
  });
  assert.deepEqual(done, { sellerId, role: 'owner' });
});

test('members and open invitations together are bounded', async () => {
  const { sellerId } = await newSeller();
  const invite = (i: number) =>
    commands.invite(deps, { sellerId, email: `n${i}@x.test`, role: 'finance', invitedBy: 'usr_0' });
  const codes: string[] = [];
  for (let i = 0; i < membersPerSeller_max; i += 1) codes.push(codeOf(await invite(i)));
  assert.equal(codes.filter((code) => code === 'ok').length, membersPerSeller_max - 1);
  assert.equal(codes.at(-1), 'member-limit');
});

test('a world is loaded once, with its events', async () => {
  const seller = {
    sellerId: newId('slr'),
    name: 'World',
    slug: 'world',
    status: 'APPROVED' as const,
  };
  const member = { sellerId: seller.sellerId, userId: newId('usr'), role: 'owner' as const };
  const load = () => db.tx((tx) => importSellers(tx, [seller], [member]));
  assert.equal(await load(), 1);
  assert.equal(await load(), 0);
  const events = await db.rows<{ type: string }>(
    'select type from outbox where payload ->> $1 = $2 order by position',
    ['sellerId', seller.sellerId],
  );
  assert.deepEqual(
    events.map((event) => event.type),
    ['SELLER_APPROVED', 'SELLER_MEMBER_CHANGED'],
  );
  const filter = { status: null, search: 'wor', before: null, limit: 10 };
  assert.deepEqual(
    (await sellerPage(db, filter)).map((row) => row.slug),
    ['world'],
  );
});
