import { useState } from 'react';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { useSpeech } from '../../app.tsx';
import { AddressDialog } from './address-dialog.tsx';
import { useBuyAgain } from './buy-again.ts';
import { CancelDialog } from './cancel-dialog.tsx';
import { Paper } from './paper.tsx';
import { useSellers } from './parcels.tsx';
import { actionOf, type ActionName, type AnyOrder, type OwnOrder } from './progress.ts';
import type { OrderNow, Seen } from './use-order.ts';

/** What can be done now; what cannot says why, and what is possible instead. */
export function Actions({ seen, now }: { seen: Seen; now: OrderNow }) {
  const { t } = useSpeech();
  return (
    <section aria-labelledby="actions" className="grid gap-3">
      <h2 id="actions" className="text-lg">
        {t('orders.actions')}
      </h2>
      {seen.kind === 'own' ? <Own order={seen.order} now={now} /> : <SignInFirst seen={seen} />}
      <Returns seen={seen} />
    </section>
  );
}

function SignInFirst({ seen }: { seen: Seen }) {
  const { t } = useSpeech();
  const next = encodeURIComponent(`/orders/${seen.order.orderNumber}`);
  return (
    <>
      <SendBack order={seen.order} tail={tailOf(seen)} />
      <Paper seen={seen} which="invoice" />
      <p className="text-sm text-muted">{t('orders.actions.shared')}</p>
      <ButtonLink to={`/sign-in?next=${next}`}>{t('sign-in')}</ButtonLink>
    </>
  );
}

function Own({ order, now }: { order: OwnOrder; now: OrderNow }) {
  const { t } = useSpeech();
  const [cancelling, setCancelling] = useState(false);
  const [moving, setMoving] = useState(false);
  const whole = actionOf(order, 'cancel').allowed;
  const some = actionOf(order, 'cancel-items').allowed;
  const again = useBuyAgain();
  return (
    <>
      {actionOf(order, 'buy-again').allowed && (
        <Button busy={again.busy} onClick={() => void again.buy(order.orderNumber)}>
          {t('orders.again')}
        </Button>
      )}
      <SendBack order={order} tail="" />
      <Paper seen={{ kind: 'own', order }} which="invoice" />
      {actionOf(order, 'change-address').allowed && (
        <Button onClick={() => setMoving(true)}>{t('orders.address')}</Button>
      )}
      {(whole || some) && (
        <Button kind="danger" onClick={() => setCancelling(true)}>
          {t(whole ? 'orders.cancel' : 'orders.cancel.some')}
        </Button>
      )}
      <Contact order={order} />
      <NotNow order={order} />
      <AddressDialog
        open={moving}
        order={order}
        onClose={() => setMoving(false)}
        onChanged={now.reload}
      />
      <CancelDialog
        open={cancelling}
        order={order}
        onClose={() => setCancelling(false)}
        onChanged={now.reload}
      />
    </>
  );
}

/** A conversation with each seller of it. */
function Contact({ order }: { order: OwnOrder }) {
  const { t } = useSpeech();
  const ids = [...new Set(order.items.map((item) => item.sellerId))];
  const sellers = useSellers(ids);
  if (order.status === 'PENDING' || order.status === 'FAILED') return null;
  return ids.map((sellerId) => {
    const seller = sellers[sellerId];
    if (seller === undefined) return null;
    const to = `/account/messages/new?order=${order.orderId}&seller=${sellerId}`;
    return (
      <ButtonLink key={sellerId} to={to}>
        {t('orders.contact', { seller: seller.name })}
      </ButtonLink>
    );
  });
}

const tailOf = (seen: Seen): string => (seen.kind === 'own' ? '' : `?t=${seen.grant}`);

/** Goods go back by a link as well: the money can only go where it came from. */
function SendBack({ order, tail }: { order: AnyOrder; tail: string }) {
  const { t, date } = useSpeech();
  if (!actionOf(order, 'return').allowed) return null;
  const until = order.returnUntil;
  return (
    <div className="grid gap-1">
      <ButtonLink to={`/orders/${order.orderNumber}/return${tail}`}>
        {t('orders.return')}
      </ButtonLink>
      {until !== null && (
        <p className="text-sm text-muted">
          {t('orders.return.until', { date: date(until, { dateStyle: 'long' }) })}
        </p>
      )}
    </div>
  );
}

/** What goes back already, each with how far it is. */
function Returns({ seen }: { seen: Seen }) {
  const { t } = useSpeech();
  const { returns } = seen.order;
  if (returns.length === 0) return null;
  return (
    <div className="grid gap-2">
      <h3 className="font-medium">{t('orders.returns')}</h3>
      <ul className="grid gap-1 text-sm">
        {returns.map(({ returnNumber, status }) => (
          <li key={returnNumber}>
            <Link
              to={`/returns/${returnNumber}${tailOf(seen)}`}
              className="target inline-flex items-center underline underline-offset-4"
            >
              {t('orders.returns.one', {
                number: returnNumber,
                status: t(`returns.headline.${status}`),
              })}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

const names = {
  'buy-again': 'orders.again',
  'change-address': 'orders.address',
  cancel: 'orders.cancel',
  return: 'orders.return',
  invoice: 'orders.invoice',
} as const satisfies Partial<Record<ActionName, string>>;

/** What cannot be done now, as words: rows of dead buttons would only be in the way. */
function NotNow({ order }: { order: OwnOrder }) {
  const speech = useSpeech();
  const barred = (Object.keys(names) as (keyof typeof names)[]).flatMap((name) => {
    const { allowed, reason } = actionOf(order, name);
    if (allowed) return [];
    const why = speech.maybe(`orders.why.${name}.${reason}`) ?? speech.t('orders.why.other');
    return [{ name, why }];
  });
  if (barred.length === 0) return null;
  return (
    <dl className="grid gap-3 text-sm text-muted">
      {barred.map(({ name, why }) => (
        <div key={name}>
          <dt className="font-medium">{speech.t(names[name])}</dt>
          <dd>{why}</dd>
        </div>
      ))}
    </dl>
  );
}
