/** A draft that is changed: the form of the plan, with what was saved. */
import { useRef } from 'react';
import { ButtonLink } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import { useQuery } from '../../state/use-query.ts';
import { SellingPage } from '../selling/frame.tsx';
import type { Own } from './list.tsx';
import { Failed, Shape } from './parts.tsx';
import { Form } from './plan-form.tsx';
import { typedOf } from './plan.ts';

export function Edit({ eventId }: { eventId: string }) {
  const { t } = useApp().speech;
  return (
    <SellingPage title={t('organising.edit')} lead={t('organising.edit.lead')}>
      {() => <Loaded eventId={eventId} />}
    </SellingPage>
  );
}

function Loaded({ eventId }: { eventId: string }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const params = { eventId };
  const query = useQuery(eventId, (signal) =>
    api.request('GET /seller/events/{eventId}', { params, signal }),
  );
  const sold = useQuery(`sold ${eventId}`, (signal) =>
    api.request('GET /seller/events/{eventId}/sold', { params, signal }),
  );
  const kinds = sold.data?.kinds;
  if (query.data === null) return query.problem === null ? <Shape /> : <Failed query={query} />;
  if (kinds === undefined) return sold.problem === null ? <Shape /> : <Failed query={sold} />;
  if (query.data.state !== 'DRAFT') {
    return (
      <Notice
        tone="warn"
        actions={
          <ButtonLink size="sm" to={`/selling/events/${eventId}`}>
            {t('organising.one')}
          </ButtonLink>
        }
      >
        {t('organising.edit.fixed')}
      </Notice>
    );
  }
  const quota = (typeId: string) => kinds.find((one) => one.typeId === typeId)?.quota ?? 0;
  return <Begun event={query.data} quota={quota} />;
}

/** What was saved when the form was opened; who is slower than another is told when saving. */
function Begun({ event, quota }: { event: Own; quota(typeId: string): number }) {
  const first = useRef({ saved: event, start: typedOf(event, quota) });
  return <Form start={first.current.start} saved={first.current.saved} />;
}
