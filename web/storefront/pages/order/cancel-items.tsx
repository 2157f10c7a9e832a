import { Checkbox } from '../../../ui/field.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { useQuery } from '../../state/use-query.ts';
import { itemBarOf, type OwnOrder } from './progress.ts';

export interface ItemChoiceProps {
  order: OwnOrder;
  chosen: ReadonlySet<number>;
  onChange(chosen: ReadonlySet<number>): void;
}

/** The lines to choose from; what is packed or gone says why it cannot be chosen. */
export function ItemChoice({ order, chosen, onChange }: ItemChoiceProps) {
  const { t, number } = useSpeech();
  const toggle = (lineNo: number, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(lineNo);
    else next.delete(lineNo);
    onChange(next);
  };
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 font-medium">{t('orders.cancel.pick')}</legend>
      {order.items.map((item) => {
        const bar = itemBarOf(item);
        const name = (
          <>
            <bdi>{item.name}</bdi>{' '}
            <span className="figures text-sm text-muted">
              {t('orders.item.quantity', { quantity: number(item.quantity) })}
            </span>
          </>
        );
        if (bar !== null) {
          return (
            <p key={item.lineNo} className="text-muted">
              {name}
              <span className="block text-sm">{t(`orders.cancel.item.${bar}`)}</span>
            </p>
          );
        }
        return (
          <Checkbox
            key={item.lineNo}
            name="line"
            checked={chosen.has(item.lineNo)}
            onChange={(event) => toggle(item.lineNo, event.currentTarget.checked)}
            label={name}
          />
        );
      })}
    </fieldset>
  );
}

/** What goes back for the lines that are chosen, asked of the shop before anything is sent. */
export function ItemRefund({ order, chosen }: Omit<ItemChoiceProps, 'onChange'>) {
  const { api } = useApp();
  const { t, money } = useSpeech();
  const lines = [...chosen].toSorted((a, b) => a - b).join(',');
  const { orderId, version } = order;
  const query = useQuery(lines === '' ? null : `${version} ${lines}`, (signal) =>
    api.request('GET /orders/{orderId}/cancel-preview', {
      params: { orderId },
      query: { lines },
      signal,
    }),
  );
  if (lines === '') return <p>{t('orders.cancel.pick')}</p>;
  if (query.problem !== null) return <p>{t('orders.cancel.refund.unknown')}</p>;
  const { data } = query;
  if (data === null || query.loading) return <p>{t('orders.cancel.counting')}</p>;
  const amount = money(data.total, data.currency);
  if (order.money !== null && order.money.paid === 0) {
    return <p>{t('orders.cancel.refund.door', { amount })}</p>;
  }
  const delivery = { amount: money(data.shipping, data.currency) };
  return (
    <>
      <p>{t('orders.cancel.refund.items', { amount, tax: money(data.tax, data.currency) })}</p>
      {data.shipping > 0 && <p className="mt-1">{t('orders.cancel.refund.delivery', delivery)}</p>}
      {!data.whole && order.shipping > 0 && (
        <p className="mt-1">{t('orders.cancel.refund.stays')}</p>
      )}
    </>
  );
}
