/**
 * Tickets that are held: until when by the server's clock, for whom, and their payment, followed
 * until they are confirmed or given back; when the time was over, the same seats are offered first.
 */
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { problemIn } from '../../../client/problem.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { EmptyState, ErrorNotice, Notice } from '../../../ui/notice.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import { momentAt } from '../../events/moment.ts';
import { TicketCards } from '../../events/ticket-cards.tsx';
import { useBooking, type Followed } from '../../events/use-booking.ts';
import { seatName, type Booking, type EventShown } from '../../events/words.ts';
import { Heading } from '../../shell/heading.tsx';
import { Personal } from '../../shell/personal.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import { handOver } from '../checkout/use-desk.ts';
import { useDeadline } from '../checkout/use-deadline.ts';
import { Panel } from '../checkout/waiting.tsx';
import { Held } from './held.tsx';
import { Until } from './until.tsx';

export default function Book({ event }: { event: EventShown }) {
  const { t } = useApp().speech;
  const [search] = useSearchParams();
  const given = search.get('booking');
  const title = t('events.book.title', { name: event.name });
  return (
    <Personal
      title={title}
      why={t('events.book.why')}
      waiting={<Blank title={title} />}
      guests
      children={() => (
        <div className="page grid gap-6 pt-8 pb-16">
          <Heading className="text-2xl">{title}</Heading>
          {given === null ? (
            <Found event={event} />
          ) : (
            <Following key={given} {...{ event, given }} />
          )}
        </div>
      )}
    />
  );
}

function Blank({ title }: { title: string }) {
  return (
    <div className="page grid gap-6 pt-8 pb-16">
      <Heading className="text-2xl">{title}</Heading>
      <Shape />
    </div>
  );
}

function Shape() {
  const { t } = useApp().speech;
  return (
    <>
      <Loading label={t('loading')} />
      <Skeleton className="h-17" />
      <Skeleton className="h-96" />
    </>
  );
}

/** Back from a bank's page, or by an address without a booking: the newest one of this event. */
function Found({ event }: { event: EventShown }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const query = useQuery('mine', (signal) =>
    api.request('GET /bookings', { query: { limit: 20 }, signal }),
  );
  if (query.problem !== null) return <Failed of={query} />;
  if (query.data === null) return <Shape />;
  const own = query.data.data.find((one) => one.event.eventId === event.eventId);
  if (own !== undefined) return <Following {...{ event }} given={own.bookingId} />;
  return (
    <EmptyState title={t('events.book.none')} text={t('events.book.none.text')}>
      <ButtonLink to={`/e/${event.slug}`} kind="primary">
        {t('events.book.choose')}
      </ButtonLink>
    </EmptyState>
  );
}

function Failed({ of }: { of: { problem: Followed['problem']; reload(): void } }) {
  const { speech } = useApp();
  if (of.problem === null) return null;
  return (
    <ErrorNotice
      title={speech.t('events.book.failed')}
      text={problemText(speech, of.problem)}
      requestId={of.problem.requestId}
      requestLabel={speech.t('failed.request')}
      actions={
        <Button size="sm" onClick={of.reload}>
          {speech.t('retry')}
        </Button>
      }
    />
  );
}

function Following({ event, given }: { event: EventShown; given: string }) {
  const followed = useBooking(given);
  const { booking, base, problem } = followed;
  const held = booking?.state === 'HELD' ? booking.expiresAt : null;
  const left = useDeadline(held, base);
  if (booking === null) {
    if (problem !== null) return <Failed of={{ problem, reload: followed.look }} />;
    return <Shape />;
  }
  return (
    <>
      {booking.state === 'HELD' && <Until booking={booking} left={left} />}
      <div className="grid items-start gap-x-16 gap-y-8 lg:grid-cols-[1fr_22rem]">
        <div className="grid min-w-0 gap-6 max-lg:order-last">
          <Stage {...{ event, followed, booking }} isOver={left?.phase === 'over'} />
        </div>
        <Summary booking={booking} />
      </div>
    </>
  );
}

interface StageProps {
  event: EventShown;
  followed: Followed;
  booking: Booking;
  isOver: boolean;
}

function Stage({ event, followed, booking, isOver }: StageProps) {
  const { t } = useApp().speech;
  const { state, payment } = booking;
  if (state === 'CONFIRMED') return <Confirmed booking={booking} />;
  if (state === 'CANCELLED') return <Ended event={event} booking={booking} />;
  if (state === 'PENDING') {
    if (payment.actionUrl !== null) return <Action followed={followed} url={payment.actionUrl} />;
    return (
      <Panel
        icon="busy"
        title={t('checkout.unknown.title')}
        text={
          <>
            <p className="font-medium text-ink">{t('checkout.unknown.again')}</p>
            <p>{t('events.pending.text')}</p>
          </>
        }
      >
        <ButtonLink to="/tickets">{t('events.mine')}</ButtonLink>
      </Panel>
    );
  }
  // The server gives the seats back within seconds; then they can be taken again.
  if (isOver) return <Panel icon="busy" title={t('events.over.now')} text={null} />;
  return <Held followed={followed} booking={booking} />;
}

