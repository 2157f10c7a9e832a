/** Where an order is: for its buyer, and for whoever has the link of its mail. */
import { useEffect, useRef, useState } from 'react';
import { useLoaderData } from 'react-router';
import { Breadcrumb } from '../../../ui/breadcrumb.tsx';
import { ButtonLink } from '../../../ui/button.tsx';
import { useSpeech } from '../../app.tsx';
import type { Handle } from '../../page.ts';
import { Actions } from './actions.tsx';
import { Freshness } from './freshness.tsx';
import { orderLoader, OrderGate, type OrderData } from './gate.tsx';
import { History } from './history.tsx';
import { MoneyPanel } from './money.tsx';
import { Parcels } from './parcels.tsx';
import { Place } from './place.tsx';
import { expectedDays, headlineOf, movedDays, stationsDone, type AnyOrder } from './progress.ts';
import { Truth } from './truth.tsx';
import type { OrderNow, Seen } from './use-order.ts';
import { dayText, daysText } from './words.ts';
import { Heading } from '../../shell/heading.tsx';

export const loader = orderLoader('');

export const handle: Handle<OrderData> = {
  meta: ({ app, data }) => ({ title: app.speech.t('orders.number', data as never), noindex: true }),
};

export function Component() {
  const { number } = useLoaderData<typeof loader>();
  const { t } = useSpeech();
  return (
    <OrderGate number={number} title={t('orders.loading')}>
      {(seen, now) => <Shown seen={seen} now={now} />}
    </OrderGate>
  );
}

function Shown({ seen, now }: { seen: Seen; now: OrderNow }) {
  const speech = useSpeech();
  const { t, date } = speech;
  const { order } = seen;
  const days = expectedDays(order);
  const crumbs = [{ name: t('orders.title'), to: '/orders' }, { name: order.orderNumber }];
  return (
    <div className="page pt-6">
      <Breadcrumb crumbs={crumbs} label={t('breadcrumb')} />
      <div className="mt-4 grid gap-1">
        <Heading className="text-2xl">{t(`orders.headline.${headlineOf(order)}`)}</Heading>
        {days !== null && (
          <p className="text-lg">{t('orders.expected', { days: daysText(speech, days) })}</p>
        )}
        <p className="figures text-sm text-muted">
          {t('orders.placed', {
            number: order.orderNumber,
            at: date(order.createdAt, { dateStyle: 'long' }),
          })}
        </p>
        <Freshness now={now} />
      </div>
      <News order={order} />
      <Stations order={order} />
      <div className="mt-8 grid items-start gap-x-16 gap-y-10 lg:grid-cols-[1fr_23rem]">
        <div className="grid gap-10">
          <Truth order={order} />
          <Parcels order={order} />
          {order.status === 'DELIVERED' && <AskOpinion orderNumber={order.orderNumber} />}
          <History order={order} />
        </div>
        <div className="grid gap-8 rounded-lg bg-surface p-6">
          <MoneyPanel order={order} seen={seen} />
          <Place seen={seen} />
          <Actions seen={seen} now={now} />
        </div>
      </div>
    </div>
  );
}

/** It is there: others want to know how it is. */
function AskOpinion({ orderNumber }: { orderNumber: string }) {
  const { t } = useSpeech();
  return (
    <section className="flex flex-wrap items-center justify-between gap-x-8 gap-y-3 rounded-lg bg-surface p-6">
      <div className="grid gap-1">
        <h2 className="text-lg">{t('orders.review')}</h2>
        <p className="text-muted">{t('orders.review.text')}</p>
      </div>
      <ButtonLink to={`/orders/${orderNumber}/review`}>{t('orders.review.go')}</ButtonLink>
    </section>
  );
}

/** What changed while the page was open: seen beside the title, and read out. */
function News({ order }: { order: AnyOrder }) {
  const speech = useSpeech();
  const { t } = speech;
  const before = useRef(order);
  const [news, setNews] = useState('');
  useEffect(() => {
    const was = before.current;
    before.current = order;
    const moved = movedDays(was, order);
    const [from, to] = [headlineOf(was), headlineOf(order)];
    if (moved !== null) {
      const days = { from: dayText(speech, moved.from), to: dayText(speech, moved.to) };
      setNews(t('orders.news.days', days));
    } else if (from !== to)
      setNews(t('orders.news.status', { status: t(`orders.headline.${to}`) }));
  }, [order, speech, t]);
  return (
    <p role="status" className={news === '' ? 'unseen' : 'mt-2 font-medium text-accent'}>
      {news}
    </p>
  );
}

/** The way in four stations; the timeline below says the same in words. */
function Stations({ order }: { order: AnyOrder }) {
  const { t } = useSpeech();
  const done = stationsDone(order.status);
  if (done === null) return null;
  const names = ['confirmed', 'packing', 'shipped', 'delivered'] as const;
  return (
    <ol aria-hidden="true" className="mt-6 grid grid-cols-4 gap-1.5 sm:gap-3">
      {names.map((name, at) => (
        <li key={name} className="grid gap-2">
          <span data-edge className={`h-1.5 rounded-full ${at < done ? 'bg-accent' : 'bg-line'}`} />
          <span
            className={`text-xs sm:text-sm ${at === done - 1 ? 'font-semibold' : 'text-muted'}`}
          >
            {t(`orders.station.${name}`)}
          </span>
        </li>
      ))}
    </ol>
  );
}
