/** Who asks to be told: a variant that is sold out, words that nothing has. */
import { eventMeta } from '#kernel/core/context.ts';
import { newId } from '#kernel/core/id.ts';
import { isRefusal, refuse, type Refusal } from '#kernel/core/refusal.ts';
import type { RoomContext } from '#kernel/service.ts';
import { plainWords } from '#services/search/contract.ts';
import {
  alertsPerUser_max,
  confirm_hours_max,
  confirmationsPerDay_max,
  type AlertLetter,
} from './contract.ts';
import * as model from './model.ts';
import type { Neighbours } from './neighbours.ts';
import * as store from './store-alert.ts';
import { lockPerson } from './store.ts';

export type AlertInput =
  | { kind: 'back'; productId: string; variantId: string }
  | { kind: 'appears'; query: string };

type Needs = Pick<RoomContext, 'db' | 'outbox' | 'config'> & { neighbours: Neighbours };
interface Tools extends Needs {
  key: Buffer;
}
export type AlertCommands = ReturnType<typeof alertCommands>;

export function alertCommands(needs: Needs) {
  const { db } = needs;
  const key = model.alertKey(needs.config.tokenKey);
  const tools = { ...needs, key };
  const linked = (use: model.LinkUse, token: string) => model.alertOf(key, use, token);
  return {
    ask: (who: Who, input: AlertInput) => ask(tools, who, input),
    async drop(of: { userId: string; alertId: string }) {
      return (await store.dropAlert(db, of)) ? true : refuse('alert-not-found', of);
    },
    /** Ends the alert of a mail's link; again changes nothing. */
    async stop(token: string) {
      const alertId = linked('stop', token);
      if (alertId === null) return refuse('alert-link-invalid');
      await store.dropAlert(db, { alertId, userId: null });
      return true as const;
    },
    /** The address is its reader's. Again changes nothing. */
    async confirm(token: string) {
      const alertId = linked('confirm', token);
      if (alertId === null) return refuse('alert-link-invalid');
      const done = await db.tx((tx) => store.confirmAlert(tx, alertId, confirm_hours_max));
      if (done) return true as const;
      const [known] = await store.alertsById(db, [alertId]);
      const good = known !== undefined && known.state !== 'PENDING';
      return good ? (true as const) : refuse('alert-link-invalid');
    },
    letters: ({ alertIds }: { alertIds: string[] }) => letters(tools, alertIds),
  };
}

export interface Who {
  userId: string;
  guest: boolean;
}

interface About {
  productId: string | null;
  variantId: string | null;
  query: string | null;
  subject: string;
  words: readonly string[];
  /** For the mail that asks to confirm. */
  name: string;
  slug: string | null;
}

/** What is waited for, or why it cannot be. */
async function aboutOf(
  { db, neighbours }: Tools,
  input: AlertInput,
): Promise<About | Refusal<'variant-not-found' | 'validation-failed'>> {
  if (input.kind === 'back') {
    const { productId, variantId } = input;
    const thing = await neighbours.thing(input);
    if (thing === undefined) return refuse('variant-not-found', { variantId });
    const { name, slug } = thing;
    const subject = model.subjectOf.back(variantId);
    return { productId, variantId, query: null, subject, words: [], name, slug };
  }
  const query = model.plainText(input.query, '/query', 1);
  if (isRefusal(query)) return query;
  const words = await store.stemsOf(db, plainWords(query).join(' '));
  if (words.length === 0) {
    const detail = 'has no word to look for';
    const errors = [{ pointer: '/query', in: 'body', code: 'not-valid', detail }];
    return refuse('validation-failed', { errors });
  }
  const subject = model.subjectOf.appears(words);
  return { productId: null, variantId: null, query, subject, words, name: query, slug: null };
}

