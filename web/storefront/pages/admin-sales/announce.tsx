import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Link } from '../../../ui/link.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { faultAt, shortIn } from './faults.ts';
import type { AdminSale } from './plan.ts';

/** Sets the units aside and shows the sale: all units or none. */
export function Announce({ sale, onAnnounced }: { sale: AdminSale; onAnnounced(): void }) {
  const { api, speech } = useApp();
  const { t, number } = speech;
  const [open, setOpen] = useState(false);
  const action = useAction();
  const { problem } = action;
  const units = sale.items.reduce((sum, one) => sum + one.quantity, 0);
  const names = new Map(sale.items.map(({ variantId, name }) => [variantId, name]));
  const announce = () =>
    action.run(async (key) => {
      const call = { params: { saleId: sale.saleId }, key, ifMatch: `"${sale.version}"` };
      await api.request('POST /admin/flash-sales/{saleId}/announce', call);
      setOpen(false);
      onAnnounced();
    });
  const other = problem?.code === 'sale-item-taken' ? String(problem.body['saleId'] ?? '') : '';
  const late = faultAt(speech, problem, 'startsAt');
  return (
    <section className="grid gap-4 rounded-lg bg-surface p-5 lg:sticky lg:top-6">
      <h2 className="text-lg">{t('flash.announce')}</h2>
      <p className="text-muted">{t('flash.announce.text', { count: units })}</p>
      <p>
        <Button kind="primary" onClick={() => setOpen(true)}>
          {t('flash.announce')}
        </Button>
      </p>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('flash.announce.sure')}
        closeLabel={t('close')}
        footer={
          <div className="flex flex-wrap gap-3">
            <Button kind="primary" busy={action.busy} onClick={() => void announce()}>
              {t('flash.announce.yes')}
            </Button>
            <Button onClick={() => setOpen(false)}>{t('flash.no')}</Button>
          </div>
        }
      >
        <div className="grid gap-3">
          <p className="text-muted">{t('flash.announce.text', { count: units })}</p>
          {late !== undefined && <p className="font-medium text-danger">{late}</p>}
          {late === undefined && <FormProblem problem={problem} />}
          <ul className="figures grid gap-1 text-sm" suppressHydrationWarning>
            {shortIn(problem).map(({ variantId, requested, available }) => (
              <li key={variantId}>
                {t('flash.announce.short', {
                  name: names.get(variantId) ?? variantId,
                  wanted: number(requested),
                  there: number(available),
                })}
              </li>
            ))}
          </ul>
          {other !== '' && (
            <p>
              <Link to={`/admin/flash-sales/${other}`} className="link target">
                {t('flash.announce.other')}
              </Link>
            </p>
          )}
        </div>
      </Dialog>
    </section>
  );
}
