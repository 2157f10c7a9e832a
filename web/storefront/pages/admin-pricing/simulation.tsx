// What the orders of the last days would have cost with a draft. It is asked for once and then
// looked after until it is done; nothing is changed by it.
import { useEffect, useRef, useState } from 'react';
import { problemIn, type ApiProblem } from '../../../client/problem.ts';
import type { BodyOf, ReplyOf } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { Select } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { Scroll } from './scroll.tsx';

type Asked = Omit<BodyOf<'POST /admin/simulations'>, 'days'>;
type Simulated = ReplyOf<'GET /admin/simulations/{simulationId}'>;

const periods = [1, 7, 31] as const;
const look_ms = 400;

export interface SimulationProps {
  asked(): Asked;
  onProblem(problem: ApiProblem | null): void;
}

export function Simulation({ asked, onProblem }: SimulationProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const [days, setDays] = useState(7);
  const [now, setNow] = useState<Simulated | null>(null);
  const action = useAction();
  useAfterwards(now, setNow);
  const told = useRef(onProblem);
  told.current = onProblem;
  useEffect(() => told.current(action.problem), [action.problem]);
  const running = now?.state === 'RUNNING';
  return (
    <div className="grid grid-cols-1 gap-4">
      <p className="text-sm text-muted">{t('pricing.simulate.text')}</p>
      <div className="flex flex-wrap items-end gap-3">
        <Select
          label={t('pricing.simulate.days')}
          value={days}
          onChange={({ target }) => setDays(Number(target.value))}
        >
          {periods.map((one) => (
            <option key={one} value={one}>
              {t('pricing.simulate.period', { count: one })}
            </option>
          ))}
        </Select>
        <Button
          busy={action.busy || running}
          onClick={() =>
            void action.run(async (key) => {
              const body = { ...asked(), days };
              setNow(await api.request('POST /admin/simulations', { body, key }));
            })
          }
        >
          {t('pricing.simulate')}
        </Button>
      </div>
      <FormProblem problem={action.problem} />
      {now !== null && running && (
        <div className="grid gap-1">
          <progress
            className="h-2 w-full"
            max={now.max}
            value={now.looked}
            aria-label={t('pricing.simulate')}
          />
          <p className="text-sm text-muted">
            {t('pricing.simulate.looked', { count: now.looked })}
          </p>
        </div>
      )}
      <div role="status" className="grid grid-cols-1 gap-4">
        {now?.state === 'FAILED' && <Notice tone="problem" title={t('pricing.simulate.failed')} />}
        {now?.state === 'DONE' && <Outcome of={now} />}
      </div>
    </div>
  );
}

/** Looks again until it is done. */
function useAfterwards(now: Simulated | null, set: (next: Simulated) => void) {
  const { api } = useApp();
  const id = now?.state === 'RUNNING' ? now.simulationId : null;
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (id === null) return undefined;
    const over = new AbortController();
    const timer = setTimeout(() => {
      const call = { params: { simulationId: id }, signal: over.signal };
      api.request('GET /admin/simulations/{simulationId}', call).then(
        (looked) => {
          set(looked);
          setRound((before) => before + 1);
        },
        (error: unknown) => {
          if (over.signal.aborted) return;
          if (problemIn(error) === null) throw error;
          setRound((before) => before + 1);
        },
      );
    }, look_ms);
    return () => {
      clearTimeout(timer);
      over.abort();
    };
    // `set` is a state's own.
  }, [api, id, round, set]);
}

function Outcome({ of }: { of: Simulated }) {
  const { t, money, date } = useSpeech();
  const { looked, unknown, complete, oldest, totals, examples } = of;
  const touched = totals.reduce((sum, one) => sum + one.touched, 0);
  const time = oldest === null ? '' : date(oldest, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <>
      <p className="font-medium">
        {t('pricing.simulate.touched', { touched, count: looked })}{' '}
        {!complete && oldest !== null && t('pricing.simulate.back', { time })}{' '}
        {unknown > 0 && t('pricing.simulate.unknown', { count: unknown })}
      </p>
      {totals.length > 0 && (
        <Amounts
          label={t('pricing.simulate.totals')}
          rows={totals.map((one) => {
            const name = t('pricing.simulate.orders', { count: one.orders });
            return { ...one, key: one.currency, name: `${one.currency} · ${name}` };
          })}
          money={money}
        />
      )}
      {examples.length > 0 && (
        <Amounts
          label={t('pricing.simulate.examples')}
          rows={examples.map((one) => ({ ...one, key: one.orderId, name: one.orderNumber }))}
          money={money}
        />
      )}
      <p className="text-sm text-muted">{t('pricing.simulate.what')}</p>
    </>
  );
}

interface AmountRow {
  key: string;
  name: string;
  currency: string;
  before: number;
  after: number;
  change: number;
}

interface AmountsProps {
  label: string;
  rows: readonly AmountRow[];
  money(amount: number, currency: string): string;
}

function Amounts({ label, rows, money }: AmountsProps) {
  const { t } = useSpeech();
  const heads = ['before', 'after', 'change'] as const;
  return (
    <Scroll label={label}>
      <table className="w-full text-sm">
        <caption className="pb-1 text-start font-medium">{label}</caption>
        <thead>
          <tr className="border-b border-line text-muted">
            <td />
            {heads.map((one) => (
              <th key={one} scope="col" className="py-2 ps-4 text-end font-medium">
                {t(`pricing.simulate.${one}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key} className="border-b border-line">
              <th scope="row" className="py-2 text-start font-normal">
                <bdi>{row.name}</bdi>
              </th>
              {heads.map((one) => (
                <td key={one} className="figures py-2 ps-4 text-end whitespace-nowrap">
                  {money(row[one], row.currency)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
