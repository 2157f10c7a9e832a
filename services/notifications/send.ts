// The job that sends mails. It claims what it sends, so that whatever runs twice sends once; a
// sender that dies between the server's yes and our note leaves a claim that ends, and then the
// same mail goes out once more with the same Message-ID. That is the only way to a second copy.
import { Failure } from '#kernel/core/error.ts';
import { failpoint } from '#kernel/core/failpoint.ts';
import { newId } from '#kernel/core/id.ts';
import type { Db } from '#kernel/db/db.ts';
import type { User } from '#services/identity/contract.ts';
import type { Order } from '#services/orders/contract.ts';
import './contract.ts';
import { messageIdOf } from './model.ts';
import type { Post } from './post.ts';
import * as store from './store.ts';
import { render } from './templates.ts';

/** Longer than a full job takes with a server that answers at the last moment. */
const lease_ms = 5 * 60_000;

export interface SendNeeds {
  db: Db;
  /** null: mails go to the mailbox of the database. */
  post: Post | null;
  sender: string;
  publicUrl: string;
  orders(orderIds: string[]): Promise<Order[]>;
  users(userIds: string[]): Promise<User[]>;
  warn(detail: object, message: string): void;
  lease_ms?: number;
}

/**
 * Sends those of these notifications that are still to be sent. Throws Failure 'mail-not-sent'
 * when some have to be tried again. Three statements, two calls, and one statement a mail by SMTP.
 */
export async function sendNotices(needs: SendNeeds, notificationIds: string[]): Promise<void> {
  const { db } = needs;
  const claim = newId('clm');
  const lease = { claim, lease_ms: needs.lease_ms ?? lease_ms };
  const claimed = await store.claimNotices(db, notificationIds, lease);
  if (claimed.length > 0) await sendClaimed(needs, claimed, claim);
  const open = await store.countOpen(db, notificationIds);
  if (open > 0) throw new Failure('mail-not-sent', { open });
}

async function sendClaimed(
  needs: SendNeeds,
  claimed: store.Claimed[],
  claim: string,
): Promise<void> {
  const { db, post } = needs;
  const all = claimed.map((one) => one.notificationId);
  try {
    const { mails, skipped } = await mailsOf(needs, claimed);
    for (const [reason, ids] of skipped) {
      await store.endNotices(db, ids, { claim, status: 'SKIPPED', reason });
    }
    if (post) await Promise.all(mails.map((mail) => postOne(needs, post, { mail, claim })));
    else {
      const withIds = mails.map((mail) => ({ ...mail, mailId: newId('mail') }));
      await store.deliverToMailbox(db, withIds, claim);
    }
  } finally {
    // What is still claimed by us was not taken; what the mail server has is SENT by now.
    await store.endNotices(db, all, { claim, status: 'QUEUED', reason: null });
  }
}

async function postOne(
  { db, warn }: SendNeeds,
  post: Post,
  { mail, claim }: { mail: store.Mail; claim: string },
): Promise<void> {
  const posted = await post.send(mail);
  failpoint('notifications.mail-accepted');
  const { notificationId } = mail;
  if (posted.kind === 'later') {
    warn({ notificationId, reason: posted.reason }, 'mail not taken, tried again later');
    return;
  }
  const end = posted.kind === 'sent' ? SENT : { status: 'FAILED' as const, reason: posted.reason };
  await store.endNotices(db, [notificationId], { claim, ...end });
}

const SENT = { status: 'SENT' as const, reason: null };

type Skipped = Map<string, string[]>;

/** The mails of the claimed notifications, and those that cannot have one, by reason. */
async function mailsOf(
  { orders, users, sender, publicUrl }: SendNeeds,
  claimed: store.Claimed[],
): Promise<{ mails: store.Mail[]; skipped: Skipped }> {
  const [orderList, userList] = await Promise.all([
    orders([...new Set(claimed.map((one) => one.ref))]),
    users([...new Set(claimed.map((one) => one.userId))]),
  ]);
  const orderById = new Map(orderList.map((order) => [order.orderId, order]));
  const userById = new Map(userList.map((user) => [user.userId, user]));
  const mails: store.Mail[] = [];
  const skipped: Skipped = new Map();
  for (const { notificationId, userId, ref, type } of claimed) {
    const order = orderById.get(ref);
    const user = userById.get(userId);
    const reason = !order ? 'order-gone' : !user?.email ? 'no-address' : null;
    if (!order || !user?.email) {
      const key = reason ?? '';
      skipped.set(key, [...(skipped.get(key) ?? []), notificationId]);
      continue;
    }
    const name = user.name || order.shippingAddress.name;
    const reader = { name, locale: user.locale };
    const letter = render({ type, order, reader, publicUrl });
    const messageId = messageIdOf(notificationId, sender);
    mails.push({ notificationId, messageId, sender, recipient: user.email, name, ...letter });
  }
  return { mails, skipped };
}
