/** Which events are worth a mail, and how a mail is named; pure. */
import type { EventEnvelope } from '#kernel/events/event.ts';

export const noticeTypes = [
  'order-confirmed',
  'order-shipped',
  'order-delivered',
  'order-cancelled',
] as const;
export type NoticeType = (typeof noticeTypes)[number];

/** One thing to tell one person. */
export interface Notice {
  userId: string;
  /** What it is about; with the type and the channel it is told once. */
  ref: string;
  type: NoticeType;
  channel: 'EMAIL';
  facts: { orderNumber: string };
}

/** What an event of the orders room gives to tell; null for nothing. */
export function noticeOf({ eventType, payload }: EventEnvelope): Notice | null {
  const type = typeOf(eventType, payload);
  const { userId, orderId, orderNumber } = payload;
  if (type === null || typeof userId !== 'string') return null;
  if (typeof orderId !== 'string' || typeof orderNumber !== 'string') return null;
  return { userId, ref: orderId, type, channel: 'EMAIL', facts: { orderNumber } };
}

function typeOf(eventType: string, { status, to }: Record<string, unknown>): NoticeType | null {
  if (eventType === 'ORDER_CANCELLED') return 'order-cancelled';
  // An order that waits for its bank is confirmed later, or fails on the page of the checkout.
  if (eventType === 'ORDER_CREATED') return status === 'CONFIRMED' ? 'order-confirmed' : null;
  if (eventType !== 'ORDER_STATUS_CHANGED') return null;
  if (to === 'CONFIRMED') return 'order-confirmed';
  if (to === 'SHIPPED') return 'order-shipped';
  return to === 'DELIVERED' ? 'order-delivered' : null;
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
