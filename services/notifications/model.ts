/** Which events are worth telling, how each kind is told, and to whom when; pure. */
import type { EventEnvelope } from '#kernel/events/event.ts';
import { quietUntil, wants, type Preferences, type Topic } from './preference.ts';

export const orderNoticeTypes = [
  'order-confirmed',
  'order-shipped',
  'order-delivered',
  'order-cancelled',
  'order-items-cancelled',
  'order-address-changed',
] as const;
export const returnNoticeTypes = [
  'return-requested',
  'return-received',
  'return-expired',
  'return-approved',
  'return-rejected',
  'return-refunded',
  'return-exchanged',
] as const;
export const challengeNoticeTypes = ['password-reset', 'sign-in-code', 'verify-email'] as const;
export const accountNoticeTypes = [
  'password-changed',
  'registration-repeated',
  'passkey-added',
  'passkey-removed',
] as const;
export const wishNoticeTypes = [
  'confirm-alert',
  'back-in-stock',
  'price-drop',
  'now-available',
] as const;
export const messageNoticeTypes = ['message-answered', 'message-received'] as const;
export const reviewNoticeTypes = [
  'review-published',
  'review-refused',
  'review-photos-shown',
  'review-photos-refused',
  'review-answered',
] as const;
export const bookingNoticeTypes = [
  'booking-confirmed',
  'booking-cancelled',
  'booking-offered',
  'booking-refunded',
  'booking-moved',
  'ticket-offered',
  'ticket-taken',
  'ticket-void',
  'ticket-moved',
] as const;
export const noticeTypes = [
  ...orderNoticeTypes,
  ...returnNoticeTypes,
  ...challengeNoticeTypes,
  ...accountNoticeTypes,
  ...wishNoticeTypes,
  ...reviewNoticeTypes,
  ...messageNoticeTypes,
  ...bookingNoticeTypes,
] as const;
export type OrderNoticeType = (typeof orderNoticeTypes)[number];
export type ReturnNoticeType = (typeof returnNoticeTypes)[number];
export type ChallengeNoticeType = (typeof challengeNoticeTypes)[number];
export type AccountNoticeType = (typeof accountNoticeTypes)[number];
export type WishNoticeType = (typeof wishNoticeTypes)[number];
export type MessageNoticeType = (typeof messageNoticeTypes)[number];
export type ReviewNoticeType = (typeof reviewNoticeTypes)[number];
export type BookingNoticeType = (typeof bookingNoticeTypes)[number];
export type NoticeType = (typeof noticeTypes)[number];

interface Kind {
  topic: Topic;
  /** Not urgent: waits for the end of quiet hours. */
  urgent: boolean;
  /** Kept in the notification centre. */
  kept: boolean;
}

const news = { topic: 'orders', urgent: false, kept: true } as const;
const secret = { topic: 'account', urgent: true, kept: false } as const;
const safety = { topic: 'account', urgent: true, kept: true } as const;

export const kinds: Readonly<Record<NoticeType, Kind>> = {
  'order-confirmed': { ...news, urgent: true },
  'order-cancelled': { ...news, urgent: true },
  'order-items-cancelled': { ...news, urgent: true },
  'order-address-changed': { ...news, urgent: true },
  'order-shipped': news,
  'order-delivered': news,
  'return-requested': { ...news, urgent: true },
  'return-received': news,
  'return-expired': news,
  'return-approved': news,
  'return-rejected': news,
  'return-refunded': news,
  'return-exchanged': news,
  // A review rests on an order.
  'review-published': news,
  'review-refused': news,
  'review-photos-shown': news,
  'review-photos-refused': news,
  'review-answered': news,
  'booking-confirmed': { ...news, urgent: true },
  'booking-cancelled': { ...news, urgent: true },
  'booking-offered': { ...news, urgent: true },
  'booking-moved': { ...news, urgent: true },
  'booking-refunded': news,
  'ticket-offered': { ...news, urgent: true },
  'ticket-taken': { ...news, urgent: true },
  'ticket-void': { ...news, urgent: true },
  'ticket-moved': { ...news, urgent: true },
  'password-reset': secret,
  'sign-in-code': secret,
  'verify-email': secret,
  'password-changed': safety,
  'registration-repeated': safety,
  'passkey-added': safety,
  'passkey-removed': safety,
  'message-answered': { topic: 'messages', urgent: false, kept: true },
  'message-received': { topic: 'messages', urgent: false, kept: true },
  // Proof of an address: it is not kept, and who asked for it waits for it.
  'confirm-alert': { topic: 'stock', urgent: true, kept: false },
  'back-in-stock': { topic: 'stock', urgent: false, kept: true },
  'price-drop': { topic: 'price-drops', urgent: false, kept: true },
  'now-available': { topic: 'stock', urgent: false, kept: true },
};

/** The types of a topic. */
export function typesOf(topic: Topic): NoticeType[] {
  return noticeTypes.filter((type) => kinds[type].topic === topic);
}

