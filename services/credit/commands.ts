// What can be done with credit. Each command is one short transaction that locks the account and
// finds what its key did before; nothing is asked elsewhere while it is open.
import { randomBytes } from 'node:crypto';
import { eventMeta } from '#kernel/core/context.ts';
import { Failure } from '#kernel/core/error.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { Sql } from '#kernel/db/db.ts';
import type { CallInput, CallOutput } from '#kernel/http/contract.ts';
import type { RoomContext } from '#kernel/service.ts';
import type { creditCalls } from './contract.ts';
import * as model from './model.ts';
import * as store from './store.ts';

type Calls = (typeof creditCalls)['calls'];

export type Commands = ReturnType<typeof creditCommands>;

export function creditCommands(ctx: RoomContext) {
  const keys = codeKeys(ctx);
  const issue = {
    ...issuing(ctx, keys),
    redeem: redeeming(ctx, keys),
    import: importing(ctx, keys),
  };
  return { ...holding(ctx), ...ending(ctx), ...issue, card: cardOf(ctx, keys) };
}

/** The key for new codes first; codes of the other are still read. */
function codeKeys({ config }: RoomContext): Buffer[] {
  const own = config.giftCardKey === null ? [] : [model.codeKey(config.giftCardKey)];
  return [...own, model.codeKey(config.tokenKey)];
}

const free = (account: store.AccountRow) => account.balance_minor - account.held_minor;

function cardOf({ db }: RoomContext, keys: Buffer[]) {
  return async ({ code }: { code: string }): Promise<CallOutput<Calls['card']>> => {
    const found = await findCard(db, keys, code);
    if (isRefusal(found)) return found;
    const { accountId, last4, currency, expiresAt } = found;
    return {
      accountId,
      last4: last4 ?? '',
      available_minor: free(found),
      currency,
      expiresAt: expiresAt?.toISOString() ?? null,
    };
  };
}

type NoCard = Refusal<'gift-card-not-found' | 'gift-card-expired'>;

async function findCard(db: Sql, keys: Buffer[], code: string): Promise<store.AccountRow | NoCard> {
  const plain = model.plainCode(code);
  const hashes = plain === undefined ? [] : keys.map((key) => model.hashOf(plain, key));
  const card = hashes.length === 0 ? undefined : await store.cardByHash(db, hashes);
  if (!card) return refuse('gift-card-not-found');
  return usable(card);
}

function usable(card: store.AccountRow): store.AccountRow | Refusal<'gift-card-expired'> {
  if (!card.expired) return card;
  return refuse('gift-card-expired', { expiresAt: card.expiresAt?.toISOString() });
}

/** The part of a payment is set aside. */
function holding({ db }: RoomContext) {
  async function hold(wish: CallInput<Calls['hold']>): Promise<CallOutput<Calls['hold']>> {
    return db.tx(async (tx) => {
      const account = wish.accountId
        ? await store.lockAccount(tx, wish.accountId)
        : await store.lockOwn(tx, wish.userId, wish.currency);
      const known = await store.readHold(tx, wish.key);
      if (known) return known.state === 'released' ? refuse('credit-hold-gone') : shown(known);
      if (!account) {
        if (wish.accountId) return refuse('gift-card-not-found');
        return refuse('credit-too-low', { available_minor: 0 });
      }
      // Somebody else's store credit is no card.
      if (wish.accountId && account.kind !== 'GIFT_CARD') return refuse('gift-card-not-found');
      const card = usable(account);
      if (isRefusal(card)) return card;
      const { accountId, kind, currency } = account;
      if (currency !== wish.currency) return refuse('gift-card-currency', { currency });
      const amount_minor = model.takeOf({ ...wish, available_minor: free(account) });
      if (amount_minor === 'too-low') {
        return refuse('credit-too-low', { available_minor: free(account) });
      }
      const { key, checkoutId } = wish;
      const made = await store.setAside(tx, { key, accountId, checkoutId, amount_minor });
      if (!made) return refuse('credit-hold-gone');
      return { key, kind, accountId, amount_minor, currency, state: 'held' as const };
    });
  }

  async function query({ key }: { key: string }): Promise<CallOutput<Calls['query']>> {
    const hold = await store.readHold(db, key);
    return { hold: hold && hold.accountId !== '-' ? shown(hold) : null };
  }

  return { hold, query };
}

