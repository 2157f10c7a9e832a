import { Badge } from '../../../ui/badge.tsx';
import { Link } from '../../../ui/link.tsx';
import { useApp } from '../../app.tsx';
import { momentAt } from '../../events/moment.ts';
import type { TicketsHead } from '../../events/words.ts';

const tones = { HELD: 'warn', PENDING: 'warn', CONFIRMED: 'accent', CANCELLED: 'plain' } as const;

/** What tickets are for: the event, when and where. */
export function Head({ booking }: { booking: TicketsHead }) {
  const { speech } = useApp();
  const { t } = speech;
  const { event, session, state } = booking;
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="text-lg wrap-anywhere">
          <Link to={`/e/${event.slug}`} className="target underline underline-offset-4">
            <bdi>{event.name}</bdi>
          </Link>
        </h2>
        <Badge tone={tones[state]}>{t(`events.booking.${state}`)}</Badge>
      </div>
      <p>{momentAt(speech, session.startsAt, session.zone)}</p>
      <p className="text-sm text-muted">
        <bdi>
          {event.venue.name}, {event.venue.line1}, {event.venue.city}
        </bdi>
      </p>
    </div>
  );
}
