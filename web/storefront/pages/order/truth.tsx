import { ButtonLink } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useSpeech } from '../../app.tsx';
import { headlineOf, isLate, type AnyOrder } from './progress.ts';

/** What went otherwise than planned, in plain words: waiting banks, refunds, delays. */
export function Truth({ order }: { order: AnyOrder }) {
  const { t, money } = useSpeech();
  const { money: state, currency } = order;
  const headline = headlineOf(order);
  const back = state?.state ?? '';
  const amount = state === null ? '' : money(state.paid, currency);
  if (headline === 'pending') {
    return (
      <Notice tone="warn" title={t('orders.truth.pending')}>
        {t('orders.truth.pending.text')}
      </Notice>
    );
  }
  if (headline === 'declined') {
    return (
      <Notice
        tone="warn"
        title={t('orders.truth.declined')}
        actions={
          'checkoutId' in order && (
            <ButtonLink to={`/checkout/${order.checkoutId}`}>
              {t('orders.truth.declined.pay')}
            </ButtonLink>
          )
        }
      >
        {t('orders.truth.declined.text')}
      </Notice>
    );
  }
  if (headline === 'failed' || headline === 'cancelled') {
    const paid = state !== null && state.paid > 0;
    const settled = back === 'refunded';
    const key = !paid ? 'unpaid' : settled ? 'refunded' : 'refunding';
    return (
      <Notice
        tone={headline === 'failed' ? 'problem' : 'plain'}
        title={t(`orders.truth.${headline}`)}
      >
        {state === null ? t('orders.money.unknown') : t(`orders.truth.money.${key}`, { amount })}
      </Notice>
    );
  }
  if (isLate(order)) {
    return (
      <Notice tone="warn" title={t('orders.truth.late')}>
        {t('orders.truth.late.text')}
      </Notice>
    );
  }
  return null;
}