/** What was set aside is taken or given up, and given back. */
function ending({ db }: RoomContext) {
  async function capture({ key }: { key: string }): Promise<CallOutput<Calls['capture']>> {
    return db.tx(async (tx) => {
      const hold = await store.lockHold(tx, key);
      if (!hold || hold.state === 'released') return refuse('credit-hold-gone');
      if (hold.state === 'captured') return shown(hold);
      await store.endHold(tx, key, 'captured');
      const { accountId, checkoutId, amount_minor } = hold;
      const spent = { movementId: `spend:${key}`, accountId, checkoutId, reason: null };
      const how = { kind: 'spend' as const, actor: 'payments' };
      await store.move(tx, { ...spent, ...how, amount_minor: -amount_minor }, amount_minor);
      return shown({ ...hold, state: 'captured' });
    });
  }

  async function release({ key }: { key: string }): Promise<CallOutput<Calls['release']>> {
    return db.tx(async (tx) => {
      if (await store.forestall(tx, key)) return { state: 'released' };
      const hold = await store.lockHold(tx, key);
      if (hold?.state === 'captured') return { state: 'captured' };
      if (hold?.state === 'held' && (await store.endHold(tx, key, 'released'))) {
        await store.unhold(tx, hold.accountId, hold.amount_minor);
      }
      return { state: 'released' };
    });
  }

  async function refund(wish: CallInput<Calls['refund']>): Promise<CallOutput<Calls['refund']>> {
    const { chargeKey, key, amount_minor } = wish;
    return db.tx(async (tx) => {
      const hold = await store.lockHold(tx, chargeKey);
      if (hold?.state !== 'captured') return refuse('credit-hold-gone');
      const movementId = `refund:${key}`;
      const known = await store.readMovement(tx, movementId);
      if (known) {
        return { movementId, amount_minor: known.amount_minor, currency: known.currency };
      }
      const left_minor = hold.amount_minor - hold.refunded_minor;
      if (amount_minor > left_minor || amount_minor === 0) {
        return refuse('credit-too-low', { available_minor: left_minor });
      }
      const { accountId, checkoutId, currency } = hold;
      const back = { movementId, accountId, checkoutId, reason: chargeKey, actor: 'payments' };
      await store.noteRefund(tx, chargeKey, amount_minor);
      await store.move(tx, { ...back, kind: 'refund', amount_minor });
      await store.keepUsable(tx, accountId, model.usableAfterRefund_days);
      return { movementId, amount_minor, currency };
    });
  }

  return { capture, release, refund };
}

function shown(hold: store.HoldRow) {
  const { key, kind, accountId, amount_minor, currency, state } = hold;
  return { key, kind, accountId, amount_minor, currency, state };
}

interface NewCardWish {
  amount_minor: number;
  currency: string;
  expiresAt: Date | null;
  note: string | null;
  actor: string;
  /** null: each request makes a card. */
  requestKey: string | null;
}

interface IssuedCard {
  accountId: string;
  code: string;
  last4: string;
}

async function makeCard(
  tx: Sql,
  wish: NewCardWish,
  of: { code: string; key: Buffer; movementId: string },
): Promise<IssuedCard> {
  const { code, key, movementId } = of;
  const plain = code.replaceAll('-', '');
  const accountId = newId('gft');
  const last4 = plain.slice(-4);
  const { amount_minor, currency, expiresAt, note, actor } = wish;
  const codeHash = model.hashOf(plain, key);
  const card = { accountId, currency, codeHash, last4, amount_minor, expiresAt, note };
  await store.insertCard(tx, { ...card, issuedBy: actor });
  const account = { accountId, kind: 'GIFT_CARD' as const, userId: null, currency };
  await issue(tx, { ...account, amount_minor, actor, reason: note }, movementId);
  return { accountId, code, last4 };
}

/** The card that a request made before, with its code; the installation's key may be another. */
async function knownCard(
  tx: Sql,
  wish: NewCardWish,
  known: {
    accountId: string;
    amount_minor: number;
    currency: string;
    movementId: string;
    keys: Buffer[];
  },
): Promise<IssuedCard> {
  const { accountId, movementId } = known;
  const isSame = known.amount_minor === wish.amount_minor && known.currency === wish.currency;
  if (!isSame) throw new Failure('idempotency-key-reused');
  for (const key of known.keys) {
    const code = model.codeFor(movementId, key);
    const plain = code.replaceAll('-', '');
    const card = await store.cardByHash(tx, [model.hashOf(plain, key)]);
    if (card?.accountId === accountId) return { accountId, code, last4: plain.slice(-4) };
  }
  throw new Failure('conflict', { cardId: accountId, reason: 'its code cannot be told any more' });
}

/** New credit. */
function issuing({ db, outbox }: RoomContext, keys: Buffer[]) {
  /**
   * A new card; its code is told here and never again, but to a repeat of the same actor and
   * request key, which finds the same card: so a lost reply leaves none that nobody can use.
   */
  async function issueCard(wish: NewCardWish): Promise<IssuedCard> {
    const { requestKey, actor } = wish;
    const [key = Buffer.alloc(0)] = keys;
    if (requestKey === null) {
      const code = model.codeOf(randomBytes(model.code_bytes));
      const made = await db.tx((tx) => makeCard(tx, wish, { code, key, movementId: newId('mov') }));
      outbox.poke();
      return made;
    }
    const movementId = model.movementIdOf(actor, `card ${requestKey}`);
    const made = await db.tx(async (tx) => {
      await store.lockKey(tx, movementId);
      const known = await store.readMovement(tx, movementId);
      if (known) return knownCard(tx, wish, { ...known, movementId, keys });
      const code = model.codeFor(movementId, key);
      return makeCard(tx, wish, { code, key, movementId });
    });
    outbox.poke();
    return made;
  }

  /**
   * Store credit for a person; their balance in this currency afterwards. Once for each actor and
   * request key, also when the reply of the commit was lost and the request comes again.
   */
  async function issueCredit(wish: {
    userId: string;
    amount_minor: number;
    currency: string;
    reason: string;
    actor: string;
    requestKey: string;
  }): Promise<{ accountId: string; balance_minor: number }> {
    const { userId, currency, amount_minor, reason, actor, requestKey } = wish;
    const movementId = model.movementIdOf(actor, requestKey);
    const done = await db.tx(async (tx) => {
      const account = await ownAccount(tx, userId, currency);
      const { accountId } = account;
      const known = await store.readMovement(tx, movementId);
      if (known) {
        const isSame = known.accountId === accountId && known.amount_minor === amount_minor;
        if (!isSame) throw new Failure('idempotency-key-reused');
        return { accountId, balance_minor: account.balance_minor };
      }
      const of = { accountId, kind: 'STORE_CREDIT' as const, userId, currency };
      await issue(tx, { ...of, amount_minor, actor, reason }, movementId);
      return { accountId, balance_minor: account.balance_minor + amount_minor };
    });
    outbox.poke();
    return done;
  }

  return { issueCard, issueCredit };
}

