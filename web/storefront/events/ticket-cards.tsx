/** Tickets of a booking, each with its code; kept in this browser for when there is no network. */
import { useEffect, type ReactNode } from 'react';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorNotice } from '../../ui/notice.tsx';
import { Loading, Skeleton } from '../../ui/skeleton.tsx';
import { useApp, useSpeech } from '../app.tsx';
import { pathIn } from '../i18n/locale.ts';
import { problemText } from '../shell/problem-text.ts';
import { useStore } from '../state/store.ts';
import { useQuery } from '../state/use-query.ts';
import { keepTickets } from './kept.ts';
import { keepPage } from './keep-page.ts';
import { seatName, type Booking, type ShownTicket, type Ticket } from './words.ts';

interface TicketCardsProps {
  booking: Booking;
  /** What can be done with a ticket, under it. */
  below?(ticket: Ticket, reload: () => void): ReactNode;
}

export function TicketCards({ booking, below }: TicketCardsProps) {
  const { api, session, speech } = useApp();
  const { t, locale } = speech;
  const state = useStore(session.state);
  const userId = state.kind === 'user' || state.kind === 'guest' ? state.user.userId : null;
  const { bookingId } = booking;
  const query = useQuery(`${bookingId} ${booking.version}`, (signal) =>
    api.request('GET /bookings/{bookingId}/tickets', { params: { bookingId }, signal }),
  );
  const tickets = query.data?.tickets ?? null;
  useEffect(() => {
    if (tickets === null || userId === null) return;
    keepTickets(userId, { booking, tickets });
    keepPage(pathIn(locale, '/tickets'));
  }, [booking, tickets, userId, locale]);
  if (tickets === null && query.problem !== null) {
    return (
      <ErrorNotice
        title={t('events.tickets.failed')}
        text={problemText(speech, query.problem)}
        requestId={query.problem.requestId}
        requestLabel={t('failed.request')}
        actions={
          <Button size="sm" busy={query.loading} onClick={query.reload}>
            {t('retry')}
          </Button>
        }
      />
    );
  }
  if (tickets === null) {
    return (
      <>
        <Loading label={t('loading')} />
        <Skeleton className="h-72" />
      </>
    );
  }
  return <Cards tickets={tickets} below={(one) => below?.(one, query.reload)} />;
}

interface CardsProps<T> {
  tickets: readonly T[];
  below?(ticket: T): ReactNode;
}

export function Cards<T extends ShownTicket>({ tickets, below }: CardsProps<T>) {
  const speech = useSpeech();
  const { t } = speech;
  return (
    <ul className="grid gap-4 sm:grid-cols-2">
      {tickets.map((ticket, at) => (
        <li
          key={ticket.ticketId}
          className="grid justify-items-center gap-3 rounded-lg bg-surface p-5"
        >
          {ticket.state === 'VALID' ? (
            // Black on white in every look, so that scanners read it.
            <img
              src={`data:image/svg+xml,${encodeURIComponent(ticket.qr)}`}
              alt={t('events.qr', { nth: at + 1 })}
              width="208"
              height="208"
              className="size-52 rounded-md bg-white p-2"
            />
          ) : (
            <Badge tone={ticket.state === 'VOID' ? 'danger' : 'plain'}>
              {t(ticket.state === 'VOID' ? 'events.ticket.void' : 'events.ticket.handed-on')}
            </Badge>
          )}
          <p className="text-center font-semibold wrap-anywhere">
            <bdi>{ticket.typeName}</bdi>
          </p>
          {ticket.seat !== null && <p>{seatName(speech, ticket.seat)}</p>}
          {ticket.state === 'VALID' && (
            <code className="text-xs break-all text-muted select-all" dir="ltr">
              {ticket.code}
            </code>
          )}
          {ticket.checkedInAt !== null && <Badge>{t('events.ticket.used')}</Badge>}
          {below?.(ticket)}
        </li>
      ))}
    </ul>
  );
}
