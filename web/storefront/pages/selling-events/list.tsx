import { useState } from 'react';
import { Badge } from '../../../ui/badge.tsx';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import type { ReplyOf } from '../../../client/request.ts';
import { useApp } from '../../app.tsx';
import { momentAt } from '../../events/moment.ts';
import { useQuery } from '../../state/use-query.ts';
import { SellingPage } from '../selling/frame.tsx';
import { Failed, Shape } from './parts.tsx';

export type Own = ReplyOf<'GET /seller/events/{eventId}'>;

export function List() {
  const { t } = useApp().speech;
  return (
    <SellingPage
      title={t('organising.title')}
      lead={t('organising.lead')}
      action={() => (
        <ButtonLink to="/selling/events/new" kind="primary">
          {t('organising.new')}
        </ButtonLink>
      )}
    >
      {() => <Events />}
    </SellingPage>
  );
}

function Events() {
  const { api, speech } = useApp();
  const { t } = speech;
  const [pages, setPages] = useState<readonly string[]>(['']);
  const query = useQuery(pages.join(' '), async (signal) => {
    const all: Own[] = [];
    let next: string | null = null;
    for (const cursor of pages) {
      const asked = { limit: 20, ...(cursor === '' ? {} : { cursor }) };
      const page = await api.request('GET /seller/events', { query: asked, signal });
      all.push(...page.data);
      next = page.nextCursor;
    }
    return { all, next };
  });
  const { data } = query;
  if (data === null) return query.problem === null ? <Shape /> : <Failed query={query} />;
  if (data.all.length === 0) {
    return <EmptyState title={t('organising.none')} text={t('organising.none.text')} />;
  }
  const { next } = data;
  return (
    <>
      <ul className="border-t border-line">
        {data.all.map((event) => (
          <li key={event.eventId} className="grid gap-1 border-b border-line py-5">
            <div className="flex flex-wrap items-center gap-3">
              <Link
                to={`/selling/events/${event.eventId}`}
                className="target text-lg font-semibold underline underline-offset-4 wrap-anywhere"
              >
                <bdi>{event.name}</bdi>
              </Link>
              <Badge tone={event.state === 'PUBLISHED' ? 'accent' : 'plain'}>
                {t(`organising.state.${event.state}`)}
              </Badge>
            </div>
            <p className="text-sm text-muted">
              {event.startsAt === null
                ? t('organising.no-date')
                : momentAt(speech, event.startsAt, event.zone)}{' '}
              · <bdi>{event.venue.name}</bdi> · {t('organising.left', { count: event.left })}
            </p>
          </li>
        ))}
      </ul>
      {next !== null && (
        <div>
          <Button onClick={() => setPages([...pages, next])} busy={query.loading}>
            {t('organising.more')}
          </Button>
        </div>
      )}
    </>
  );
}
