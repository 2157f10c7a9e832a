/** The next events in a row: of everybody on the way in, of one organiser on their page. */
import { Link } from '../../ui/link.tsx';
import { useSpeech, type App } from '../app.tsx';
import { unlessAway } from '../page.ts';
import { momentAt } from './moment.ts';
import type { Summary } from './words.ts';

const shown_max = 3;

/** The next ones, and whether there are more; none while the room is away. */
export async function soonEvents(
  { api }: App,
  { signal, sellerId }: { signal: AbortSignal; sellerId?: string },
): Promise<{ events: Summary[]; more: boolean }> {
  const whose = sellerId === undefined ? {} : { sellerId };
  const none: { data: Summary[]; nextCursor: string | null } = { data: [], nextCursor: null };
  const { data, nextCursor } = await unlessAway<typeof none>(
    api.request('GET /events', { query: { limit: shown_max, ...whose }, signal }),
    none,
  );
  return { events: data, more: nextCursor !== null };
}

/** Its heading leads to `all`; null where this is all. */
export function SoonRow({
  title,
  events,
  all,
}: {
  title: string;
  events: readonly Summary[];
  all: string | null;
}) {
  if (events.length === 0) return null;
  return (
    <section data-soon>
      <h2 className="mb-4 text-2xl">
        {all === null ? (
          title
        ) : (
          <Link to={all} className="link target">
            {title}
          </Link>
        )}
      </h2>
      <ul className="grid gap-3 sm:grid-cols-3">
        {events.map((event) => (
          <One key={event.eventId} event={event} />
        ))}
      </ul>
    </section>
  );
}

function One({ event }: { event: Summary }) {
  const speech = useSpeech();
  const { t, money } = speech;
  const { name, slug, startsAt, zone, venue, priceFrom, currency } = event;
  return (
    <li className="rounded-lg bg-surface p-5">
      <h3 className="text-lg wrap-anywhere">
        <Link to={`/e/${slug}`} className="link target">
          {name}
        </Link>
      </h3>
      <p suppressHydrationWarning>{startsAt && momentAt(speech, startsAt, zone)}</p>
      <p className="text-sm text-muted" suppressHydrationWarning>
        <bdi>{venue.name}</bdi>, <bdi>{venue.city}</bdi>
        {' · '}
        {priceFrom
          ? t('event-row.from', { price: money(priceFrom, currency) })
          : t('event-row.free')}
      </p>
    </li>
  );
}
