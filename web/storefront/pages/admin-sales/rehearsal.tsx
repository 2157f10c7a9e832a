/** A crowd of nobody through a copy of the sale, and what came of it. */
import { useState } from 'react';
import type { ReplyOf } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';

type Rehearsed = ReplyOf<'POST /admin/flash-sales/{saleId}/rehearse'>;

export function Rehearsal({ saleId }: { saleId: string }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const action = useAction();
  const [found, setFound] = useState<Rehearsed | null>(null);
  const rehearse = () =>
    action.run(async (key) => {
      const call = { params: { saleId }, body: {}, key };
      setFound(await api.request('POST /admin/flash-sales/{saleId}/rehearse', call));
    });
  return (
    <section className="grid gap-3">
      <h2 className="text-xl">{t('flash.rehearse.title')}</h2>
      <p className="max-w-prose text-muted">{t('flash.rehearse.text')}</p>
      <p>
        <Button size="sm" busy={action.busy} data-rehearse onClick={() => void rehearse()}>
          {t('flash.rehearse')}
        </Button>
      </p>
      <FormProblem problem={action.problem} />
      <div role="status">{found !== null && <Result found={found} />}</div>
    </section>
  );
}

function Result({ found }: { found: Rehearsed }) {
  const { t, number } = useApp().speech;
  const { sold, units, people, returned, claims, joins, neededPerSecond, wrong } = found;
  const counted = {
    sold: number(sold),
    units: number(units),
    people: number(people),
    returned: number(returned),
  };
  const pace = { claims: number(claims.perSecond), needed: number(neededPerSecond) };
  const lines = [
    { ok: found.complete, text: t('flash.rehearse.sold', counted) },
    ...(found.complete ? [] : [{ ok: false, text: t('flash.rehearse.short') }]),
    { ok: found.holdsPace, text: t('flash.rehearse.pace', pace) },
    ...(found.holdsPace ? [] : [{ ok: false, text: t('flash.rehearse.slow') }]),
    { ok: true, text: t('flash.rehearse.joins', { joins: number(joins.perSecond) }) },
    ...(wrong.length === 0 ? [{ ok: true, text: t('flash.rehearse.right') }] : []),
  ];
  return (
    <ul className="figures grid gap-2" data-rehearsed={wrong.length}>
      {lines.map(({ ok, text }) => (
        <Line key={text} ok={ok}>
          {text}
        </Line>
      ))}
      {wrong.map((text) => (
        <Line key={text} ok={false}>
          <span lang="en">{text}</span>
        </Line>
      ))}
    </ul>
  );
}

function Line({ ok, children }: { ok: boolean; children: React.ReactNode }) {
  return (
    <li className="flex items-start gap-2">
      <Icon
        name={ok ? 'check' : 'warning'}
        className={`mt-0.5 size-5 ${ok ? 'text-good' : 'text-danger'}`}
      />
      <span>{children}</span>
    </li>
  );
}
