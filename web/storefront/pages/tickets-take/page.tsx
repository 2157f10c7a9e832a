/**
 * A ticket that somebody offers: what it is for, and taking it with an account. The secret of the
 * link stands behind the hash of the address, so it reaches no server and no log.
 */
import { useState } from 'react';
import { ButtonLink } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import type { ReplyOf } from '../../../client/request.ts';
import { useApp } from '../../app.tsx';
import { momentAt } from '../../events/moment.ts';
import { OneFieldForm } from '../../events/one-field-form.tsx';
import { seatName } from '../../events/words.ts';
import { pageLoader, type Handle } from '../../page.ts';
import { Heading } from '../../shell/heading.tsx';
import { withNext } from '../../shell/next.ts';
import { QueryFailed } from '../../shell/query-failed.tsx';
import { useStore } from '../../state/store.ts';
import { useQuery } from '../../state/use-query.ts';
import { forgetOffered, useOffered, type Offered } from './use-offered.ts';

type Offer = ReplyOf<'POST /hand-overs/look'>;

export const loader = pageLoader(() => null);

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('hands.take.title'), noindex: true }),
};

export function Component() {
  const { session, speech } = useApp();
  const { t } = speech;
  const offered = useOffered();
  const state = useStore(session.state);
  const isKnown = offered !== null && state.kind !== 'unknown';
  return (
    <div className="page grid max-w-2xl gap-6 py-12">
      <Heading className="text-2xl">{t('hands.take.title')}</Heading>
      <p className="without-js">{t('hands.take.scripts')}</p>
      {!isKnown && <Shape />}
      {isKnown && Object.keys(offered).length === 0 && <None />}
      {isKnown && Object.keys(offered).length > 0 && (
        <Look
          key={state.kind}
          offered={offered}
          userId={'user' in state ? state.user.userId : ''}
        />
      )}
    </div>
  );
}

function Shape() {
  const { t } = useApp().speech;
  return (
    <div className="needs-js">
      <Loading label={t('loading')} />
      <Skeleton className="h-48" />
    </div>
  );
}

function None() {
  const { t } = useApp().speech;
  return (
    <Notice title={t('hands.take.none')} tone="warn">
      {t('hands.take.none.text')}
    </Notice>
  );
}

function Look({ offered, userId }: { offered: Offered; userId: string }) {
  const { api, session, speech } = useApp();
  const { t } = speech;
  const [taken, setTaken] = useState(false);
  const state = useStore(session.state);
  const query = useQuery(`${userId} ${JSON.stringify(offered)}`, (signal) =>
    api.request('POST /hand-overs/look', { body: offered, signal }),
  );
  const { data: offer, problem } = query;
  if (taken) {
    return (
      <Notice
        tone="good"
        live
        title={t('hands.take.done')}
        actions={
          <ButtonLink size="sm" kind="primary" to="/tickets">
            {t('hands.take.see')}
          </ButtonLink>
        }
      >
        {t('hands.take.done.text')}
      </Notice>
    );
  }
  if (problem?.code === 'hand-over-not-found' && state.kind === 'user') return <None />;
  // An offer to an account is shown to that account.
  if (problem?.code === 'hand-over-not-found') return <Entrances />;
  if (offer === null && problem !== null) {
    return <QueryFailed of={query} title={t('hands.failed')} />;
  }
  if (offer === null) return <Shape />;
  if (offer.state !== 'OFFERED') {
    return (
      <Notice title={t(`hands.over.${offer.state}`)} tone="warn">
        {t('hands.over.text')}
      </Notice>
    );
  }
  const done = () => {
    forgetOffered();
    setTaken(true);
  };
  return (
    <>
      <About offer={offer} />
      {state.kind === 'user' ? (
        <Take {...{ offered, done }} name={state.user.name} />
      ) : (
        <Entrances />
      )}
    </>
  );
}

function About({ offer }: { offer: Offer }) {
  const { speech } = useApp();
  const { t } = speech;
  const { event, session, typeName, seat, from } = offer;
  return (
    <div className="grid gap-2 rounded-lg bg-surface p-5">
      <p className="text-lg font-semibold wrap-anywhere">
        <bdi>{event.name}</bdi>
      </p>
      <p>{momentAt(speech, session.startsAt, session.zone)}</p>
      <p className="text-muted wrap-anywhere">
        <bdi>
          {event.venue.name}, {event.venue.line1}, {event.venue.city}
        </bdi>
      </p>
      <p className="wrap-anywhere">
        <bdi>{typeName}</bdi>
        {seat !== null && <> · {seatName(speech, seat)}</>}
      </p>
      <p className="wrap-anywhere">
        {from === null ? t('hands.take.someone') : t('hands.take.from', { name: from })}
      </p>
      <p className="text-sm text-muted">
        {t('hands.take.until', { time: momentAt(speech, offer.expiresAt, session.zone) })}
      </p>
    </div>
  );
}

function Entrances() {
  const { t } = useApp().speech;
  return (
    <div className="grid gap-4">
      <p>{t('hands.take.account')}</p>
      <div className="flex flex-wrap gap-3">
        <ButtonLink kind="primary" to={withNext('/sign-in', '/tickets/take')}>
          {t('hands.take.sign-in')}
        </ButtonLink>
        <ButtonLink to={withNext('/sign-up', '/tickets/take')}>
          {t('hands.take.sign-up')}
        </ButtonLink>
      </div>
    </div>
  );
}

interface TakeProps {
  offered: Offered;
  name: string;
  done(): void;
}

function Take({ offered, name: known, done }: TakeProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  return (
    <OneFieldForm
      field={{
        name: 'holder',
        label: t('hands.take.name'),
        autoComplete: 'name',
        maxLength: 200,
      }}
      initial={known}
      isGood={(typed) => typed !== ''}
      wrong={t('hands.take.name.empty')}
      button={{ text: t('hands.take.yes'), size: 'lg' }}
      send={async (name, key) => {
        await api.request('POST /hand-overs/accept', { body: { ...offered, name }, key });
        done();
      }}
    />
  );
}
