import { useState } from 'react';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import type { ReplyOf } from '../../../client/request.ts';
import { useApp } from '../../app.tsx';
import { momentAt } from '../../events/moment.ts';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';

type Entry = ReplyOf<'GET /me/waitlist'>['data'][number];

/** What somebody waits for; nothing where there is nothing. */
export function Waits({ userId }: { userId: string }) {
  const { api, speech } = useApp();
  const query = useQuery(`waits ${userId}`, (signal) =>
    api.request('GET /me/waitlist', { query: { limit: 20 }, signal }),
  );
  const live = query.data?.data.filter(({ state }) => state !== 'LEFT') ?? [];
  if (live.length === 0) return null;
  return (
    <section className="grid gap-3" aria-labelledby="waits">
      <h2 id="waits" className="text-lg">
        {speech.t('events.waits')}
      </h2>
      <ul className="grid gap-3">
        {live.map((entry) => (
          <Wait key={entry.entryId} entry={entry} />
        ))}
      </ul>
    </section>
  );
}

function Wait({ entry }: { entry: Entry }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const [left, setLeft] = useState(false);
  const action = useAction();
  const { entryId, event, bookingId, typeName, quantity, state, ahead } = entry;
  if (left) return null;
  const times = t('events.times', { count: quantity });
  const leave = async (key: string) => {
    await api.request('DELETE /me/waitlist/{entryId}', { params: { entryId }, key });
    setLeft(true);
  };
  return (
    <li className="grid gap-2 rounded-lg bg-surface p-5">
      <p className="font-semibold wrap-anywhere">
        <Link to={`/e/${event.slug}`} className="target underline underline-offset-4">
          <bdi>{event.name}</bdi>
        </Link>
      </p>
      <p className="text-sm text-muted">
        {momentAt(speech, entry.startsAt, entry.zone)} · {times} <bdi>{typeName}</bdi>
      </p>
      <p>
        {t(state === 'OFFERED' ? 'events.waits.offered' : 'events.waits.ahead', { count: ahead })}
      </p>
      <div className="flex flex-wrap gap-3">
        {state === 'OFFERED' && bookingId !== null ? (
          <ButtonLink to={`/e/${event.slug}/book?booking=${bookingId}`} kind="primary">
            {t('events.go-on')}
          </ButtonLink>
        ) : (
          <Button size="sm" busy={action.busy} onClick={() => void action.run(leave)}>
            {t('events.waits.leave')}
          </Button>
        )}
      </div>
    </li>
  );
}
