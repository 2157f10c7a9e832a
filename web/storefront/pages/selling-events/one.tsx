/** An event of a seller: publishing, dates with what is sold and held, who comes, calling off. */
import { useState } from 'react';
import { Badge } from '../../../ui/badge.tsx';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { ReplyOf } from '../../../client/request.ts';
import { useApp } from '../../app.tsx';
import { momentAt } from '../../events/moment.ts';
import { seatName } from '../../events/words.ts';
import { problemText } from '../../shell/problem-text.ts';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import { SellingPage } from '../selling/frame.tsx';
import { Change } from './change.tsx';
import type { Own } from './list.tsx';
import { Failed, Shape } from './parts.tsx';

type Session = Own['sessionList'][number];
type Sold = ReplyOf<'GET /seller/events/{eventId}/sold'>['kinds'][number];

export function One({ eventId }: { eventId: string }) {
  const { t } = useApp().speech;
  return (
    <SellingPage title={t('organising.one')}>{() => <Loaded eventId={eventId} />}</SellingPage>
  );
}

function Loaded({ eventId }: { eventId: string }) {
  const { api } = useApp();
  const params = { eventId };
  const query = useQuery(eventId, (signal) =>
    api.request('GET /seller/events/{eventId}', { params, signal }),
  );
  const sold = useQuery(`sold ${eventId}`, (signal) =>
    api.request('GET /seller/events/{eventId}/sold', { params, signal }),
  );
  const [newer, setNewer] = useState<Own | null>(null);
  const event = newer ?? query.data;
  if (event === null) return query.problem === null ? <Shape /> : <Failed query={query} />;
  const took = (next: Own) => {
    setNewer(next);
    sold.reload();
  };
  return (
    <div className="grid gap-8">
      <Head event={event} took={took} />
      <Failed query={sold} />
      {event.sessionList.map((session) => (
        <SessionPart
          key={session.sessionId}
          {...{ event, session, took }}
          sold={sold.data?.kinds.filter((one) => one.sessionId === session.sessionId) ?? null}
        />
      ))}
    </div>
  );
}

interface HeadProps {
  event: Own;
  took(event: Own): void;
}

function Head({ event, took }: HeadProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const action = useAction();
  const { eventId, state, name, slug, venue } = event;
  const step = (path: 'publish' | 'cancel') =>
    action.run(async (key) => {
      const call = { params: { eventId }, key, ifMatch: `"${event.version}"` };
      const next =
        path === 'publish'
          ? await api.request('POST /seller/events/{eventId}/publish', call)
          : await api.request('POST /seller/events/{eventId}/cancel', call);
      took(next);
    });
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="text-xl wrap-anywhere">
          <bdi>{name}</bdi>
        </h2>
        <Badge tone={state === 'PUBLISHED' ? 'accent' : 'plain'}>
          {t(`organising.state.${state}`)}
        </Badge>
      </div>
      <p className="text-muted">
        <bdi>
          {venue.name}, {venue.city}
        </bdi>
      </p>
      {action.problem !== null && (
        <Notice tone="problem" title={t('organising.refused')} live>
          {problemText(speech, action.problem)}
        </Notice>
      )}
      <div className="flex flex-wrap gap-3">
        {state === 'DRAFT' && (
          <>
            <Button kind="primary" busy={action.busy} onClick={() => void step('publish')}>
              {t('organising.publish')}
            </Button>
            <ButtonLink to={`/selling/events/${eventId}/edit`}>{t('organising.edit')}</ButtonLink>
          </>
        )}
        {state !== 'DRAFT' && <ButtonLink to={`/e/${slug}`}>{t('organising.view')}</ButtonLink>}
        {state === 'PUBLISHED' && (
          <>
            <ButtonLink
              to={`/selling/events/${eventId}/door`}
              kind="primary"
              // A document of its own: only that one may use a camera.
              data-document=""
            >
              {t('door.title')}
            </ButtonLink>
            <Sure words="organising.cancel" act={() => step('cancel')} />
          </>
        )}
      </div>
      {event.salesFrom !== null && Date.parse(event.salesFrom) > Date.now() && (
        <p>
          {t('events.sales-from', {
            time: momentAt(speech, event.salesFrom, event.sessionList[0]?.zone ?? event.venue.zone),
          })}
        </p>
      )}
      {state === 'DRAFT' && <p className="text-sm text-muted">{t('organising.draft')}</p>}
    </div>
  );
}

interface SureProps {
  words: 'organising.cancel' | 'organising.session.cancel';
  act(): Promise<boolean>;
}

/** Everybody gets the money back: asked for once more. */
function Sure({ words, act }: SureProps) {
  const { t } = useApp().speech;
  const [asks, setAsks] = useState(false);
  return (
    <>
      <Button kind="danger" onClick={() => setAsks(true)}>
        {t(words)}
      </Button>
      <Dialog
        open={asks}
        onClose={() => setAsks(false)}
        title={t(words)}
        closeLabel={t('close')}
        footer={
          <Button
            kind="danger"
            onClick={() => {
              setAsks(false);
              void act();
            }}
          >
            {t('organising.cancel.yes')}
          </Button>
        }
      >
        <p>{t('organising.cancel.text')}</p>
      </Dialog>
    </>
  );
}

interface SessionProps extends HeadProps {
  session: Session;
  sold: readonly Sold[] | null;
}

