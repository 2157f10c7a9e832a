/** What an event is, when and where it is, and the tickets of the session that was chosen. */
import { clsx } from 'clsx';
import { useSearchParams } from 'react-router';
import { Badge } from '../../../ui/badge.tsx';
import { Breadcrumb } from '../../../ui/breadcrumb.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { useSpeech } from '../../app.tsx';
import { momentAt, timeAt } from '../../events/moment.ts';
import { standing, tones, type EventShown, type Session } from '../../events/words.ts';
import { Tickets } from './tickets.tsx';

export function Landing({ event }: { event: EventShown }) {
  const { t } = useSpeech();
  const [search] = useSearchParams();
  const session = chosenOf(event, search.get('session'));
  const crumbs = [
    { name: t('home'), to: '/' },
    { name: t('events.title'), to: '/events' },
    { name: event.name },
  ];
  return (
    <div className="page grid gap-6 pt-6 pb-16">
      <Breadcrumb crumbs={crumbs} label={t('breadcrumb')} />
      <Head event={event} />
      <Banner event={event} session={session} />
      <div className="grid items-start gap-x-16 gap-y-10 lg:grid-cols-[1fr_20rem]">
        <div className="grid min-w-0 gap-10">
          {event.sessionList.length > 1 && <Sessions event={event} chosen={session} />}
          {session !== null && event.state === 'PUBLISHED' && (
            <Tickets key={session.sessionId} event={event} session={session} />
          )}
          <About event={event} />
        </div>
        <Facts event={event} session={session} />
      </div>
    </div>
  );
}

/** The one in the address, else the next that can be had, else the first. */
function chosenOf({ sessionList }: EventShown, wanted: string | null): Session | null {
  const found = sessionList.find(({ sessionId }) => sessionId === wanted);
  const open = sessionList.find(
    ({ state, availability }) => state === 'SCHEDULED' && availability !== 'over',
  );
  return found ?? open ?? sessionList[0] ?? null;
}

function Head({ event }: { event: EventShown }) {
  const speech = useSpeech();
  const { t, money } = speech;
  const { name, summary, priceFrom, currency, imageUrl } = event;
  return (
    <div className="grid gap-6 sm:grid-cols-[1fr_auto]">
      <div className="grid min-w-0 content-start gap-3">
        <h1 className="text-3xl wrap-anywhere">
          <bdi>{name}</bdi>
        </h1>
        <p className="max-w-prose text-lg text-muted wrap-anywhere">
          <bdi>{summary}</bdi>
        </p>
        <p className="flex flex-wrap items-center gap-3">
          <span className="figures text-lg font-semibold" suppressHydrationWarning>
            {priceFrom === null || priceFrom === 0
              ? t('events.free')
              : t('events.from', { price: money(priceFrom, currency) })}
          </span>
          <span className="text-sm text-muted">{t('events.all-in')}</span>
          <Badge tone={tones[event.availability]}>{standing(speech, event)}</Badge>
        </p>
      </div>
      {imageUrl !== null && (
        <Picture
          src={imageUrl}
          alt=""
          sizes="16rem"
          among={{ min: 320, max: 640 }}
          className="aspect-4/3 w-full rounded-lg object-cover sm:w-64"
          priority
        />
      )}
    </div>
  );
}

/** Cancelled or moved: said before anything else. */
function Banner({ event, session }: { event: EventShown; session: Session | null }) {
  const speech = useSpeech();
  const { t } = speech;
  if (event.state === 'CANCELLED' || session?.state === 'CANCELLED') {
    const what = event.state === 'CANCELLED' ? 'event' : 'session';
    return (
      <Notice tone="problem" title={t(`events.cancelled.${what}`)}>
        {t('events.cancelled.text')}
      </Notice>
    );
  }
  if (session === null || session.movedFrom === null) return null;
  const from = momentAt(speech, session.movedFrom, session.zone);
  const to = momentAt(speech, session.startsAt, session.zone);
  return (
    <Notice tone="warn" title={t('events.moved')}>
      <span suppressHydrationWarning>{t('events.moved.text', { from, to })}</span>
    </Notice>
  );
}

