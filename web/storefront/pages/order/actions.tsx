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
  const speech = useSpeech();
  const { t } = speech;
  const [cancelling, setCancelling] = useState(false);
  const again = useBuyAgain();
  const why = (name: ActionName): string => {
    const { allowed, reason } = actionOf(order, name);
    if (allowed) return '';
    return speech.maybe(`orders.why.${name}.${reason}`) ?? t('orders.why.other');
  };
  return (
    <>
      <div>
        <Button
          id="buy-again"
          className="w-full"
          busy={again.busy}
          whyNot={why('buy-again')}
          onClick={() => void again.buy(order.orderNumber)}
        >
          {t('orders.again')}
        </Button>
      </div>
      <div>
        <Button
          id="cancel"
          kind={actionOf(order, 'cancel').allowed ? 'danger' : 'secondary'}
          className="w-full"
          whyNot={why('cancel')}
          onClick={() => setCancelling(true)}
        >
          {t('orders.cancel')}
        </Button>
      </div>
      <div>
        <Button id="return" className="w-full" whyNot={why('return')}>
          {t('orders.return')}
        </Button>
      </div>
      <div>
        <Button id="invoice" className="w-full" whyNot={why('invoice')}>
          {t('orders.invoice')}
        </Button>
      </div>
      <CancelDialog
        open={cancelling}
        order={order}
        onClose={() => setCancelling(false)}
        onChanged={now.reload}
      />
    </>
  );
}
