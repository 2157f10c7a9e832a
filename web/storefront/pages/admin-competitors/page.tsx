/** What competitors ask, for rules that follow them: brought in as a table, and listed. */
import { useState } from 'react';
import type { ReplyOf } from '../../../client/request.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { TextArea } from '../../../ui/field.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { useApp } from '../../app.tsx';
import type { Handle } from '../../page.ts';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { nameOf } from '../admin-price-lists/typed.ts';
import { faultsIn } from '../admin-pricing/faults.ts';
import { PricingPage } from '../admin-pricing/frame.tsx';
import { Paged } from '../admin-pricing/paged.tsx';
import { Rows } from '../admin-pricing/rows.tsx';

type Asking = ReplyOf<'GET /admin/competitor-prices'>['data'][number];

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('pricing.nav.competitors'), noindex: true }),
};

export function Component() {
  const { t } = useApp().speech;
  return (
    <PricingPage title={t('pricing.nav.competitors')}>
      {(userId) => <Desk userId={userId} />}
    </PricingPage>
  );
}

function Desk({ userId }: { userId: string }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const [round, setRound] = useState(0);
  const none = { title: t('rivals.none'), text: t('rivals.none.text') };
  return (
    <>
      <p className="max-w-2xl text-muted">{t('rivals.text')}</p>
      <BringIn onKept={() => setRound(round + 1)} />
      <Paged<Asking>
        key={round}
        name={`${userId} competitors`}
        ask={(query, signal) =>
          api.request('GET /admin/competitor-prices', { query, ...(signal ? { signal } : {}) })
        }
      >
        {(rows) => (
          <Rows<Asking>
            rows={rows}
            none={none}
            keyOf={(row) => `${row.variantId} ${row.currency} ${row.source}`}
            nameOf={nameOf}
            facts={(row) => <Facts row={row} />}
          />
        )}
      </Paged>
    </>
  );
}

function Facts({ row }: { row: Asking }) {
  const { t, money, date } = useApp().speech;
  return (
    <>
      <span className="figures font-semibold text-ink">{money(row.price, row.currency)}</span>
      <bdi className="wrap-anywhere">{row.source}</bdi>
      <span>{t('rivals.seen', { time: date(row.seenAt, { dateStyle: 'medium' }) })}</span>
      {!row.counts && <Badge tone="warn">{t('rivals.old')}</Badge>}
    </>
  );
}

/** A table as text, typed, pasted or read from a file; all of its rows or none. */
function BringIn({ onKept }: { onKept(): void }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const [csv, setCsv] = useState('');
  const [said, setSaid] = useState('');
  const action = useAction();
  const at = action.problem?.body.errors?.[0]?.pointer;
  const [, line] = /^\/csv\/(\d+)\//.exec(at ?? '') ?? [];
  const fault = faultsIn(speech, action.problem)('csv');
  const change = (text: string) => {
    if (action.problem !== null) action.clear();
    setCsv(text);
  };
  const keep = () =>
    action.run(async (key) => {
      setSaid('');
      const { kept } = await api.request('POST /admin/competitor-prices', { body: { csv }, key });
      setSaid(t('rivals.kept', { count: kept }));
      setCsv('');
      onKept();
    });
  return (
    <form
      noValidate
      className="grid max-w-3xl grid-cols-1 gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      <TextArea
        name="csv"
        rows={6}
        dir="ltr"
        label={t('rivals.csv')}
        hint={t('rivals.csv.hint')}
        placeholder="variantId,currency,price,source"
        autoComplete="off"
        spellCheck={false}
        value={csv}
        error={line === undefined ? fault : `${t('rivals.line', { line })} ${fault ?? ''}`}
        onChange={({ target }) => change(target.value)}
      />
      <label className="inline-flex min-h-11 w-fit cursor-pointer items-center gap-2 rounded-full border border-line-strong px-5 font-medium has-focus-visible:outline-2 hover:bg-surface">
        <Icon name="plus" className="size-4" />
        {t('rivals.file')}
        <input
          type="file"
          accept=".csv,text/csv"
          className="unseen"
          onChange={({ target }) => {
            void target.files?.[0]?.text().then(change);
            target.value = '';
          }}
        />
      </label>
      {fault === undefined && <FormProblem problem={action.problem} />}
      <Button type="submit" className="justify-self-start" busy={action.busy}>
        {t('rivals.keep')}
      </Button>
      <p role="status" className="text-sm">
        {said}
      </p>
    </form>
  );
}