function SessionPart({ event, session, sold, took }: SessionProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const action = useAction();
  const [open, setOpen] = useState(false);
  const { sessionId } = session;
  const cancel = () =>
    action.run(async (key) => {
      const params = { eventId: event.eventId, sessionId };
      const call = { params, key, ifMatch: `"${event.version}"` };
      took(await api.request('POST /seller/events/{eventId}/sessions/{sessionId}/cancel', call));
    });
  const isOn = event.state === 'PUBLISHED' && session.state === 'SCHEDULED';
  const isOver = Date.parse(session.endsAt) <= Date.now();
  return (
    <section className="grid gap-4 border-t border-line pt-6" aria-labelledby={sessionId}>
      <div className="flex flex-wrap items-center gap-3">
        <h3 id={sessionId} className="text-lg">
          {momentAt(speech, session.startsAt, session.zone)}
        </h3>
        {session.state === 'CANCELLED' && (
          <Badge tone="danger">{t('organising.state.CANCELLED')}</Badge>
        )}
      </div>
      {session.movedFrom !== null && (
        <p className="text-muted">
          {t('organising.moved', { time: momentAt(speech, session.movedFrom, session.zone) })}
        </p>
      )}
      {sold !== null && <Figures event={event} sold={sold} />}
      {action.problem !== null && (
        <Notice tone="problem" live>
          {problemText(speech, action.problem)}
        </Notice>
      )}
      <div className="flex flex-wrap gap-3">
        <Button aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('organising.attendees')}
        </Button>
        {isOn && sold !== null && !isOver && <Change {...{ event, session, sold, took }} />}
        {isOn && event.sessionList.length > 1 && (
          <Sure words="organising.session.cancel" act={cancel} />
        )}
      </div>
      {open && <Attendees eventId={event.eventId} sessionId={sessionId} />}
    </section>
  );
}

const figures = ['quota', 'sold', 'held', 'inside'] as const;

function Figures({ event, sold }: { event: Own; sold: readonly Sold[] }) {
  const { t, number } = useApp().speech;
  return (
    <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={t('organising.figures')}>
      <table className="w-full max-w-2xl text-start">
        <thead>
          <tr className="border-b border-line text-sm text-muted">
            <th scope="col" className="py-2 pe-4 text-start">
              {t('organising.kind.name')}
            </th>
            {figures.map((name) => (
              <th key={name} scope="col" className="py-2 pe-4 text-end">
                {t(`organising.figure.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sold.map((row) => (
            <tr key={row.typeId} className="border-b border-line">
              <th scope="row" className="py-2 pe-4 text-start font-normal">
                <bdi>{event.ticketTypes.find(({ typeId }) => typeId === row.typeId)?.name}</bdi>
              </th>
              {figures.map((name) => (
                <td key={name} className="figures py-2 pe-4 text-end" data-figure={name}>
                  {number(row[name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type Attendee =
  ReplyOf<'GET /seller/events/{eventId}/sessions/{sessionId}/attendees'>['data'][number];

function Attendees({ eventId, sessionId }: { eventId: string; sessionId: string }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const [cursors, setCursors] = useState<readonly string[]>(['']);
  const cursor = cursors.at(-1) ?? '';
  const query = useQuery(cursor, (signal) =>
    api.request('GET /seller/events/{eventId}/sessions/{sessionId}/attendees', {
      params: { eventId, sessionId },
      query: { limit: 50, ...(cursor === '' ? {} : { cursor }) },
      signal,
    }),
  );
  const { data } = query;
  if (data === null) return query.problem === null ? <Shape /> : <Failed query={query} />;
  if (data.data.length === 0) return <p className="text-muted">{t('organising.nobody')}</p>;
  const { nextCursor } = data;
  return (
    <div className="grid gap-4">
      <ul className="border-t border-line">
        {data.data.map((one) => (
          <Person key={one.bookingId} one={one} />
        ))}
      </ul>
      <div className="flex flex-wrap gap-3">
        {cursors.length > 1 && (
          <Button size="sm" onClick={() => setCursors(cursors.slice(0, -1))}>
            {t('organising.before')}
          </Button>
        )}
        {nextCursor !== null && (
          <Button size="sm" onClick={() => setCursors([...cursors, nextCursor])}>
            {t('organising.after')}
          </Button>
        )}
      </div>
    </div>
  );
}

function Person({ one }: { one: Attendee }) {
  const { speech } = useApp();
  const { t, list } = speech;
  const what = one.items.map(({ name, quantity, seats }) => {
    const places = seats.map((seat) => seatName(speech, seat));
    return `${quantity} × ${name}${places.length > 0 ? ` (${list(places)})` : ''}`;
  });
  return (
    <li className="grid gap-0.5 border-b border-line py-3">
      <p className="font-medium wrap-anywhere">
        <bdi>{one.name ?? t('organising.unnamed')}</bdi>{' '}
        {one.state !== 'CONFIRMED' && <Badge tone="warn">{t('organising.unpaid')}</Badge>}
      </p>
      <p className="text-sm text-muted wrap-anywhere">
        {one.email !== null && (
          <>
            <bdi>{one.email}</bdi> ·{' '}
          </>
        )}
        <bdi>{what.join(', ')}</bdi>
      </p>
      {one.handedOn.map((guest, at) => (
        <p key={at} className="text-sm wrap-anywhere" data-handed-on>
          {t('organising.handed-on', { name: guest.name ?? t('organising.unnamed') })}
          {guest.seat !== null && <> · {seatName(speech, guest.seat)}</>}
        </p>
      ))}
    </li>
  );
}