/** The address that a guest is written to, and whether it is proved; null for accounts. */
async function addressOf(
  { db, neighbours, key }: Tools,
  { userId, guest }: Who,
): Promise<{ emailHash: string; proved: boolean } | null | Refusal<'alert-email-missing'>> {
  if (!guest) return null;
  const email = (await neighbours.users([userId])).get(userId)?.email ?? null;
  if (email === null) return refuse('alert-email-missing');
  const emailHash = model.emailHash(key, email);
  return { emailHash, proved: await store.isConfirmed(db, { userId, emailHash }) };
}

/**
 * Notes that somebody waits. Refuses 'alert-needless' when the variant is there: that is looked at
 * after the alert is written, so that what comes back in between is either seen here or told.
 */
async function ask(
  tools: Tools,
  who: Who,
  input: AlertInput,
): Promise<store.Alert | Refusal<string>> {
  const { db, outbox, neighbours } = tools;
  const [about, address] = await Promise.all([aboutOf(tools, input), addressOf(tools, who)]);
  if (isRefusal(about)) return about;
  if (isRefusal(address)) return address;
  const made = await write(tools, { who, kind: input.kind, about, address });
  if (isRefusal(made)) return made;
  outbox.poke();
  const { variantId } = about;
  if (variantId === null || made.repeat) return made;
  const stock = (await neighbours.stock([variantId])).get(variantId);
  if ((stock?.available ?? 0) === 0) return made;
  await store.dropNeedless(db, made.alertId);
  return refuse('alert-needless', { variantId });
}

async function write(
  { db }: Tools,
  of: {
    who: Who;
    kind: AlertInput['kind'];
    about: About;
    address: { emailHash: string; proved: boolean } | null;
  },
): Promise<store.Alert | Refusal<'alert-limit' | 'too-many-requests'>> {
  const { kind, address } = of;
  const { userId } = of.who;
  const { words, name, slug, ...about } = of.about;
  const meta = eventMeta();
  const asks = address !== null && !address.proved;
  return db.tx(async (tx) => {
    await lockPerson(tx, userId);
    const alert = await store.addAlert(tx, {
      ...about,
      alertId: newId('alr'),
      userId,
      kind,
      currency: null,
      state: asks ? 'PENDING' : 'WAITING',
      repeat: false,
      reference_minor: null,
      emailHash: address?.emailHash ?? null,
    });
    if (alert === undefined) return refuse('alert-limit', { max: alertsPerUser_max });
    const { subject } = about;
    await store.watchSubject(tx, { kind, subject, words, anchor: model.anchorOf(words) });
    if (alert.state !== 'PENDING' || address === null) return alert;
    const { emailHash } = address;
    const asked = { askedId: newId('ask'), emailHash, userId, max: confirmationsPerDay_max };
    // Kept as it is: a mail that came earlier today confirms this one too.
    if (!(await store.noteAsked(tx, asked))) return alert;
    const { alertId } = alert;
    const { productId, variantId, query } = about;
    const payload = { kind, productId, variantId, name, slug, query, alertId, userId };
    await store.tellAsked(tx, { askedId: asked.askedId, payload, meta });
    return alert;
  });
}

/** Links of alerts for their mails. One statement, and one call when guests are among them. */
async function letters(
  { db, neighbours, key }: Tools,
  alertIds: readonly string[],
): Promise<{ letters: AlertLetter[] }> {
  const found = await store.alertsById(db, alertIds);
  const guests = found.filter((one) => one.emailHash !== null).map((one) => one.userId);
  const users = await neighbours.users(guests);
  const good = found.filter(({ emailHash, userId }) => {
    const user = users.get(userId);
    if (emailHash === null || user?.kind === 'user') return true;
    return user?.email != null && model.emailHash(key, user.email) === emailHash;
  });
  return {
    letters: good.map(({ alertId, state }) => ({
      alertId,
      confirm: state === 'PENDING' ? model.linkToken(key, 'confirm', alertId) : null,
      stop: model.linkToken(key, 'stop', alertId),
    })),
  };
}