function Sessions({ event, chosen }: { event: EventShown; chosen: Session | null }) {
  const speech = useSpeech();
  const { t } = speech;
  return (
    <nav aria-labelledby="sessions" className="grid gap-4">
      <h2 id="sessions" className="text-xl">
        {t('events.sessions')}
      </h2>
      <ul className="grid gap-2 sm:grid-cols-2">
        {event.sessionList.map((session) => {
          const isChosen = session === chosen;
          const state =
            session.state === 'CANCELLED' ? t('events.cancelled') : standing(speech, session);
          return (
            <li key={session.sessionId}>
              <Link
                to={`?session=${session.sessionId}`}
                replace
                preventScrollReset
                aria-current={isChosen || undefined}
                data-edge
                className={clsx(
                  'grid min-h-14 gap-0.5 rounded-md border px-4 py-3',
                  isChosen ? 'border-ink bg-surface' : 'border-line-strong hover:border-ink',
                )}
              >
                <span className="font-medium" suppressHydrationWarning>
                  {momentAt(speech, session.startsAt, session.zone)}
                </span>
                <span className="text-sm text-muted">{state}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function Facts({ event, session }: { event: EventShown; session: Session | null }) {
  const speech = useSpeech();
  const { t } = speech;
  const { venue, organiser, ageMin } = event;
  const { latitude, longitude } = venue;
  const wanted = encodeURIComponent(`${venue.name}, ${venue.line1}, ${venue.city}`);
  const query =
    latitude === null || longitude === null
      ? `search?query=${wanted}`
      : `?mlat=${latitude}&mlon=${longitude}#map=17/${latitude}/${longitude}`;
  const map = `https://www.openstreetmap.org/${query}`;
  return (
    <aside className="grid gap-5 rounded-lg bg-surface p-6" aria-label={t('events.facts')}>
      {session !== null && (
        <Fact icon="clock" title={t('events.when')}>
          <p suppressHydrationWarning>{momentAt(speech, session.startsAt, session.zone)}</p>
          <p className="text-sm text-muted" suppressHydrationWarning>
            {t('events.ends', { time: timeAt(speech, session.endsAt, session.zone) })}
            {session.doorsAt !== null &&
              ` · ${t('events.doors', { time: timeAt(speech, session.doorsAt, session.zone) })}`}
          </p>
        </Fact>
      )}
      <Fact icon="place" title={t('events.where')}>
        <p>
          <bdi>{venue.name}</bdi>
        </p>
        <p className="text-sm text-muted">
          <bdi>
            {venue.line1}, {venue.postalCode} {venue.city}
          </bdi>
        </p>
        <p className="text-sm">
          <a href={map} rel="noreferrer" target="_blank" className="link target">
            {t('events.map')}
          </a>
        </p>
      </Fact>
      <Fact icon="person" title={t('events.organiser')}>
        <p>
          <Link to={`/s/${organiser.slug}`} className="link target">
            <bdi>{organiser.name}</bdi>
          </Link>
        </p>
      </Fact>
      <Fact icon="info" title={t('events.age')}>
        <p>{ageMin === null ? t('events.age.any') : t('events.age.min', { age: ageMin })}</p>
      </Fact>
      <Fact icon="back" title={t('events.refunds')}>
        <Rules event={event} />
      </Fact>
    </aside>
  );
}

interface FactProps {
  icon: 'clock' | 'place' | 'person' | 'info' | 'back';
  title: string;
  children: React.ReactNode;
}

function Fact({ icon, title, children }: FactProps) {
  return (
    <div className="grid grid-cols-[1.5rem_1fr] gap-x-3">
      <Icon name={icon} className="size-5 text-accent" />
      <div className="grid min-w-0 gap-0.5 wrap-anywhere">
        <h2 className="text-sm font-semibold text-muted">{title}</h2>
        {children}
      </div>
    </div>
  );
}

function Rules({ event: { refundRules } }: { event: EventShown }) {
  const { t } = useSpeech();
  if (refundRules.length === 0) return <p>{t('events.refunds.none')}</p>;
  return (
    <ul className="grid gap-1 text-sm">
      {refundRules.map(({ hoursBefore, percent }) => (
        <li key={hoursBefore}>
          {hoursBefore >= 48 && hoursBefore % 24 === 0
            ? t('events.refunds.days', { days: hoursBefore / 24, percent })
            : t('events.refunds.hours', { hours: hoursBefore, percent })}
        </li>
      ))}
      <li className="text-muted">{t('events.refunds.later')}</li>
    </ul>
  );
}

function About({ event }: { event: EventShown }) {
  const { t } = useSpeech();
  const lines = event.description.split(/\n+/).filter((line) => line.trim() !== '');
  if (lines.length === 0) return null;
  return (
    <section className="grid gap-3">
      <h2 className="text-xl">{t('events.about')}</h2>
      {lines.map((line, at) => (
        <p key={at} className="max-w-prose wrap-anywhere">
          <bdi>{line}</bdi>
        </p>
      ))}
    </section>
  );
}
