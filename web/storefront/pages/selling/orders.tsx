// What a seller sends: orders with lines that have not left, and all of them; one order with where
// it goes, what is in it, and the parcel.
import { useState, type FormEvent } from 'react';
import { useSearchParams } from 'react-router';
import type { ReplyOf } from '../../../client/request.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Link } from '../../../ui/link.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import { Asked, SellingPage } from './frame.tsx';
import { List, Tabs } from './list.tsx';

type Summary = ReplyOf<'GET /seller/orders'>['data'][number];
type Order = ReplyOf<'GET /seller/orders/{orderId}'>;
type Item = Order['items'][number];

const left = (one: Pick<Item, 'quantity' | 'shippedQuantity' | 'status'>) =>
  one.status === 'CANCELLED' ? 0 : one.quantity - one.shippedQuantity;
const open = ['CONFIRMED', 'PROCESSING'];

export function Orders() {
  const { api } = useApp();
  const { t } = useSpeech();
  const [search] = useSearchParams();
  const all = search.get('show') === 'all';
  const name = `orders ${String(all)}`;
  return (
    <SellingPage title={t('selling.nav.orders')}>
      {({ userId }) => (
        <>
          <Tabs
            label={t('selling.show')}
            tabs={[
              { to: '/selling/orders', name: t('selling.orders.open'), on: !all },
              { to: '/selling/orders?show=all', name: t('selling.all'), on: all },
            ]}
          />
          <List
            key={name}
            name={`${userId} ${name}`}
            load={({ cursor, signal }) =>
              api.request('GET /seller/orders', {
                query: {
                  ...(all ? {} : { toSend: true }),
                  ...(cursor === undefined ? {} : { cursor }),
                },
                ...(signal ? { signal } : {}),
              })
            }
            empty={
              <EmptyState
                icon="truck"
                title={t(all ? 'selling.orders.never' : 'selling.orders.none')}
                text={t(all ? 'selling.orders.never.text' : 'selling.orders.none.text')}
              />
            }
            row={(one) => <Row key={one.orderId} order={one} />}
          />
        </>
      )}
    </SellingPage>
  );
}

function Row({ order }: { order: Summary }) {
  const { t, date, money } = useSpeech();
  const sending = open.includes(order.status) && order.items.some((one) => left(one) > 0);
  const express = order.shippingMethod === 'EXPRESS';
  const facts = [
    date(order.createdAt, { dateStyle: 'medium', timeStyle: 'short' }),
    order.country,
    t(express ? 'selling.method.express' : 'selling.method.standard'),
    money(order.itemsTotal, order.currency),
  ];
  return (
    <li className="grid gap-1 border-b border-line py-4">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <Link
          to={`/selling/orders/${order.orderNumber}`}
          className="figures target font-medium underline underline-offset-4"
        >
          {order.orderNumber}
        </Link>
        <Badge tone={sending ? 'accent' : 'plain'}>
          {sending ? t('selling.orders.to-send') : t(`orders.status.${order.status}`)}
        </Badge>
      </div>
      <ul>
        {order.items.map((one) => (
          <li key={one.lineNo}>
            <span className="figures">{one.quantity} × </span>
            <bdi>{one.name}</bdi>
          </li>
        ))}
      </ul>
      <p className="figures text-sm text-muted" suppressHydrationWarning>
        {facts.join(' · ')}
      </p>
    </li>
  );
}

export function OneOrder({ which }: { which: string }) {
  const { t } = useSpeech();
  return (
    <SellingPage title={t('selling.order', { number: which })}>
      {({ userId }) => <Loaded {...{ userId, which }} />}
    </SellingPage>
  );
}

function Loaded({ userId, which }: { userId: string; which: string }) {
  const { api } = useApp();
  const [now, setNow] = useState<Order | null>(null);
  const query = useQuery(`${userId} order ${which}`, (signal) =>
    api.request('GET /seller/orders/{orderId}', { params: { orderId: which }, signal }),
  );
  return <Asked of={query}>{(data) => <Shown order={now ?? data} onChanged={setNow} />}</Asked>;
}

interface ShownProps {
  order: Order;
  onChanged(order: Order): void;
}

function Shown({ order, onChanged }: ShownProps) {
  const { t, date } = useSpeech();
  const waits = open.includes(order.status) && order.items.some((one) => left(one) > 0);
  return (
    <div className="grid items-start gap-x-16 gap-y-8 lg:grid-cols-[1fr_20rem]">
      <div className="grid gap-8">
        <p className="text-muted" suppressHydrationWarning>
          {t(`orders.status.${order.status}`)} · {date(order.createdAt, { dateStyle: 'long' })}
        </p>
        <ul aria-label={t('selling.order.items')} className="border-t border-line">
          {order.items.map((one) => (
            <Line key={one.lineNo} item={one} />
          ))}
        </ul>
        {waits && <Parcel {...{ order, onChanged }} />}
        {order.shipments.length > 0 && <Parcels order={order} />}
      </div>
      <ShipTo to={order.shipTo} />
    </div>
  );
}

