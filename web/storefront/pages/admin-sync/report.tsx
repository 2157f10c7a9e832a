import { useState } from 'react';
import type { ReplyOf } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import { Found, Progress, When } from './job-row.tsx';
import { Asked } from './asked.tsx';
import { isOver, lengthOf, usePolling, type Run } from './run.ts';

type Page = ReplyOf<'GET /admin/ops/sync/runs/{runId}/differences'>;
type Difference = Page['data'][number];

const page_count = 50;

/** One run: how far it is, or what it found, row by row with its key. */
export function Report({ runId }: { runId: string }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const ask = (cursor?: string, signal?: AbortSignal) =>
    api.request('GET /admin/ops/sync/runs/{runId}/differences', {
      params: { runId },
      query: { limit: page_count, ...(cursor === undefined ? {} : { cursor }) },
      ...(signal ? { signal } : {}),
    });
  const found = useQuery(`sync run ${runId}`, (signal) => ask(undefined, signal));
  const over = found.data !== null && isOver(found.data.run);
  usePolling(found.data !== null && !over, found);
  return (
    <section aria-label={t('sync.report')} className="grid min-w-0 grid-cols-1 gap-4">
      <h2 className="text-xl">{t('sync.report')}</h2>
      <Asked of={found}>
        {(page) => (
          <>
            <Facts run={page.run} />
            {over && page.data.length === 0 && page.run.note === null && (
              <Notice tone="good">{t('sync.none')}</Notice>
            )}
            {page.data.length > 0 && <Rows key={String(over)} first={page} ask={ask} />}
          </>
        )}
      </Asked>
    </section>
  );
}

function Facts({ run }: { run: Run }) {
  const speech = useApp().speech;
  const { t } = speech;
  const over = isOver(run);
  return (
    <div className="grid gap-2" role="status">
      <p>
        <When of={run.startedAt ?? run.askedAt} /> · {t(run.dryRun ? 'sync.look' : 'sync.repair')}
        {run.took_ms !== null && ` · ${lengthOf(speech, run.took_ms)}`}
      </p>
      {over ? (
        <p className="text-muted">
          {t('sync.compared', { count: run.compared })} · <Found run={run} />
        </p>
      ) : (
        <Progress run={run} />
      )}
      {over && run.note !== null && (
        <Notice tone={run.state === 'refused' ? 'warn' : 'problem'}>
          <p lang="en">{run.note}</p>
        </Notice>
      )}
    </div>
  );
}

interface RowsProps {
  first: Page;
  ask(cursor: string): Promise<Page>;
}

function Rows({ first, ask }: RowsProps) {
  const { t } = useApp().speech;
  const [more, setMore] = useState<{ rows: readonly Difference[]; next: string | null } | null>(
    null,
  );
  const action = useAction();
  const next = more === null ? first.nextCursor : more.next;
  const rows = [...first.data, ...(more?.rows ?? [])];
  const load = async () => {
    if (next === null) return;
    const page = await ask(next);
    const before = more?.rows ?? [];
    setMore({ rows: [...before, ...page.data], next: page.nextCursor });
  };
  return (
    <>
      <ul className="grid grid-cols-1 border-t border-line text-sm">
        {rows.map((one) => (
          <Row key={one.key} one={one} />
        ))}
      </ul>
      <FormProblem problem={action.problem} />
      {next !== null && (
        <div>
          <Button busy={action.busy} onClick={() => void action.run(load)}>
            {t('sync.more')}
          </Button>
        </div>
      )}
    </>
  );
}

function Row({ one }: { one: Difference }) {
  const speech = useApp().speech;
  const { t, maybe } = speech;
  const { key, kind, state, sourceVersion, copyVersion, reason, lag_ms } = one;
  const versions = t('sync.versions', {
    source: sourceVersion === null ? '–' : String(sourceVersion),
    copy: copyVersion === null ? '–' : String(copyVersion),
  });
  return (
    <li className="grid gap-1 border-b border-line py-3">
      <code dir="ltr" className="break-all text-start">
        {key}
      </code>
      <p className="text-muted">
        <span className="font-semibold text-ink">{maybe(`sync.kind.${kind}`) ?? kind}</span>
        {' · '}
        <span className={state === 'failed' ? 'text-danger' : ''}>
          {maybe(`sync.ended.${state}`) ?? state}
        </span>
        {' · '}
        <span className="figures">{versions}</span>
        {lag_ms !== null && ` · ${t('sync.lag', { time: lengthOf(speech, lag_ms) })}`}
      </p>
      {reason !== null && (
        <p className="text-danger" lang="en">
          {reason}
        </p>
      )}
    </li>
  );
}