export const isOrderNotice = (type: NoticeType): type is OrderNoticeType =>
  orderNoticeTypes.includes(type as OrderNoticeType);

export const isReturnNotice = (type: NoticeType): type is ReturnNoticeType =>
  returnNoticeTypes.includes(type as ReturnNoticeType);

export const isChallengeNotice = (type: NoticeType): type is ChallengeNoticeType =>
  challengeNoticeTypes.includes(type as ChallengeNoticeType);

export const isReviewNotice = (type: NoticeType): type is ReviewNoticeType =>
  reviewNoticeTypes.includes(type as ReviewNoticeType);

export const isWishNotice = (type: NoticeType): type is WishNoticeType =>
  wishNoticeTypes.includes(type as WishNoticeType);

export const isMessageNotice = (type: NoticeType): type is MessageNoticeType =>
  messageNoticeTypes.includes(type as MessageNoticeType);

export const isBookingNotice = (type: NoticeType): type is BookingNoticeType =>
  bookingNoticeTypes.includes(type as BookingNoticeType);

export interface NoticeFacts {
  /** Of messages: an order's number or a product's name, and the conversation. */
  about?: string;
  threadId?: string;
  /** Of bookings: which, when the session begins, in which zone. */
  bookingId?: string;
  startsAt?: string;
  zone?: string;
  /** Of a ticket that somebody offers: which offer. */
  handOverId?: string;
  orderNumber?: string;
  orderId?: string;
  /** Of a review that is refused: why, as a moderator wrote it. */
  reason?: string;
  returnNumber?: string;
  /** Of money that goes back, in minor units. */
  amount_minor?: number;
  currency?: string;
  /** Of alerts: which one, what it is about, what it cost when it was added. */
  alertId?: string;
  product?: string;
  slug?: string;
  variantId?: string;
  query?: string;
  was_minor?: number;
}

/** One thing to tell one person. */
export interface Notice {
  userId: string;
  /** What it is about; with the type and the channel it is told once. */
  ref: string;
  type: NoticeType;
  channel: 'EMAIL';
  /** What the notification centre shows without asking other rooms. */
  facts: NoticeFacts;
  /** Why there is no mail, whatever its reader wants; left out: there is one. */
  noMail?: string;
}

/** What an event of the orders room gives to tell; null for nothing. */
export function noticeOf({ eventType, payload }: EventEnvelope): Notice | null {
  const type = typeOf(eventType, payload);
  const { userId, orderId, orderNumber } = payload;
  if (type === null || typeof userId !== 'string') return null;
  if (typeof orderId !== 'string' || typeof orderNumber !== 'string') return null;
  const about = { userId, type, channel: 'EMAIL' } as const;
  const part = payload['cancellationId'] ?? payload['changeId'];
  if (typeof part !== 'string') return { ...about, ref: orderId, facts: { orderNumber } };
  // Of one order there may be several.
  return { ...about, ref: part, facts: { orderNumber, orderId } };
}

function typeOf(
  eventType: string,
  { status, to }: Record<string, unknown>,
): OrderNoticeType | null {
  if (eventType === 'ORDER_CANCELLED') return 'order-cancelled';
  if (eventType === 'ORDER_ITEMS_CANCELLED') return 'order-items-cancelled';
  if (eventType === 'ORDER_ADDRESS_CHANGED') return 'order-address-changed';
  // An order that waits for its bank is confirmed later, or fails on the page of the checkout.
  if (eventType === 'ORDER_CREATED') return status === 'CONFIRMED' ? 'order-confirmed' : null;
  if (eventType !== 'ORDER_STATUS_CHANGED') return null;
  if (to === 'CONFIRMED') return 'order-confirmed';
  if (to === 'SHIPPED') return 'order-shipped';
  return to === 'DELIVERED' ? 'order-delivered' : null;
}

const byReturnEvent: Readonly<Record<string, ReturnNoticeType>> = {
  RETURN_REQUESTED: 'return-requested',
  RETURN_APPROVED: 'return-approved',
  RETURN_REJECTED: 'return-rejected',
  RETURN_REFUNDED: 'return-refunded',
  RETURN_EXCHANGED: 'return-exchanged',
};
const byReturnStatus: Readonly<Record<string, ReturnNoticeType>> = {
  RECEIVED: 'return-received',
  EXPIRED: 'return-expired',
};

/** What an event of the returns room gives to tell; null for nothing. */
export function returnNoticeOf({ eventType, payload, aggregate }: EventEnvelope): Notice | null {
  const { userId, orderId, orderNumber, returnNumber, currency, to, round } = payload;
  const type = byReturnEvent[eventType] ?? byReturnStatus[String(to)];
  if (type === undefined || typeof userId !== 'string') return null;
  if (typeof orderId !== 'string' || typeof orderNumber !== 'string') return null;
  if (typeof returnNumber !== 'string' || typeof currency !== 'string') return null;
  const amount = payload['amount_minor'];
  const money = typeof amount === 'number' ? { amount_minor: amount, currency } : {};
  // An appeal that is heard is another decision, and told as one.
  const ref = typeof round === 'number' ? `${aggregate.id}:${round}` : aggregate.id;
  const facts = { orderNumber, orderId, returnNumber, ...money };
  return { userId, ref, type, channel: 'EMAIL', facts };
}

