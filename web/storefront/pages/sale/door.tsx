/** The way into the line: how long until it matters, what to do now, and what comes of it. */
import { useEffect, useState, type ReactNode } from 'react';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { storage } from '../../browser-app.ts';
import { keepMine, type Mine } from '../../queue/mine.ts';
import { leftText, momentOf, useZone } from '../../sale/moments.ts';
import { useServerNow, type Watch } from '../../sale/use-mark.ts';
import { useStore } from '../../state/store.ts';
import { Join } from './join.tsx';
import type { Sale } from './landing.tsx';
import { useMine } from './use-mine.ts';

export interface DoorProps {
  sale: Sale;
  watch: Watch;
  state: Sale['state'];
}

export function Door({ sale, watch, state }: DoorProps) {
  const { t } = useSpeech();
  const { mark } = watch;
  const units = mark ?? sale;
  const left = Math.max(0, units.allocation - units.sold - units.held);
  return (
    <div data-door={state} className="grid gap-5 rounded-lg bg-surface p-5 sm:p-6">
      <Until sale={sale} watch={watch} state={state} />
      <dl className="figures grid gap-2 text-sm">
        <Fact name={t('sale.fact.units')} value={sale.allocation} />
        {state !== 'ANNOUNCED' && <Fact name={t('sale.fact.people')} value={units.tickets} />}
        {!before(state) && <Fact name={t('sale.fact.left')} value={left} />}
        {!before(state) && <Fact name={t('sale.fact.sold')} value={units.sold} />}
      </dl>
      <div className="without-js">
        <Notice tone="warn">{t('sale.scripts')}</Notice>
      </div>
      <Inside sale={sale} watch={watch} state={state} />
      {watch.lost && <Notice tone="warn">{t('sale.lost')}</Notice>}
    </div>
  );
}

const before = (state: Sale['state']) =>
  state === 'ANNOUNCED' || state === 'PRE_QUEUE' || state === 'DRAW';

function Fact({ name, value }: { name: string; value: number }) {
  const { number } = useSpeech();
  return (
    <div className="flex justify-between gap-4">
      <dt className="text-muted">{name}</dt>
      <dd className="font-semibold" suppressHydrationWarning>
        {number(value)}
      </dd>
    </div>
  );
}

/** The next moment that matters, by the server's clock; its place is there from the start. */
function Until({ sale, watch, state }: DoorProps) {
  const speech = useSpeech();
  const { t } = speech;
  const zone = useZone();
  const now_ms = useServerNow(watch.base);
  const { preQueueAt, startsAt, endsAt } = watch.mark ?? sale;
  if (state === 'ENDED') return <p className="text-lg font-semibold">{t('sale.until.ended')}</p>;
  const [id, at] =
    state === 'ANNOUNCED'
      ? (['sale.until.open', preQueueAt] as const)
      : state === 'PRE_QUEUE'
        ? (['sale.until.draw', startsAt] as const)
        : (['sale.until.end', endsAt] as const);
  return (
    <div className="grid gap-1">
      <p className="text-sm text-muted">{t(id)}</p>
      <p role="timer" className="figures h-11 text-2xl font-semibold">
        {now_ms === null ? '' : leftText(speech, Date.parse(at) - now_ms)}
      </p>
      <p className="text-sm text-muted" suppressHydrationWarning>
        {momentOf(speech, at, zone)}
      </p>
    </div>
  );
}

/** What one can do now, by the state of the sale and by who one is. */
function Inside({ sale, watch, state }: DoorProps) {
  const { session, speech } = useApp();
  const { t } = speech;
  const person = useStore(session.state);
  const place = useMine(sale.saleId, state);
  const { saleId } = sale;
  if (state === 'ENDED') {
    return <ButtonLink to={`/sale/${saleId}/fairness`}>{t('sale.fair.go')}</ButtonLink>;
  }
  if (place.mine !== null) return <Here saleId={saleId} mine={place.mine} />;
  if (state === 'ANNOUNCED') return <Remind sale={sale} />;
  if (person.kind === 'unknown' || place.asking) {
    return <Skeleton className="needs-js h-13" />;
  }
  const { held, allocation: total } = watch.mark ?? sale;
  const isStill = state === 'SOLD_OUT' || state === 'PAUSED';
  const said = isStill ? t(`sale.join.${state}`, { count: held, total }) : null;
  return (
    <>
      {said !== null && <Notice tone="warn">{said}</Notice>}
      <Join
        saleId={saleId}
        onJoined={(mine) => {
          place.take(mine);
          toRoom(speech.locale, saleId);
        }}
      />
    </>
  );
}

/** The waiting room is a document of its own, for it must not need the shop. */
function toRoom(locale: string, saleId: string): void {
  location.assign(`${locale === 'en' ? '' : `/${locale}`}/sale/${saleId}/queue`);
}

function Here({ saleId, mine }: { saleId: string; mine: Mine }): ReactNode {
  const { t, number } = useSpeech();
  useEffect(() => keepMine(storage(), saleId, mine), [saleId, mine]);
  return (
    <div className="grid gap-3">
      <p role="status" className="font-semibold" suppressHydrationWarning>
        {t('sale.here', { number: number(mine.number + 1) })}
      </p>
      <p className="text-sm text-muted">{t('sale.here.text')}</p>
      <ButtonLink to={`/sale/${saleId}/queue`} kind="primary" size="lg" data-document="">
        {t('sale.here.go')}
      </ButtonLink>
    </div>
  );
}

/** A note in one's own calendar: it needs no address and no consent. */
function Remind({ sale }: { sale: Sale }) {
  const { t } = useSpeech();
  const [said, setSaid] = useState(false);
  const { origin } = useApp();
  return (
    <div className="needs-js grid gap-3">
      <p>{t('sale.remind.text')}</p>
      <Button
        kind="primary"
        size="lg"
        onClick={() => {
          save(sale, `${origin}/sale/${sale.saleId}`);
          setSaid(true);
        }}
      >
        {t('sale.remind')}
      </Button>
      <p role="status" className="text-sm text-muted">
        {said && t('sale.remind.done')}
      </p>
    </div>
  );
}

/** RFC 5545, from the opening of the line to the end of the sale. */
function save({ saleId, name, preQueueAt, endsAt }: Sale, url: string): void {
  const stamp = (iso: string) => iso.replace(/[-:]|\.\d+/g, '');
  const text = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Trueshelf//EN',
    'BEGIN:VEVENT',
    `UID:${saleId}@trueshelf`,
    `DTSTAMP:${stamp(preQueueAt)}`,
    `DTSTART:${stamp(preQueueAt)}`,
    `DTEND:${stamp(endsAt)}`,
    `SUMMARY:${name.replace(/[\\;,]/g, '\\$&').replace(/\s+/g, ' ')}`,
    `URL:${url}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    'DESCRIPTION:Trueshelf',
    'TRIGGER:-PT10M',
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n');
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/calendar' }));
  link.download = 'sale.ics';
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
}
