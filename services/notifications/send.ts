// The job that sends mails. It claims what it sends, so that whatever runs twice sends once; a
// sender that dies between the server's yes and our note leaves a claim that ends, and then the
// same mail goes out once more with the same Message-ID. That is the only way to a second copy.
import { Failure } from '#kernel/core/error.ts';
import { failpoint } from '#kernel/core/failpoint.ts';
import { newId } from '#kernel/core/id.ts';
import type { Db } from '#kernel/db/db.ts';
import type { HandOverLetter } from '#services/booking/contract.ts';
import type { Letter, User } from '#services/identity/contract.ts';
import type { Order } from '#services/orders/contract.ts';
import type { AlertLetter } from '#services/wishes/contract.ts';
import './contract.ts';
import { mailsOf } from './mails.ts';
import type { Post } from './post.ts';
import * as store from './store.ts';

/** Longer than a full job takes with a server that answers at the last moment. */
const lease_ms = 5 * 60_000;

export interface SendNeeds {
  db: Db;
  /** null: mails go to the mailbox of the database. */
  post: Post | null;
  sender: string;
  publicUrl: string;
  orders(orderIds: string[]): Promise<Order[]>;
  /** Tokens that let the readers of mails look at their orders, by order. */
  grants(orderIds: string[]): Promise<Map<string, string>>;
  /** Secrets of challenges that still count. */
  letters(challengeIds: string[]): Promise<Letter[]>;
  /** Links of alerts that still count. */
  alerts(alertIds: string[]): Promise<AlertLetter[]>;
  /** Links of tickets that are still offered. */
  offers(handOverIds: string[]): Promise<HandOverLetter[]>;
  users(userIds: string[]): Promise<User[]>;
  now(): number;
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
