/** Events that are still to come, the soonest first, by place and time; a page at a time. */
import { useLoaderData } from 'react-router';
import { problemIn } from '../../../client/problem.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Field, Select } from '../../../ui/field.tsx';
import { Link } from '../../../ui/link.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { Picture } from '../../../ui/picture.tsx';
import { useSpeech } from '../../app.tsx';
import { momentAt } from '../../events/moment.ts';
import { standing, tones, type Summary } from '../../events/words.ts';
import { elsewhere, pageLoader, type Handle } from '../../page.ts';
import { emptyAsked, queryFor, readAsked, whens, type Asked } from './asked.ts';

interface Data {
  events: Summary[];
  next: string | null;
  asked: Asked;
}

export const loader = pageLoader<Data>(async ({ app, url, signal }) => {
  const asked = readAsked(url.searchParams);
  const query = { ...queryFor(asked, Date.now()), limit: 20 };
  const page = await app.api.request('GET /events', { query, signal }).catch((error: unknown) => {
    // An address that was cut or is old: the list from its beginning.
    if (problemIn(error)?.status === 422) return elsewhere('/events');
    throw error;
  });
  return { events: page.data, next: page.nextCursor, asked };
});

const isFiltered = ({ q, city, when, organiser }: Asked) =>
  [q, city, when, organiser].some((one) => one !== '');

export const handle: Handle<Data> = {
  meta: ({ app, data }) => ({
    title: app.speech.t('events.title'),
    description: app.speech.t('events.description'),
    canonical: '/events',
    noindex: isFiltered(data.asked) || data.asked.cursor !== '',
  }),
  cache: () => ({ tags: [], ttl_s: 5 }),
};

export function Component() {
  const { events, next, asked } = useLoaderData<typeof loader>();
  const { t } = useSpeech();
  const on = next === null ? null : addressOf({ ...asked, cursor: next });
  return (
    <div className="page grid gap-6 pt-6 pb-16">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('events.title')}</h1>
        <p className="max-w-prose text-muted">{t('events.lead')}</p>
      </div>
      <Whose asked={asked} name={events[0]?.organiser.name ?? null} />
      <Filters key={addressOf(asked)} asked={asked} />
      {events.length === 0 ? (
        <Nothing asked={asked} />
      ) : (
        <ul className="border-t border-line">
          {events.map((event, at) => (
            <Row key={event.eventId} event={event} priority={at < 3} />
          ))}
        </ul>
      )}
      {(on !== null || asked.cursor !== '') && (
        <p className="flex flex-wrap gap-3">
          {asked.cursor !== '' && (
            <ButtonLink to={addressOf({ ...asked, cursor: '' })} kind="quiet">
              {t('events.first')}
            </ButtonLink>
          )}
          {on !== null && <ButtonLink to={on}>{t('events.next')}</ButtonLink>}
        </p>
      )}
    </div>
  );
}

function addressOf(asked: Asked): string {
  const set = Object.entries(asked).filter(([, value]) => value !== '');
  const text = new URLSearchParams(set).toString();
  return text === '' ? '/events' : `/events?${text}`;
}

/** Of one organiser only: who, and the way to all. */
function Whose({ asked, name }: { asked: Asked; name: string | null }) {
  const { t } = useSpeech();
  if (asked.organiser === '' || name === null) return null;
  return (
    <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
      <span className="font-semibold">{t('events.of', { name })}</span>
      <Link to={addressOf({ ...asked, organiser: '', cursor: '' })} className="link target">
        {t('events.all')}
      </Link>
    </p>
  );
}

/** A plain form: it works without scripts, and its answer has an address. */
function Filters({ asked }: { asked: Asked }) {
  const { t } = useSpeech();
  return (
    <form
      className="grid items-end gap-4 sm:grid-cols-2 lg:grid-cols-[2fr_1fr_1fr_auto]"
      role="search"
      aria-label={t('events.filter')}
    >
      <Field name="q" label={t('events.filter.q')} defaultValue={asked.q} maxLength={80} />
      <Field
        name="city"
        label={t('events.filter.city')}
        defaultValue={asked.city}
        maxLength={100}
        autoComplete="address-level2"
      />
      <Select name="when" label={t('events.filter.when')} defaultValue={asked.when}>
        {whens.map((when) => (
          <option key={when} value={when}>
            {t(`events.when.${when === '' ? 'any' : when}`)}
          </option>
        ))}
      </Select>
      {asked.organiser !== '' && <input type="hidden" name="organiser" value={asked.organiser} />}
      <Button type="submit" size="lg">
        {t('events.filter.go')}
      </Button>
    </form>
  );
}

function Nothing({ asked }: { asked: Asked }) {
  const { t } = useSpeech();
  if (isFiltered(asked)) {
    return (
      <EmptyState title={t('events.none.filtered')} text={t('events.none.filtered.text')}>
        <ButtonLink to={addressOf(emptyAsked)} kind="primary" size="sm">
          {t('events.all')}
        </ButtonLink>
      </EmptyState>
    );
  }
  return (
    <EmptyState title={t('events.none')} text={t('events.none.text')}>
      <ButtonLink to="/" kind="primary" size="sm">
        {t('failed.home')}
      </ButtonLink>
    </EmptyState>
  );
}

function Row({ event, priority }: { event: Summary; priority: boolean }) {
  const speech = useSpeech();
  const { t, money } = speech;
  const { name, slug, startsAt, zone, venue, priceFrom, currency, sessions } = event;
  return (
    <li className="grid gap-x-6 gap-y-3 border-b border-line py-6 sm:grid-cols-[1fr_auto]">
      <div className="flex min-w-0 gap-4">
        {event.imageUrl !== null && (
          <Picture
            src={event.imageUrl}
            alt=""
            sizes="6rem"
            among={{ min: 96, max: 320 }}
            className="size-24 shrink-0 rounded-md object-cover"
            priority={priority}
          />
        )}
        <div className="grid min-w-0 content-start gap-1">
          <h2 className="text-lg wrap-anywhere">
            <Link to={`/e/${slug}`} className="target underline-offset-4 hover:underline">
              <bdi>{name}</bdi>
            </Link>
          </h2>
          <p suppressHydrationWarning>
            {startsAt === null ? t('events.state.over') : momentAt(speech, startsAt, zone)}
            {sessions > 1 && (
              <span className="text-muted">
                {' '}
                · {t('events.sessions.more', { count: sessions - 1 })}
              </span>
            )}
          </p>
          <p className="text-sm text-muted">
            <bdi>{venue.name}</bdi>, <bdi>{venue.city}</bdi>
          </p>
          <p className="text-sm text-muted wrap-anywhere">
            <bdi>{event.summary}</bdi>
          </p>
        </div>
      </div>
      <div className="flex flex-wrap items-center gap-3 sm:grid sm:content-start sm:justify-items-end">
        <p className="figures" suppressHydrationWarning>
          {priceFrom === null || priceFrom === 0
            ? t('events.free')
            : t('events.from', { price: money(priceFrom, currency) })}
        </p>
        <Badge tone={tones[event.availability]}>{standing(speech, event)}</Badge>
      </div>
    </li>
  );
}