/** Cards with codes that are known to everybody: for demo and test worlds. */
function importing({ db, config, outbox }: RoomContext, keys: Buffer[]) {
  return async ({ cards }: CallInput<Calls['import']>): Promise<CallOutput<Calls['import']>> => {
    if (config.production) return refuse('not-allowed');
    let imported = 0;
    for (const { accountId, code, amount_minor, currency } of cards) {
      const plain = model.plainCode(code);
      if (plain === undefined) return refuse('gift-card-not-found', { accountId });
      const [key] = keys;
      const codeHash = model.hashOf(plain, key ?? Buffer.alloc(0));
      const facts = { accountId, currency, codeHash, last4: plain.slice(-4), amount_minor };
      const made = await db.tx(async (tx) => {
        if (await store.lockAccount(tx, accountId)) return false;
        const card = { ...facts, expiresAt: null, issuedBy: 'import', note: 'demo' };
        await store.insertCard(tx, card);
        const of = { accountId, kind: 'GIFT_CARD' as const, userId: null, currency };
        await issue(tx, { ...of, amount_minor, actor: 'import', reason: null });
        return true;
      });
      imported += made ? 1 : 0;
    }
    outbox.poke();
    return { imported };
  };
}

interface Redeemed {
  amount_minor: number;
  balance_minor: number;
  currency: string;
}

/** Moves all that is free on a card to the person's store credit. */
function redeeming({ db, outbox }: RoomContext, keys: Buffer[]) {
  return async (wish: {
    userId: string;
    code: string;
  }): Promise<Redeemed | NoCard | Refusal<'credit-too-low'>> => {
    const found = await findCard(db, keys, wish.code);
    if (isRefusal(found)) return found;
    const { userId } = wish;
    const done = await db.tx(async (tx) => {
      const card = await store.lockAccount(tx, found.accountId);
      const amount_minor = card ? free(card) : 0;
      if (!card || amount_minor <= 0) return refuse('credit-too-low', { available_minor: 0 });
      const { currency } = card;
      const own = await ownAccount(tx, userId, currency);
      const movementId = newId('mov');
      const both = { kind: 'redeem' as const, checkoutId: null, reason: null, actor: userId };
      const out = { ...both, accountId: card.accountId, amount_minor: -amount_minor };
      await store.move(tx, { ...out, movementId: `${movementId}:out` });
      await store.move(tx, { ...both, accountId: own.accountId, amount_minor, movementId });
      const facts = { accountId: card.accountId, toAccountId: own.accountId, userId, movementId };
      await store.tell(tx, {
        accountId: card.accountId,
        type: 'GIFT_CARD_REDEEMED',
        payload: { ...facts, amount: amount_minor, currency },
        meta: eventMeta(),
      });
      return { amount_minor, balance_minor: own.balance_minor + amount_minor, currency };
    });
    outbox.poke();
    return done;
  };
}

async function ownAccount(tx: Sql, userId: string, currency: string): Promise<store.AccountRow> {
  const known = await store.lockOwn(tx, userId, currency);
  if (known) return known;
  await store.openOwn(tx, { accountId: newId('crd'), userId, currency });
  const made = await store.lockOwn(tx, userId, currency);
  if (!made) throw new TypeError('an account that was opened is there');
  return made;
}

async function issue(
  tx: Sql,
  of: {
    accountId: string;
    kind: 'STORE_CREDIT' | 'GIFT_CARD';
    userId: string | null;
    currency: string;
    amount_minor: number;
    reason: string | null;
    actor: string;
  },
  movementId = newId('mov'),
): Promise<void> {
  const { accountId, kind, userId, currency, amount_minor, reason, actor } = of;
  const what = { movementId, accountId, kind: 'issue' as const, checkoutId: null };
  await store.move(tx, { ...what, amount_minor, reason, actor });
  await store.tell(tx, {
    accountId,
    type: 'CREDIT_ISSUED',
    payload: { accountId, kind, userId, movementId, amount: amount_minor, currency },
    meta: eventMeta(),
  });
}