const byPurpose: Readonly<Record<string, ChallengeNoticeType>> = {
  reset: 'password-reset',
  'sign-in': 'sign-in-code',
  'verify-email': 'verify-email',
};

const byKeyEvent: Readonly<Record<string, AccountNoticeType>> = {
  PASSKEY_ADDED: 'passkey-added',
  PASSKEY_REMOVED: 'passkey-removed',
};

/** What an event of the identity room gives to tell; null for nothing. */
export function accountNoticeOf(event: EventEnvelope): Notice | null {
  const { eventType, payload, aggregate, timestamp } = event;
  const { userId } = payload;
  // Of a challenge of nobody.
  if (typeof userId !== 'string') return null;
  const about = { userId, channel: 'EMAIL', facts: {} } as const;
  if (eventType === 'PASSWORD_CHANGED') {
    return { ...about, ref: `${userId}:${aggregate.version}`, type: 'password-changed' };
  }
  if (eventType === 'REGISTRATION_REPEATED') {
    // Once a day: whoever tries again and again must not fill the owner's mailbox.
    return { ...about, ref: `${userId}:${timestamp.slice(0, 10)}`, type: 'registration-repeated' };
  }
  const keys = byKeyEvent[eventType];
  if (keys !== undefined) return { ...about, ref: aggregate.id, type: keys };
  const type = byPurpose[String(payload['purpose'])];
  return type === undefined ? null : { ...about, ref: aggregate.id, type };
}

/** How a notice is told to somebody who wants things so, at this time. */
export interface Plan {
  status: 'QUEUED' | 'SKIPPED';
  reason: string | null;
  inApp: boolean;
  /** ISO time; null: at once. */
  notBefore: string | null;
}

export function planFor({ type, noMail }: Notice, preferences: Preferences, now_ms: number): Plan {
  const { topic, urgent, kept } = kinds[type];
  const inApp = kept && wants(preferences, { topic, channel: 'in-app' });
  if (noMail !== undefined) return { status: 'SKIPPED', reason: noMail, inApp, notBefore: null };
  if (!wants(preferences, { topic, channel: 'email' })) {
    return { status: 'SKIPPED', reason: 'switched-off', inApp, notBefore: null };
  }
  const until_ms = urgent ? null : quietUntil(preferences.quiet, now_ms);
  const notBefore = until_ms === null ? null : new Date(until_ms).toISOString();
  return { status: 'QUEUED', reason: null, inApp, notBefore };
}

/** Where a notification leads, below the shop's address. */
export function linkOf(type: NoticeType, facts: Notice['facts']): string {
  if (isOrderNotice(type)) return `/orders/${facts.orderNumber ?? ''}`;
  if (isReturnNotice(type)) return `/returns/${facts.returnNumber ?? ''}`;
  if (isWishNotice(type)) return wishLink(facts);
  if (isReviewNotice(type)) return '/account/reviews';
  if (isBookingNotice(type)) return bookingLink(type, facts);
  if (type === 'message-answered') return `/account/messages/${facts.threadId ?? ''}`;
  if (type === 'message-received') return `/selling/messages/${facts.threadId ?? ''}`;
  return '/account/security';
}

/** Tickets as they stand; what is offered is paid for on the page of its event. */
function bookingLink(type: BookingNoticeType, of: NoticeFacts): string {
  const { bookingId, slug, handOverId } = of;
  if (type === 'ticket-offered') return `/tickets/take#offer=${handOverId ?? ''}`;
  if (bookingId === undefined) return '/tickets';
  if (type === 'booking-offered' && slug !== undefined) {
    return `/e/${encodeURIComponent(slug)}/book?booking=${bookingId}`;
  }
  return `/tickets#${bookingId}`;
}

/** The page of a product with its variant chosen, or the search that finds something now. */
function wishLink({ slug, variantId, query }: NoticeFacts): string {
  if (query !== undefined) return `/search?q=${encodeURIComponent(query)}`;
  const variant = variantId === undefined ? '' : `?variant=${variantId}`;
  return `/p/${encodeURIComponent(slug ?? '')}${variant}`;
}

/**
 * The Message-ID of a notification, the same at every try: who gets a mail twice because a sender
 * died between the server's yes and our note can tell that it is one mail.
 */
export function messageIdOf(notificationId: string, sender: string): string {
  const domain = /@([A-Za-z0-9.-]+)/.exec(sender)?.[1] ?? 'localhost';
  return `<${notificationId}@${domain}>`;
}

/** Lists of at most `size` items. */
export function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size));
  return chunks;
}
