import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';

/** What is looked at before a sale may start; one that is not ready does not. */
export function Preflight({ saleId }: { saleId: string }) {
  const { api, speech } = useApp();
  const { t, number } = speech;
  const action = useAction();
  const [took_ms, setTook] = useState<number | null>(null);
  const { data, loading, reload } = useQuery(`preflight ${saleId}`, (signal) =>
    api.request('GET /admin/flash-sales/{saleId}/preflight', { params: { saleId }, signal }),
  );
  if (data === null) return null;
  const prewarm = () =>
    action.run(async (key) => {
      const call = { params: { saleId }, key };
      const done = await api.request('POST /admin/flash-sales/{saleId}/prewarm', call);
      setTook(done.took_ms);
      reload();
    });
  return (
    <section className="grid gap-3" data-preflight={data.ready}>
      <h2 className="text-xl">{t('flash.preflight')}</h2>
      <p className="font-medium">{t(data.ready ? 'flash.preflight.yes' : 'flash.preflight.no')}</p>
      <ul className="grid gap-2">
        {data.checks.map(({ check, ok, detail }) => (
          <li key={check} className="flex items-start gap-2">
            <Icon
              name={ok ? 'check' : 'warning'}
              className={`mt-0.5 size-5 ${ok ? 'text-good' : 'text-danger'}`}
            />
            <span lang="en">{detail === '' ? check : `${check}: ${detail}`}</span>
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-3">
        <Button size="sm" busy={loading} onClick={reload}>
          {t('flash.preflight.again')}
        </Button>
        <Button size="sm" busy={action.busy} data-prewarm onClick={() => void prewarm()}>
          {t('flash.prewarm')}
        </Button>
        <p role="status" className="figures text-sm text-muted">
          {took_ms === null ? '' : t('flash.prewarm.done', { ms: number(took_ms) })}
        </p>
      </div>
      <FormProblem problem={action.problem} />
    </section>
  );
}
