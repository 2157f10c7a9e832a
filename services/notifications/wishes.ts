/** What events of the wishes room give to tell; pure. */
import type { EventEnvelope } from '#kernel/events/event.ts';
import type { Notice, NoticeFacts, WishNoticeType } from './model.ts';

const byKind: Readonly<Record<string, WishNoticeType>> = {
  back: 'back-in-stock',
  cheaper: 'price-drop',
  appears: 'now-available',
};

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;
const minorOf = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : undefined;

/** Left out where it is not known, so that a row holds no empty fields. */
function known(facts: { [K in keyof NoticeFacts]: NoticeFacts[K] | undefined }): NoticeFacts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

/** A page of people of one event, or a guest who has to prove an address. */
export function wishNoticesOf({ eventType, payload, aggregate }: EventEnvelope): Notice[] {
  const about = {
    product: textOf(payload['name']),
    slug: textOf(payload['slug']),
    variantId: textOf(payload['variantId']),
    query: textOf(payload['query']),
    currency: textOf(payload['currency']),
    amount_minor: minorOf(payload['price_minor']),
  };
  if (eventType === 'ALERT_ASKED') {
    const [alertId, userId] = [textOf(payload['alertId']), textOf(payload['userId'])];
    if (alertId === undefined || userId === undefined) return [];
    const facts = known({ ...about, alertId });
    return [{ userId, ref: aggregate.id, type: 'confirm-alert', channel: 'EMAIL', facts }];
  }
  const type = byKind[String(payload['kind'])];
  const people: unknown = payload['alerts'];
  if (type === undefined || !Array.isArray(people)) return [];
  return people.flatMap((one: Record<string, unknown>): Notice[] => {
    const [alertId, userId] = [textOf(one['alertId']), textOf(one['userId'])];
    if (alertId === undefined || userId === undefined) return [];
    const facts = known({ ...about, alertId, was_minor: minorOf(one['was_minor']) });
    // Each time that an alert tells is told once, however its event comes.
    const ref = `${alertId}:${Number(one['round'])}`;
    const enough = one['mail'] === false ? { noMail: 'enough-today' } : {};
    return [{ userId, ref, type, channel: 'EMAIL', facts, ...enough }];
  });
}