function Action({ followed, url }: { followed: Followed; url: string }) {
  const { t } = useApp().speech;
  return (
    <Panel
      icon="shield"
      title={t('checkout.action.title')}
      text={<p>{t('checkout.action.text')}</p>}
    >
      <Button kind="primary" onClick={() => handOver(url)}>
        {t('checkout.action.go')}
      </Button>
      <Button onClick={followed.look}>{t('checkout.action.look')}</Button>
    </Panel>
  );
}

function Confirmed({ booking }: { booking: Booking }) {
  const { t } = useApp().speech;
  return (
    <>
      <Notice tone="good" title={t('events.confirmed')} live>
        {t('events.confirmed.text')}
      </Notice>
      <TicketCards booking={booking} />
      <div>
        <ButtonLink to="/tickets" kind="primary">
          {t('events.mine')}
        </ButtonLink>
      </div>
    </>
  );
}

/** Nothing of it is lost but the seats: they are offered again before any others. */
function Ended({ event, booking }: { event: EventShown; booking: Booking }) {
  const { api, speech } = useApp();
  const { t, maybe, money } = speech;
  const navigate = useNavigate();
  const action = useAction();
  const [gone, setGone] = useState(false);
  const { reason, payment, items, session } = booking;
  const isOff = reason === 'event-cancelled' || reason === 'event-moved';
  const again = async (key: string) => {
    const wanted = items.map(({ typeId, quantity, seats }) => ({
      typeId,
      quantity,
      ...(seats.length === 0 ? {} : { seats }),
    }));
    const { attendee } = booking;
    const body = {
      sessionId: session.sessionId,
      items: wanted,
      ...(attendee === null ? {} : { attendee }),
    };
    const made = await api.request('POST /bookings', { body, key }).catch((error: unknown) => {
      setGone(problemIn(error)?.status === 409);
      throw error;
    });
    await navigate(`/e/${event.slug}/book?booking=${made.bookingId}`, { replace: true });
  };
  const declined =
    reason === 'payment-failed' ? maybe(`checkout.decline.${payment.state ?? ''}`) : undefined;
  const seats = items.flatMap((item) => item.seats.map((seat) => seatName(speech, seat)));
  return (
    <Panel
      icon="clock"
      title={t(`events.ended.${endedBy(reason)}`)}
      text={
        <>
          {declined !== undefined && <p>{declined}</p>}
          <p>
            {payment.refundDue > 0
              ? t('events.ended.refund', { amount: money(payment.refundDue, booking.currency) })
              : t('events.ended.free')}
          </p>
          {!isOff && !gone && seats.length > 0 && (
            <p>{t('events.ended.same', { seats: speech.list(seats) })}</p>
          )}
          {action.problem !== null && (
            <Notice tone="problem" live>
              {problemText(speech, action.problem)}
            </Notice>
          )}
        </>
      }
    >
      {!isOff && !gone && (
        <Button kind="primary" busy={action.busy} onClick={() => void action.run(again)}>
          {t(seats.length > 0 ? 'events.ended.again.seats' : 'events.ended.again')}
        </Button>
      )}
      <ButtonLink to={`/e/${event.slug}?session=${session.sessionId}`}>
        {t('events.book.choose')}
      </ButtonLink>
    </Panel>
  );
}

const ends = ['hold-over', 'by-buyer', 'payment-failed', 'event-cancelled', 'event-moved'] as const;

function endedBy(reason: string | null): (typeof ends)[number] | 'other' {
  return ends.find((one) => one === reason) ?? 'other';
}

function Summary({ booking }: { booking: Booking }) {
  const { speech } = useApp();
  const { t, money, list } = speech;
  const { event, session, items, total, currency } = booking;
  return (
    <aside className="grid gap-4 rounded-lg bg-surface p-6" aria-label={t('events.summary')}>
      <div className="grid gap-1">
        <p className="font-semibold wrap-anywhere">
          <bdi>{event.name}</bdi>
        </p>
        <p suppressHydrationWarning>{momentAt(speech, session.startsAt, session.zone)}</p>
        <p className="text-sm text-muted">
          <bdi>{event.venue.name}</bdi>, <bdi>{event.venue.city}</bdi>
        </p>
      </div>
      <ul className="grid gap-2 border-t border-line pt-4">
        {items.map((item) => (
          <li key={item.typeId} className="grid grid-cols-[1fr_auto] gap-x-4">
            <span>
              {t('events.times', { count: item.quantity })} <bdi>{item.name}</bdi>
              {item.seats.length > 0 && (
                <span className="block text-sm text-muted">
                  {list(item.seats.map((seat) => seatName(speech, seat)))}
                </span>
              )}
            </span>
            <span className="figures">{money(item.unitPrice * item.quantity, currency)}</span>
          </li>
        ))}
      </ul>
      <p className="figures flex justify-between gap-4 border-t border-line pt-4 font-semibold">
        <span>{t('events.total')}</span>
        <span>{money(total, currency)}</span>
      </p>
    </aside>
  );
}
