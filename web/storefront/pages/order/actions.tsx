import { useState } from 'react';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { useSpeech } from '../../app.tsx';
import { useBuyAgain } from './buy-again.ts';
import { CancelDialog } from './cancel-dialog.tsx';
import { actionOf, type ActionName, type OwnOrder } from './progress.ts';
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
    </section>
  );
}

function SignInFirst({ seen }: { seen: Seen }) {
  const { t } = useSpeech();
  const next = encodeURIComponent(`/orders/${seen.order.orderNumber}`);
  return (
    <>
      <p className="text-sm text-muted">{t('orders.actions.shared')}</p>
      <ButtonLink to={`/sign-in?next=${next}`}>{t('sign-in')}</ButtonLink>
    </>
  );
}

function Own({ order, now }: { order: OwnOrder; now: OrderNow }) {
  const { t } = useSpeech();
  const [cancelling, setCancelling] = useState(false);
  const again = useBuyAgain();
  return (
    <>
      {actionOf(order, 'buy-again').allowed && (
        <Button busy={again.busy} onClick={() => void again.buy(order.orderNumber)}>
          {t('orders.again')}
        </Button>
      )}
      {actionOf(order, 'cancel').allowed && (
        <Button kind="danger" onClick={() => setCancelling(true)}>
          {t('orders.cancel')}
        </Button>
      )}
      <NotNow order={order} />
      <CancelDialog
        open={cancelling}
        order={order}
        onClose={() => setCancelling(false)}
        onChanged={now.reload}
      />
    </>
  );
}

const names = {
  'buy-again': 'orders.again',
  cancel: 'orders.cancel',
  return: 'orders.return',
  invoice: 'orders.invoice',
} as const satisfies Record<ActionName, string>;

/** What cannot be done now, as words: rows of dead buttons would only be in the way. */
function NotNow({ order }: { order: OwnOrder }) {
  const speech = useSpeech();
  const barred = (Object.keys(names) as ActionName[]).flatMap((name) => {
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
