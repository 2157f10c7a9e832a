/** The next events in a row: of everybody on the way in, of one organiser on their page. */
import { Link } from '../../ui/link.tsx';
import { useSpeech, type App } from '../app.tsx';
import { unlessAway } from '../page.ts';
import { momentAt } from './moment.ts';
import type { Summary } from './words.ts';

/** As little of each as is shown: it travels with the page. */
export type Soon = Pick<
  Summary,
  'eventId' | 'slug' | 'name' | 'startsAt' | 'zone' | 'venue' | 'priceFrom' | 'currency'
>;

const shown_max = 3;

/** The next ones, and whether there are more; none while the room is away. */
export async function soonEvents(
  { api }: App,
  { signal, sellerId }: { signal: AbortSignal; sellerId?: string },
): Promise<{ events: Soon[]; more: boolean }> {
  const whose = sellerId === undefined ? {} : { sellerId };
  const none: { data: Summary[]; nextCursor: string | null } = { data: [], nextCursor: null };
  const { data, nextCursor } = await unlessAway<typeof none>(
    api.request('GET /events', { query: { limit: shown_max, ...whose }, signal }),
    none,
  );
  const events = data.map(
    ({ eventId, slug, name, startsAt, zone, venue, priceFrom, currency }): Soon => {
      const when = { startsAt, zone, venue };
      return { eventId, slug, name, ...when, priceFrom, currency };
    },
  );
  return { events, more: nextCursor !== null };
}

/** `all`: where the rest is, or null where this is all. */
export function SoonRow({
  title,
  events,
  all,
}: {
  title: string;
  events: readonly Soon[];
  all: string | null;
}) {
  const { t } = useSpeech();
  if (events.length === 0) return null;
  return (
    <section data-soon aria-label={title}>
      <div className="mb-4 flex items-baseline justify-between gap-4">
        <h2 className="text-2xl">{title}</h2>
        {all !== null && (
          <Link to={all} className="link target shrink-0">
            {t('event-row.all')}
          </Link>
        )}
      </div>
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3 lg:gap-4">
        {events.map((event) => (
          <One key={event.eventId} event={event} />
        ))}
      </ul>
    </section>
  );
}

function One({ event }: { event: Soon }) {
  const speech = useSpeech();
  const { t, money } = speech;
  const { name, slug, startsAt, zone, venue, priceFrom, currency } = event;
  return (
    <li className="grid content-start gap-1 rounded-lg bg-surface p-5">
      <h3 className="text-lg wrap-anywhere">
        <Link to={`/e/${slug}`} className="target underline-offset-4 hover:underline">
          <bdi>{name}</bdi>
        </Link>
      </h3>
      {startsAt !== null && <p suppressHydrationWarning>{momentAt(speech, startsAt, zone)}</p>}
      <p className="text-sm text-muted">
        <bdi>{venue.name}</bdi>, <bdi>{venue.city}</bdi>
      </p>
      <p className="figures text-sm" suppressHydrationWarning>
        {priceFrom === null || priceFrom === 0
          ? t('event-row.free')
          : t('event-row.from', { price: money(priceFrom, currency) })}
      </p>
    </li>
  );
}
