/** What the claimed notifications become: mails, or reasons why there is none to send. */
import type { Letter, User } from '#services/identity/contract.ts';
import type { Order } from '#services/orders/contract.ts';
import type { AlertLetter } from '#services/wishes/contract.ts';
import { renderBooking } from './bookings.ts';
import { renderMessage } from './messages.ts';
import {
  isBookingNotice,
  isChallengeNotice,
  isMessageNotice,
  isOrderNotice,
  isReturnNotice,
  isReviewNotice,
  isWishNotice,
  kinds,
  messageIdOf,
  type AccountNoticeType,
  type ChallengeNoticeType,
  type OrderNoticeType,
  type WishNoticeType,
} from './model.ts';
import { noPreferences, wants } from './preference.ts';
import type { SendNeeds } from './send.ts';
import { readPreferences } from './store-preference.ts';
import type { Claimed, Mail } from './store.ts';
import { renderAccount } from './templates-account.ts';
import { renderReturn } from './templates-return.ts';
import { renderReview } from './templates-review.ts';
import { renderWish, stopPage } from './templates-wish.ts';
import { render, type Rendered } from './templates.ts';

/** Ids of notifications that get no mail, by reason. */
export type Skipped = Map<string, string[]>;

interface Written {
  recipient: string;
  name: string;
  rendered: Rendered;
  stop?: string;
}

type Offer = Awaited<ReturnType<SendNeeds['offers']>>[number];

interface Facts {
  orders: ReadonlyMap<string, Order>;
  grants: ReadonlyMap<string, string>;
  users: ReadonlyMap<string, User>;
  letters: ReadonlyMap<string, Letter>;
  alerts: ReadonlyMap<string, AlertLetter>;
  offers: ReadonlyMap<string, Offer>;
  /** Switched off by their readers while they waited for the end of quiet hours. */
  unwanted: ReadonlySet<string>;
}

/** The mails of these notifications. Six calls at most, however many there are. */
export async function mailsOf(
  needs: SendNeeds,
  claimed: readonly Claimed[],
): Promise<{ mails: Mail[]; skipped: Skipped }> {
  const facts = await factsOf(needs, claimed);
  const mails: Mail[] = [];
  const skipped: Skipped = new Map();
  for (const one of claimed) {
    const { notificationId } = one;
    const written = write(needs, facts, one);
    if (typeof written === 'string') {
      skipped.set(written, [...(skipped.get(written) ?? []), notificationId]);
      continue;
    }
    const messageId = messageIdOf(notificationId, needs.sender);
    const { rendered, ...to } = written;
    const { sender } = needs;
    mails.push({ notificationId, messageId, sender, ...to, ...rendered });
  }
  return { mails, skipped };
}

/** What it is about, or where that is a part of an order, the order. */
const orderIdOf = ({ ref, facts }: Claimed): string => facts.orderId ?? ref;

const unique = (list: readonly string[]) => [...new Set(list)];

async function factsOf(needs: SendNeeds, claimed: readonly Claimed[]): Promise<Facts> {
  const ofOrders = claimed.filter((one) => isOrderNotice(one.type));
  const ofChallenges = claimed.filter((one) => isChallengeNotice(one.type));
  const others = claimed.filter((one) => !isChallengeNotice(one.type));
  const orderIds = unique(ofOrders.map(orderIdOf));
  const returned = claimed.filter((one) => isReturnNotice(one.type));
  const granted = unique([...orderIds, ...returned.flatMap((one) => one.facts.orderId ?? [])]);
  const waited = unique(claimed.flatMap((one) => one.facts.alertId ?? []));
  const offered = unique(claimed.flatMap((one) => one.facts.handOverId ?? []));
  const [orders, grants, users, letters, alerts, offers, unwanted] = await Promise.all([
    orderIds.length > 0 ? needs.orders(orderIds) : [],
    granted.length > 0 ? needs.grants(granted) : new Map<string, string>(),
    others.length > 0 ? needs.users(unique(others.map((one) => one.userId))) : [],
    ofChallenges.length > 0 ? needs.letters(unique(ofChallenges.map((one) => one.ref))) : [],
    waited.length > 0 ? needs.alerts(waited) : [],
    offered.length > 0 ? needs.offers(offered) : [],
    unwantedOf(needs, claimed),
  ]);
  return {
    orders: new Map(orders.map((order) => [order.orderId, order])),
    grants,
    users: new Map(users.map((user) => [user.userId, user])),
    letters: new Map(letters.map((letter) => [letter.challengeId, letter])),
    alerts: new Map(alerts.map((one) => [one.alertId, one])),
    offers: new Map(offers.map((one) => [one.handOverId, one])),
    unwanted,
  };
}

