import { Icon } from '../../../ui/icon.tsx';
import { useSpeech } from '../../app.tsx';
import type { Speech } from '../../i18n/translate.ts';
import { partsOf, type AnyOrder, type Refund } from './progress.ts';
import { Paper } from './paper.tsx';
import type { Seen } from './use-order.ts';
import { dayText, momentText } from './words.ts';

/** Every amount as it was agreed, then what was paid and what went back. */
export function MoneyPanel({ order, seen }: { order: AnyOrder; seen?: Seen }) {
  const { t, money } = useSpeech();
  const { currency, subtotal, discount, shipping, tax, includedTax, total } = order;
  const rows = [
    { name: t('orders.money.subtotal'), value: subtotal },
    ...(discount > 0 ? [{ name: t('orders.money.discount'), value: -discount }] : []),
    { name: t('orders.money.shipping'), value: shipping },
    includedTax > 0
      ? { name: t('orders.money.tax.inside'), value: includedTax }
      : { name: t('orders.money.tax'), value: tax },
  ];
  return (
    <section aria-labelledby="money" className="grid gap-4">
      <h2 id="money" className="text-lg">
        {t('orders.money')}
      </h2>
      <dl className="figures grid gap-2 text-sm">
        {rows.map(({ name, value }) => (
          <div key={name} className="flex justify-between gap-4">
            <dt className="text-muted">{name}</dt>
            <dd>{money(value, currency)}</dd>
          </div>
        ))}
        <div className="mt-1 flex justify-between gap-4 border-t border-line pt-3 text-base font-semibold">
          <dt>{t('orders.money.total')}</dt>
          <dd data-total>{money(total, currency)}</dd>
        </div>
        {order.cancelledTotal > 0 && (
          <div className="flex justify-between gap-4">
            <dt className="text-muted">{t('orders.money.cancelled')}</dt>
            <dd data-cancelled>{money(-order.cancelledTotal, currency)}</dd>
          </div>
        )}
      </dl>
      <Paid order={order} {...(seen ? { seen } : {})} />
    </section>
  );
}

function Paid({ order, seen }: { order: AnyOrder; seen?: Seen }) {
  const speech = useSpeech();
  const { t, maybe, money } = speech;
  const { currency, money: state } = order;
  if (state === null) return <p className="text-sm text-muted">{t('orders.money.unknown')}</p>;
  const amounts = {
    paid: money(state.paid, currency),
    total: money(state.total - order.cancelledTotal, currency),
    refunded: money(state.refunded, currency),
    refunding: money(state.refunding, currency),
    due: money(state.refundDue, currency),
    covered: money(state.covered, currency),
  };
  // Until the bank has answered, nobody knows whether it was paid.
  const known = order.status === 'PENDING' && state.state === 'unpaid' ? 'pending' : state.state;
  const refunds = 'refunds' in state ? state.refunds : [];
  return (
    <div className="grid gap-3" aria-live="polite">
      <p className="flex gap-2 text-sm">
        <Icon name="card" className="mt-0.5 size-5 text-muted" />
        <span>{maybe(`orders.money.${known}`, amounts) ?? amounts.paid}</span>
      </p>
      <Parts order={order} />
      {refunds.map((refund) => (
        <div key={refund.refundId} className="grid gap-2">
          <RefundProgress refund={refund} currency={currency} />
          {refund.doneAt !== null && seen && <Paper seen={seen} which={refund} />}
        </div>
      ))}
    </div>
  );
}

/** What paid which part, where gift cards or store credit did. */
function Parts({ order }: { order: AnyOrder }) {
  const { t, money } = useSpeech();
  const parts = partsOf(order);
  if (parts.length === 0) return null;
  return (
    <ul className="figures grid gap-1 ps-7 text-sm text-muted">
      {parts.map(({ paymentId, by, amount }) => (
        <li key={paymentId}>
          {t(`orders.money.by.${by}`, { amount: money(amount, order.currency) })}
        </li>
      ))}
    </ul>
  );
}

/** What is not with the buyer's bank yet. */
function sendingSteps(speech: Speech, { doneAt, expectedBy, waitsFor }: Refund) {
  const { t } = speech;
  if (waitsFor !== null) return [{ name: t('orders.refund.waits'), done: false }];
  return [
    {
      name:
        doneAt === null
          ? t('orders.refund.sending')
          : t('orders.refund.sent', { at: momentText(speech, doneAt) }),
      done: doneAt !== null,
    },
    {
      name:
        expectedBy === null
          ? t('orders.refund.booked.later')
          : t('orders.refund.booked', { day: dayText(speech, expectedBy) }),
      done: false,
    },
  ];
}

/** Asked for, sent by the payment provider, booked by the bank. */
function RefundProgress({ refund, currency }: { refund: Refund; currency: string }) {
  const speech = useSpeech();
  const { t, money } = speech;
  const { amount, createdAt, needsAttention, covered } = refund;
  const begun = {
    name: t('orders.refund.begun', { at: momentText(speech, createdAt) }),
    done: true,
  };
  const bank = {
    name: t('orders.refund.covered', { amount: money(covered, currency) }),
    done: true,
  };
  const steps = [
    begun,
    ...(covered > 0 ? [bank] : []),
    ...(refund.status === 'COVERED' ? [] : sendingSteps(speech, refund)),
  ];
  return (
    <div className="text-sm">
      <p className="figures font-medium">
        {t('orders.refund', { amount: money(amount, currency) })}
      </p>
      <ol className="figures mt-1 grid gap-1 text-muted">
        {steps.map(({ name, done }) => (
          <li key={name} className="flex gap-2">
            <Icon
              name={done ? 'check' : 'clock'}
              className={`mt-0.5 size-4 ${done ? 'text-accent' : 'text-muted'}`}
            />
            {name}
          </li>
        ))}
      </ol>
      {needsAttention && <p className="mt-1 text-warn">{t('orders.refund.attention')}</p>}
    </div>
  );
}
