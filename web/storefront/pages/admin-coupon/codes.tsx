// Codes of a coupon: one more that people can say, or a batch of random ones, with how far it is
// and as a file once it is made.
import { useEffect, useState } from 'react';
import type { ReplyOf } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { MoreIcon } from '../../../ui/icon-more.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import { faultsIn } from '../admin-pricing/faults.ts';

type Batch = ReplyOf<'GET /admin/coupons/{couponId}/batches'>['data'][number];

const look_ms = 500;
const batches_max = 50;

export function Codes({ couponId }: { couponId: string }) {
  const { t } = useApp().speech;
  return (
    <section className="grid grid-cols-1 gap-6 rounded-lg bg-surface p-5">
      <h2 className="text-lg">{t('coupons.codes')}</h2>
      <OneCode couponId={couponId} />
      <Batches couponId={couponId} />
    </section>
  );
}

function OneCode({ couponId }: { couponId: string }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const [code, setCode] = useState('');
  const [said, setSaid] = useState('');
  const action = useAction();
  const fault = faultsIn(speech, action.problem)('code');
  return (
    <form
      noValidate
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void action.run(async (key) => {
          const call = { params: { couponId }, body: { code: code.trim() }, key };
          const made = await api.request('POST /admin/coupons/{couponId}/codes', call);
          setSaid(t('coupons.code.added', { code: made.code }));
          setCode('');
        });
      }}
    >
      <Field
        name="new-code"
        label={t('coupons.code.one')}
        hint={t('coupons.code.hint')}
        maxLength={100}
        autoComplete="off"
        value={code}
        error={fault}
        onChange={({ target }) => setCode(target.value)}
      />
      {fault === undefined && <FormProblem problem={action.problem} />}
      <Button type="submit" size="sm" className="justify-self-start" busy={action.busy}>
        {t('coupons.code.add')}
      </Button>
      <p role="status" className="text-sm">
        {said}
      </p>
    </form>
  );
}

function Batches({ couponId }: { couponId: string }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const [count, setCount] = useState('1000');
  const action = useAction();
  const found = useQuery(`batches ${couponId}`, (signal) =>
    api.request('GET /admin/coupons/{couponId}/batches', {
      params: { couponId },
      query: { limit: batches_max },
      signal,
    }),
  );
  const { data, reload } = found;
  const isMaking = data?.data.some((one) => one.made < one.wanted) ?? false;
  useEffect(() => {
    if (!isMaking) return undefined;
    const timer = setInterval(reload, look_ms);
    return () => clearInterval(timer);
  }, [isMaking, reload]);
  const fault = faultsIn(speech, action.problem)('count');
  return (
    <form
      noValidate
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void action.run(async (key) => {
          const call = { params: { couponId }, body: { count: Number(count) }, key };
          await api.request('POST /admin/coupons/{couponId}/batches', call);
          reload();
        });
      }}
    >
      <Field
        name="count"
        label={t('coupons.batch.count')}
        hint={t('coupons.batch.hint')}
        inputMode="numeric"
        value={count}
        error={fault}
        onChange={({ target }) => setCount(target.value)}
      />
      {fault === undefined && <FormProblem problem={action.problem} />}
      <Button type="submit" size="sm" className="justify-self-start" busy={action.busy}>
        {t('coupons.batch.make')}
      </Button>
      <ul className="grid gap-3" aria-live="polite">
        {data?.data.map((one) => (
          <BatchRow key={one.batchId} couponId={couponId} batch={one} />
        ))}
      </ul>
    </form>
  );
}

function BatchRow({ couponId, batch }: { couponId: string; batch: Batch }) {
  const { api, speech } = useApp();
  const { t, number, date } = speech;
  const { batchId, made, wanted, createdAt } = batch;
  const action = useAction();
  const isDone = made >= wanted;
  const words = { made: number(made), wanted: number(wanted) };
  const load = () =>
    void action.run(async () => {
      const call = { params: { couponId }, query: { batchId }, timeout_ms: 120_000 };
      const text = await api.request('GET /admin/coupons/{couponId}/codes.csv', call);
      saveAs(`coupon-codes-${batchId.slice(-8)}.csv`, String(text));
    });
  return (
    <li className="grid gap-1">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="figures text-sm" suppressHydrationWarning>
          {t(isDone ? 'coupons.batch.done' : 'coupons.batch.progress', words)}{' '}
          <span className="text-muted">
            {date(createdAt, { dateStyle: 'medium', timeStyle: 'short' })}
          </span>
        </span>
        {isDone && (
          <Button
            size="sm"
            busy={action.busy}
            aria-label={t('coupons.batch.csv.named', words)}
            onClick={load}
          >
            <MoreIcon name="download" className="size-4" />
            {t('coupons.batch.csv')}
          </Button>
        )}
      </div>
      {!isDone && (
        <progress
          className="h-2 w-full"
          max={wanted}
          value={made}
          aria-label={t('coupons.batch.progress', words)}
        />
      )}
      <FormProblem problem={action.problem} />
    </li>
  );
}

function saveAs(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}