async function unwantedOf(
  { db }: SendNeeds,
  claimed: readonly Claimed[],
): Promise<ReadonlySet<string>> {
  const waited = claimed.filter((one) => one.waited);
  if (waited.length === 0) return new Set();
  const wishes = await readPreferences(db, unique(waited.map((one) => one.userId)));
  const gone = waited.filter(({ userId, type }) => {
    const cell = { topic: kinds[type].topic, channel: 'email' } as const;
    return !wants(wishes.get(userId) ?? noPreferences, cell);
  });
  return new Set(gone.map((one) => one.notificationId));
}

/** One mail, or why there is none. */
function write(needs: SendNeeds, facts: Facts, one: Claimed): Written | string {
  const { type } = one;
  if (facts.unwanted.has(one.notificationId)) return 'switched-off';
  if (isChallengeNotice(type)) return challengeMail(needs, facts.letters.get(one.ref), type);
  const user = facts.users.get(one.userId);
  if (isOrderNotice(type)) return orderMail(needs, facts, { one, type, user });
  if (!user?.email) return 'no-address';
  if (isReturnNotice(type)) {
    const grant = facts.grants.get(one.facts.orderId ?? '') ?? '';
    const reader = { name: user.name, locale: user.locale };
    const letter = { type, facts: one.facts, reader, publicUrl: needs.publicUrl, grant };
    return { recipient: user.email, name: user.name, rendered: renderReturn(letter) };
  }
  if (isMessageNotice(type)) {
    const reader = { name: user.name, locale: user.locale };
    const letter = { type, facts: one.facts, reader, publicUrl: needs.publicUrl };
    return { recipient: user.email, name: user.name, rendered: renderMessage(letter) };
  }
  if (isBookingNotice(type)) {
    const reader = { name: user.name, locale: user.locale };
    const letter = { type, facts: one.facts, reader, publicUrl: needs.publicUrl };
    const offer = facts.offers.get(one.facts.handOverId ?? '');
    // Taken, or taken back, before the mail was written.
    if (type === 'ticket-offered' && offer === undefined) return 'offer-over';
    const whole = offer === undefined ? letter : { ...letter, offer };
    return { recipient: user.email, name: user.name, rendered: renderBooking(whole) };
  }
  if (isReviewNotice(type)) {
    const reader = { name: user.name, locale: user.locale };
    const letter = { type, facts: one.facts, reader, publicUrl: needs.publicUrl };
    return { recipient: user.email, name: user.name, rendered: renderReview(letter) };
  }
  if (isWishNotice(type)) return wishMail(needs, facts, { one, type, user });
  return accountMail(needs, { ...user, email: user.email }, type);
}

function orderMail(
  { publicUrl }: SendNeeds,
  { orders, grants }: Facts,
  of: { one: Claimed; type: OrderNoticeType; user: User | undefined },
): Written | string {
  const order = orders.get(orderIdOf(of.one));
  if (!order) return 'order-gone';
  const { type, user } = of;
  if (!user?.email) return 'no-address';
  const name = user.name || order.shippingAddress.name;
  const reader = { name, locale: user.locale };
  const grant = grants.get(order.orderId) ?? '';
  return {
    recipient: user.email,
    name,
    rendered: render({ type, order, reader, publicUrl, grant }),
  };
}

/** Without its links, which are asked for last, an alert is over: nobody is to be told. */
function wishMail(
  { publicUrl }: SendNeeds,
  { alerts }: Facts,
  of: { one: Claimed; type: WishNoticeType; user: User },
): Written | string {
  const { type, user } = of;
  const links = alerts.get(of.one.facts.alertId ?? '');
  if (links === undefined || user.email === null) return 'alert-over';
  if (type === 'confirm-alert' && links.confirm === null) return 'alert-over';
  const { name, locale, email } = user;
  const letter = { type, facts: of.one.facts, reader: { name, locale }, publicUrl, links };
  const stop = stopPage(publicUrl, links);
  return { recipient: email, name, rendered: renderWish(letter), stop };
}

const minute_ms = 60_000;

function challengeMail(
  { publicUrl, now }: SendNeeds,
  letter: Letter | undefined,
  type: ChallengeNoticeType,
): Written | string {
  if (letter === undefined) return 'challenge-over';
  const { email, name, locale, secret, expiresAt } = letter;
  // Said rounded down: who believes the mail is not too late.
  const minutes = Math.max(1, Math.floor((Date.parse(expiresAt) - now()) / minute_ms));
  const reader = { name, locale };
  const challenge = { secret, minutes };
  return {
    recipient: email,
    name,
    rendered: renderAccount({ type, reader, publicUrl, challenge }),
  };
}

function accountMail(
  { publicUrl }: SendNeeds,
  { email, name, locale }: User & { email: string },
  type: AccountNoticeType,
): Written {
  const reader = { name, locale };
  const rendered = renderAccount({ type, reader, publicUrl, challenge: null });
  return { recipient: email, name, rendered };
}
