/** The rooms beside a purchase that hold data of people; the others are in sources.ts. */
import type { RoomContext } from '#kernel/service.ts';
import { bookingCalls } from '#services/booking/contract.ts';
import { flashCalls } from '#services/flash/contract.ts';
import { mediaCalls } from '#services/media/contract.ts';
import { messagesCalls } from '#services/messages/contract.ts';
import { notificationsCalls } from '#services/notifications/contract.ts';
import { recommendationsCalls } from '#services/recommendations/contract.ts';
import { reviewsCalls } from '#services/reviews/contract.ts';
import { wishesCalls } from '#services/wishes/contract.ts';

export function otherSources(ctx: Pick<RoomContext, 'client'>) {
  return [
    { room: 'reviews', client: ctx.client(reviewsCalls) },
    { room: 'media', client: ctx.client(mediaCalls) },
    { room: 'recommendations', client: ctx.client(recommendationsCalls) },
    { room: 'messages', client: ctx.client(messagesCalls) },
    { room: 'wishes', client: ctx.client(wishesCalls) },
    { room: 'booking', client: ctx.client(bookingCalls) },
    { room: 'flash', client: ctx.client(flashCalls) },
    { room: 'notifications', client: ctx.client(notificationsCalls) },
  ];
}
