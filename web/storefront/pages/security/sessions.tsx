import { useNavigate } from 'react-router';
import type { ReplyOf } from '../../../client/request.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { MoreIcon } from '../../../ui/icon-more.tsx';
import { ErrorNotice } from '../../../ui/notice.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { useAction } from '../../state/use-action.ts';
import type { Query } from '../../state/use-query.ts';
import { Section } from './section.tsx';

export type SessionList = ReplyOf<'GET /me/sessions'>;
type Item = SessionList['data'][number];

/** Where the account is signed in; each place can be ended alone, or all at once. */
export function Sessions({ query }: { query: Query<SessionList> }) {
  const { speech } = useApp();
  const { t } = speech;
  const list = query.data?.data ?? null;
  return (
    <Section id="sessions" title={t('sessions.title')} lead={t('sessions.lead')}>
      {list === null && query.problem === null && <Skeleton className="h-40 w-full" />}
      {list === null && query.problem !== null && (
        <ErrorNotice
          title={t('problem.title')}
          text={problemText(speech, query.problem)}
          requestId={query.problem.requestId}
          requestLabel={t('failed.request')}
          actions={
            <Button size="sm" onClick={query.reload}>
              {t('retry')}
            </Button>
          }
        />
      )}
      {list !== null && (
        <ul className="w-full">
          {list.map((item) => (
            <OneSession key={item.sessionId} item={item} onEnded={query.reload} />
          ))}
        </ul>
      )}
      <Everywhere others={(list?.length ?? 0) > 1} onEnded={query.reload} />
    </Section>
  );
}

function OneSession({ item, onEnded }: { item: Item; onEnded(): void }) {
  const { api, speech } = useApp();
  const { t, date } = speech;
  const action = useAction();
  const { sessionId } = item;
  const device = item.device ?? t('sessions.unknown');
  const when = (at: string) => date(at, { dateStyle: 'medium', timeStyle: 'short' });
  const end = async (key: string) => {
    await api.request('DELETE /me/sessions/{sessionId}', { params: { sessionId }, key });
    onEnded();
  };
  return (
    <li className="grid grid-cols-[1.5rem_1fr_auto] items-start gap-x-4 gap-y-2 border-b border-line py-4">
      <MoreIcon name="device" className="mt-0.5 size-6 text-muted" />
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 font-medium">
          {device}
          {item.current && <Badge tone="accent">{t('sessions.this')}</Badge>}
        </p>
        <p className="text-sm text-muted">
          {t('sessions.when', { last: when(item.lastUsedAt), since: when(item.startedAt) })}
        </p>
      </div>
      {!item.current && (
        <Button
          size="sm"
          busy={action.busy}
          aria-label={t('sessions.end.named', { device })}
          onClick={() => void action.run(end)}
        >
          {t('sessions.end')}
        </Button>
      )}
      {action.problem !== null && (
        <div className="col-span-3">
          <FormProblem problem={action.problem} />
        </div>
      )}
    </li>
  );
}

function Everywhere({ others, onEnded }: { others: boolean; onEnded(): void }) {
  const { api, session, speech, toasts } = useApp();
  const { t } = speech;
  const navigate = useNavigate();
  const action = useAction();
  const endOthers = async (key: string) => {
    const { ended } = await api.request('DELETE /me/sessions', { key });
    toasts.show({ text: t('sessions.ended', { count: ended }), tone: 'good' });
    onEnded();
  };
  const endAll = async (key: string) => {
    await api.request('DELETE /me/sessions', { key });
    await session.signOut();
    await navigate('/');
    toasts.show({ text: t('sessions.ended.all') });
  };
  return (
    <div className="grid gap-3">
      <FormProblem problem={action.problem} />
      <div className="flex flex-wrap gap-3">
        {others && (
          <Button busy={action.busy} onClick={() => void action.run(endOthers)}>
            {t('sessions.end-others')}
          </Button>
        )}
        <Button kind="danger" busy={action.busy} onClick={() => void action.run(endAll)}>
          {t('sessions.end-all')}
        </Button>
      </div>
    </div>
  );
}
