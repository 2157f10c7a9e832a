/** What changes of reviews give to tell their authors; pure. Nobody is told of their own doing. */
import type { EventEnvelope } from '#kernel/events/event.ts';
import type { Notice, ReviewNoticeType } from './model.ts';

interface Change {
  state: unknown;
  was: unknown;
  picturesState: unknown;
  picturesWere: unknown;
  replied: unknown;
  byAuthor: unknown;
}

/** What a change is to the author; null for nothing. */
function typeOf(change: Change): ReviewNoticeType | null {
  const { state, was, picturesState, picturesWere } = change;
  // What is published at once, or taken back, its author knows.
  if (change.byAuthor === true || was === null || state === null) return null;
  if (change.replied === true) return 'review-answered';
  if (state !== was) {
    if (state === 'PUBLISHED') return 'review-published';
    return state === 'REJECTED' || state === 'HIDDEN' ? 'review-refused' : null;
  }
  if (picturesState === picturesWere) return null;
  if (picturesState === 'SHOWN') return 'review-photos-shown';
  return picturesState === 'REFUSED' ? 'review-photos-refused' : null;
}

/** What an event of the reviews room gives to tell; null for nothing. */
export function reviewNoticeOf(event: EventEnvelope): Notice | null {
  const { payload, aggregate, timestamp } = event;
  const { userId, orderId, orderNumber, productName } = payload;
  const type = typeOf(payload as unknown as Change);
  if (type === null || typeof userId !== 'string' || typeof productName !== 'string') return null;
  const said = type === 'review-photos-refused' ? payload['picturesReason'] : payload['reason'];
  const refused = type === 'review-refused' || type === 'review-photos-refused';
  // A seller who rewords a reply is told of once a day.
  const nth = type === 'review-answered' ? timestamp.slice(0, 10) : String(aggregate.version);
  return {
    userId,
    ref: `${aggregate.id}:${nth}`,
    type,
    channel: 'EMAIL',
    facts: {
      product: productName,
      ...(typeof orderId === 'string' ? { orderId } : {}),
      ...(typeof orderNumber === 'string' ? { orderNumber } : {}),
      ...(refused && typeof said === 'string' ? { reason: said } : {}),
    },
  };
}
