/**
 * After paying. It reads the order each time, so it can be reloaded, left and come back to; a bank
 * that has not answered yet is told as that, and the page moves on by itself.
 */
import { useLoaderData } from 'react-router';
import { ButtonLink } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import type { Speech } from '../../i18n/translate.ts';
import type { Handle } from '../../page.ts';
import { useStore } from '../../state/store.ts';
import { orderLoader, OrderGate, type OrderData } from '../order/gate.tsx';
import { MoneyPanel } from '../order/money.tsx';
import { Paper } from '../order/paper.tsx';
import { Parcels } from '../order/parcels.tsx';
import { Place } from '../order/place.tsx';
import { actionOf, expectedDays, headlineOf, type Headline } from '../order/progress.ts';
import { Truth } from '../order/truth.tsx';
import type { OrderNow, Seen } from '../order/use-order.ts';
import { daysText } from '../order/words.ts';
import { CreateAccount } from './create-account.tsx';
import { Heading } from '../../shell/heading.tsx';

export const loader = orderLoader('/confirmed');

export const handle: Handle<OrderData> = {
  meta: ({ app }) => ({ title: app.speech.t('orders.confirmed.title'), noindex: true }),
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

function Shown({ seen }: { seen: Seen; now: OrderNow }) {
  const { t } = useSpeech();
  const { order } = seen;
  const query = seen.kind === 'shared' ? `?t=${seen.grant}` : '';
  const headline = headlineOf(order);
  const waits = headline === 'pending';
  const bad = ['declined', 'failed', 'cancelled'].includes(headline);
  return (
    <div className="page pt-10">
      <div className="grid max-w-3xl gap-4" aria-live="polite">
        <Mark headline={headline} />
        <Heading className="text-3xl">{titleOf(t, seen)}</Heading>
        <p className="text-lg">
          <span className="text-muted">{t('orders.confirmed.number')}</span>{' '}
          <strong className="figures whitespace-nowrap">{order.orderNumber}</strong>
        </p>
        {!waits && !bad && <Arrival seen={seen} />}
        <Truth order={order} />
        <div className="mt-2 flex flex-wrap gap-3">
          <ButtonLink to={`/orders/${order.orderNumber}${query}`} kind="primary" size="lg">
            {t(waits || bad ? 'orders.confirmed.look' : 'orders.confirmed.track')}
          </ButtonLink>
          <ButtonLink to="/" size="lg">
            {t('orders.confirmed.shop')}
          </ButtonLink>
          <Paper seen={seen} which="invoice" />
        </div>
      </div>
      <div className="mt-12 grid items-start gap-x-16 gap-y-10 lg:grid-cols-[1fr_23rem]">
        <div className="grid gap-10">
          <Parcels order={order} />
          {!bad && <Next seen={seen} waits={waits} />}
        </div>
        <div className="grid gap-8">
          <div className="grid gap-8 rounded-lg bg-surface p-6">
            <MoneyPanel order={order} seen={seen} />
            <Place seen={seen} />
          </div>
          {seen.kind === 'own' && !bad && <CreateAccount name={seen.order.shippingAddress.name} />}
        </div>
      </div>
    </div>
  );
}

function titleOf(t: Speech['t'], seen: Seen): string {
  const headline = headlineOf(seen.order);
  if (headline === 'pending' || headline === 'failed' || headline === 'cancelled') {
    return t(`orders.headline.${headline}`);
  }
  if (seen.kind === 'shared') return t('orders.headline.confirmed');
  const given = seen.order.shippingAddress.name.trim().split(/\s+/)[0] ?? '';
  return t('orders.confirmed.thanks', { name: given });
}

function Mark({ headline }: { headline: Headline }) {
  if (headline === 'failed' || headline === 'cancelled') return null;
  const waits = headline === 'pending';
  const colours = waits ? 'bg-warn-soft text-warn' : 'bg-accent text-accent-ink';
  return (
    <span data-edge className={`grid size-14 place-items-center rounded-full ${colours}`}>
      <Icon name={waits ? 'clock' : 'check'} className="size-8" />
    </span>
  );
}

/** When it comes, in one line before everything else. */
function Arrival({ seen }: { seen: Seen }) {
  const speech = useSpeech();
  const days = expectedDays(seen.order);
  if (days === null) return null;
  return (
    <p className="text-xl font-semibold text-accent">
      {speech.t('orders.expected', { days: daysText(speech, days) })}
    </p>
  );
}

/** What happens now, where the mail went, and until when it can be cancelled. */
function Next({ seen, waits }: { seen: Seen; waits: boolean }) {
  const { session, speech } = useApp();
  const { t } = speech;
  const state = useStore(session.state);
  const known = state.kind === 'guest' || state.kind === 'user' ? state.user.email : null;
  const email = seen.kind === 'own' ? known : null;
  const mail = email === null ? t('orders.next.no-mail') : t('orders.next.mail', { email });
  const steps = waits
    ? [
        t('orders.next.bank'),
        email === null ? t('orders.next.no-mail') : t('orders.next.mail.later', { email }),
      ]
    : [mail, t('orders.next.pack'), t('orders.next.ship')];
  const cancel = seen.kind === 'own' && actionOf(seen.order, 'cancel').allowed;
  return (
    <section aria-labelledby="next" className="grid gap-4">
      <h2 id="next" className="text-lg">
        {t('orders.next')}
      </h2>
      <ol className="grid max-w-2xl gap-3">
        {steps.map((text, at) => (
          <li key={text} className="grid grid-cols-[2rem_1fr] gap-3">
            <span
              aria-hidden="true"
              data-edge
              className="figures grid size-8 place-items-center rounded-full bg-surface text-sm font-semibold"
            >
              {speech.number(at + 1)}
            </span>
            <span className="pt-0.5">{text}</span>
          </li>
        ))}
      </ol>
      {cancel && <p className="text-sm text-muted">{t('orders.next.cancel')}</p>}
    </section>
  );
}
