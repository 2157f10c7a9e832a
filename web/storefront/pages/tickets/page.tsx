/**
 * Somebody's bookings with their tickets, and what they wait for. Without a network the tickets
 * that were kept in this browser are shown.
 */
import { useEffect, useState } from 'react';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { EmptyState, ErrorNotice, Notice } from '../../../ui/notice.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import { keptTickets } from '../../events/kept.ts';
import { momentAt } from '../../events/moment.ts';
import { Cards, TicketCards } from '../../events/ticket-cards.tsx';
import type { Booking } from '../../events/words.ts';
import { pageLoader, type Handle } from '../../page.ts';
import { Heading } from '../../shell/heading.tsx';
import { Personal } from '../../shell/personal.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { useStore } from '../../state/store.ts';
import { useQuery, type Query } from '../../state/use-query.ts';
import { AccountFrame } from '../account/frame.tsx';
import { Actions } from './actions.tsx';
import { FromOthers } from './from-others.tsx';
import { Give } from './give.tsx';
import { Head } from './head.tsx';
import { Waits } from './waits.tsx';
import { Wallet } from './wallet.tsx';

export const loader = pageLoader(() => null);

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('events.mine'), noindex: true }),
};

export function Component() {
  const { session, speech } = useApp();
  const { t } = speech;
  const state = useStore(session.state);
  if ('unreached' in state && keptTickets().length > 0) return <Offline />;
  return (
    <Personal
      title={t('events.mine')}
      why={t('events.mine.why')}
      waiting={
        <AccountFrame title={t('events.mine')}>
          <Shape />
        </AccountFrame>
      }
      guests
      children={(person) => (
        <AccountFrame
          title={t('events.mine')}
          lead={t('events.mine.lead')}
          action={<ButtonLink to="/events">{t('events.all')}</ButtonLink>}
        >
          <Mine userId={person.userId} />
        </AccountFrame>
      )}
    />
  );
}

function Mine({ userId }: { userId: string }) {
  const [hasOthers, setHasOthers] = useState(false);
  return (
    <>
      <Waits userId={userId} />
      <FromOthers userId={userId} found={setHasOthers} />
      <Bookings userId={userId} hasOthers={hasOthers} />
    </>
  );
}

function Shape() {
  const { t } = useApp().speech;
  return (
    <>
      <Loading label={t('loading')} />
      <Skeleton className="h-72" />
    </>
  );
}

/** The door needs no more than the code. */
function Offline() {
  const { t } = useApp().speech;
  return (
    <div className="page grid gap-8 pt-8 pb-16">
      <Heading className="text-2xl">{t('events.mine')}</Heading>
      <Notice>{t('events.mine.offline')}</Notice>
      {keptTickets().map(({ booking, tickets }) => (
        <section key={booking.bookingId} className="grid gap-4">
          <Head booking={booking} />
          <Cards tickets={tickets} />
        </section>
      ))}
    </div>
  );
}

interface Page {
  all: Booking[];
  next: string | null;
}

function Bookings({ userId, hasOthers }: { userId: string; hasOthers: boolean }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const [pages, setPages] = useState<readonly string[]>(['']);
  const query: Query<Page> = useQuery(`${userId} ${pages.join(' ')}`, async (signal) => {
    const all: Booking[] = [];
    let next: string | null = null;
    for (const cursor of pages) {
      const asked = { limit: 10, ...(cursor === '' ? {} : { cursor }) };
      const page = await api.request('GET /bookings', { query: asked, signal });
      all.push(...page.data);
      next = page.nextCursor;
    }
    return { all, next };
  });
  const { data, problem } = query;
  const isHere = data !== null;
  // Mails lead to one booking.
  useEffect(() => {
    const { hash } = location;
    if (isHere && hash.length > 1) document.getElementById(hash.slice(1))?.scrollIntoView();
  }, [isHere]);
  if (data === null && problem !== null) {
    return (
      <ErrorNotice
        title={t('events.mine.failed')}
        text={problemText(speech, problem)}
        requestId={problem.requestId}
        requestLabel={t('failed.request')}
        actions={
          <Button size="sm" busy={query.loading} onClick={query.reload}>
            {t('retry')}
          </Button>
        }
      />
    );
  }
  if (data === null) return <Shape />;
  if (data.all.length === 0 && hasOthers) return null;
  if (data.all.length === 0) {
    return (
      <EmptyState title={t('events.mine.none')} text={t('events.mine.none.text')}>
        <ButtonLink to="/events" kind="primary" size="sm">
          {t('events.all')}
        </ButtonLink>
      </EmptyState>
    );
  }
  const { next } = data;
  return (
    <>
      <ul className="border-t border-line">
        {data.all.map((booking) => (
          <Entry key={booking.bookingId} booking={booking} />
        ))}
      </ul>
      {next !== null && (
        <div>
          <Button onClick={() => setPages([...pages, next])} busy={query.loading}>
            {t('events.mine.more')}
          </Button>
        </div>
      )}
    </>
  );
}

function Entry({ booking: given }: { booking: Booking }) {
  const { speech } = useApp();
  const { t, money } = speech;
  const [booking, take] = useState(given);
  const { session, state, payment, currency } = booking;
  const isComing = Date.parse(session.endsAt) > Date.now();
  const isOpen = state === 'HELD' || state === 'PENDING';
  return (
    <li id={booking.bookingId} className="grid scroll-mt-36 gap-4 border-b border-line py-6">
      <Head booking={booking} />
      {session.movedFrom !== null && state === 'CONFIRMED' && (
        <Notice tone="warn" title={t('events.moved')}>
          {t('events.moved.text', {
            from: momentAt(speech, session.movedFrom, session.zone),
            to: momentAt(speech, session.startsAt, session.zone),
          })}
        </Notice>
      )}
      {payment.refundDue > 0 && (
        <p className="figures">
          {t(payment.refunded >= payment.refundDue ? 'events.refunded' : 'events.refunding', {
            amount: money(payment.refundDue, currency),
          })}
        </p>
      )}
      {state === 'CONFIRMED' && isComing && (
        <TicketCards
          booking={booking}
          below={(ticket, reload) => (
            <>
              <Wallet ticket={ticket} />
              <Give {...{ ticket, zone: session.zone, reload }} />
            </>
          )}
        />
      )}
      {isOpen && (
        <div>
          <ButtonLink
            to={`/e/${booking.event.slug}/book?booking=${booking.bookingId}`}
            kind="primary"
          >
            {t('events.go-on')}
          </ButtonLink>
        </div>
      )}
      {state === 'CONFIRMED' && isComing && <Actions booking={booking} take={take} />}
    </li>
  );
}