function Line({ item }: { item: Item }) {
  const { t } = useSpeech();
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 border-b border-line py-3">
      <span className="min-w-0">
        <span className="figures">{item.quantity} × </span>
        <bdi className="font-medium">{item.name}</bdi>
        {item.sku !== null && <bdi className="block text-sm text-muted">{item.sku}</bdi>}
      </span>
      <span className="text-sm text-muted">
        {item.status === 'CANCELLED'
          ? t('orders.status.CANCELLED')
          : t('selling.order.sent', { sent: item.shippedQuantity, count: item.quantity })}
      </span>
    </li>
  );
}

function ShipTo({ to }: { to: Order['shipTo'] }) {
  const { t } = useSpeech();
  const place = [to.postalCode, to.city, to.state].filter(Boolean).join(' ');
  const lines = [to.name, to.line1, to.line2, place, to.country, to.phone];
  return (
    <section className="grid gap-2 rounded-lg bg-surface p-5">
      <h2 className="text-lg">{t('selling.order.to')}</h2>
      <address className="not-italic">
        {lines.map((line) => line !== null && <bdi key={line} className="block" children={line} />)}
      </address>
      {to.name === null && <p className="text-sm text-muted">{t('selling.order.hidden')}</p>}
    </section>
  );
}

function Parcels({ order }: { order: Order }) {
  const { t, date } = useSpeech();
  return (
    <section className="grid gap-2">
      <h2 className="text-lg">{t('selling.parcels')}</h2>
      <ul className="border-t border-line">
        {order.shipments.map((one) => (
          <li key={one.shipmentId} className="border-b border-line py-3" suppressHydrationWarning>
            <bdi>{one.carrier}</bdi> · <bdi className="figures">{one.trackingNumber}</bdi> ·{' '}
            {date(one.shippedAt, { dateStyle: 'medium', timeStyle: 'short' })}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** All or some of what is left goes into a parcel; picking and packing are noted with it. */
function Parcel({ order, onChanged }: ShownProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const action = useAction();
  const ready = order.items.filter((one) => left(one) > 0);
  const [units, setUnits] = useState<Readonly<Record<number, string>>>({});
  const [carrier, setCarrier] = useState('');
  const [number, setNumber] = useState('');
  const [tried, setTried] = useState(false);
  const of = (one: Item) => Number(units[one.lineNo] ?? left(one));
  const wrong = (one: Item) => !Number.isInteger(of(one)) || of(one) < 0 || of(one) > left(one);
  const none = ready.every((one) => of(one) === 0);
  const bad = { carrier: carrier.trim() === '', number: !/^[A-Za-z0-9 ._/-]+$/.test(number) };
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (none || bad.carrier || bad.number || ready.some(wrong)) return;
    const params = { orderId: order.orderId };
    const items = ready
      .filter((one) => of(one) > 0)
      .map((one) => ({ lineNo: one.lineNo, quantity: of(one) }));
    void action.run(async (key) => {
      if (ready.some((one) => one.status === 'NEW')) {
        await api.request('POST /seller/orders/{orderId}/pick', { params });
      }
      if (ready.some((one) => one.status !== 'PACKED')) {
        await api.request('POST /seller/orders/{orderId}/pack', { params });
      }
      const body = { carrier: carrier.trim(), trackingNumber: number.trim(), items };
      onChanged(await api.request('POST /seller/orders/{orderId}/ship', { params, body, key }));
      setUnits({});
      setNumber('');
      setTried(false);
    });
  };
  return (
    <form noValidate onSubmit={send} className="grid gap-5 rounded-lg bg-surface p-5">
      <h2 className="text-lg">{t('selling.parcel')}</h2>
      <FormProblem problem={action.problem} />
      {ready.map((one) => (
        <Field
          key={one.lineNo}
          type="number"
          min={0}
          max={left(one)}
          inputMode="numeric"
          name={`units-${one.lineNo}`}
          label={<bdi>{one.name}</bdi>}
          hint={t('selling.parcel.units', { count: left(one) })}
          error={wrong(one) ? t('selling.parcel.units', { count: left(one) }) : undefined}
          value={units[one.lineNo] ?? String(left(one))}
          onChange={({ target }) => setUnits({ ...units, [one.lineNo]: target.value })}
        />
      ))}
      {tried && none && (
        <p role="alert" className="text-sm font-medium text-danger">
          {t('selling.parcel.none')}
        </p>
      )}
      <div className="grid gap-5 sm:grid-cols-2">
        <Field
          name="carrier"
          label={t('selling.parcel.carrier')}
          maxLength={60}
          value={carrier}
          error={tried && bad.carrier ? t('selling.parcel.carrier.missing') : undefined}
          onChange={({ target }) => setCarrier(target.value)}
        />
        <Field
          name="trackingNumber"
          label={t('selling.parcel.number')}
          maxLength={60}
          autoComplete="off"
          value={number}
          error={tried && bad.number ? t('selling.parcel.number.wrong') : undefined}
          onChange={({ target }) => setNumber(target.value)}
        />
      </div>
      <div>
        <Button type="submit" kind="primary" busy={action.busy}>
          {t('selling.parcel.send')}
        </Button>
      </div>
    </form>
  );
}
