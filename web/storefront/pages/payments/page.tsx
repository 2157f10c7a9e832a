/** What the account keeps to pay with: which is offered first, and removed with a way back. */
import { useState } from 'react';
import { problemIn, type ApiProblem } from '../../../client/problem.ts';
import { newKey, type ReplyOf } from '../../../client/request.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { MoreIcon } from '../../../ui/icon-more.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { EmptyState, ErrorNotice } from '../../../ui/notice.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import { pageLoader, type Handle } from '../../page.ts';
import { FormProblem } from '../../shell/form-problem.tsx';
import { Personal } from '../../shell/personal.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { useQuery } from '../../state/use-query.ts';
import { AccountFrame } from '../account/frame.tsx';
import { isExpired, keptName, keptUntil, type Kept } from './kept.ts';

export const loader = pageLoader(() => null);

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('kept.title'), noindex: true }),
};

export function Component() {
  const { t } = useApp().speech;
  const waiting = (
    <AccountFrame title={t('kept.title')} lead={t('kept.lead')}>
      <Shapes />
    </AccountFrame>
  );
  return (
    <Personal
      title={t('kept.title')}
      why={t('kept.why')}
      waiting={waiting}
      children={({ userId }) => <Payments userId={userId} />}
    />
  );
}

function Shapes() {
  return (
    <div className="grid gap-4">
      <Skeleton className="h-24" />
      <Skeleton className="h-24" />
    </div>
  );
}

type Answer = ReplyOf<'GET /me/payment-methods'>;

/** The list as the server said it last, and the one change of it that is on its way. */
function useKept(userId: string) {
  const { api } = useApp();
  const query = useQuery(`payments ${userId}`, (signal) =>
    api.request('GET /me/payment-methods', { signal }),
  );
  const [busyId, setBusyId] = useState<string | null>(null);
  const [refused, setRefused] = useState<ApiProblem | null>(null);
  const change = async (id: string, send: () => Promise<Answer | null | void>) => {
    if (busyId !== null) return false;
    setBusyId(id);
    setRefused(null);
    try {
      await send();
      return true;
    } catch (error) {
      const problem = problemIn(error);
      if (problem === null) throw error;
      // Removed in another tab: the list says so.
      if (problem.code !== 'payment-method-not-found') setRefused(problem);
      return false;
    } finally {
      setBusyId(null);
      query.reload();
    }
  };
  const to = (methodId: string) => ({ params: { methodId }, key: newKey() });
  return {
    ...query,
    busyId,
    refused,
    makeDefault: (id: string) =>
      change(id, () => api.request('PUT /me/payment-methods/{methodId}/default', to(id))),
    remove: (id: string) =>
      change(id, () => api.request('DELETE /me/payment-methods/{methodId}', to(id))),
    putBack: (id: string) =>
      change(id, () => api.request('POST /me/payment-methods/{methodId}/restore', to(id))),
  };
}

function Payments({ userId }: { userId: string }) {
  const { speech, toasts } = useApp();
  const { t } = speech;
  const kept = useKept(userId);
  const list = kept.data?.paymentMethods ?? null;
  const remove = async (one: Kept) => {
    if (!(await kept.remove(one.methodId))) return;
    toasts.show({
      text: t('kept.removed', { name: keptName(speech, one) }),
      action: { label: t('undo'), run: () => void kept.putBack(one.methodId) },
    });
    document.getElementById('main')?.focus();
  };
  return (
    <AccountFrame title={t('kept.title')} lead={t('kept.lead')}>
      {list === null && kept.problem !== null && (
        <ErrorNotice
          title={t('kept.problem')}
          text={problemText(speech, kept.problem)}
          requestId={kept.problem.requestId}
          requestLabel={t('failed.request')}
          actions={
            <Button size="sm" busy={kept.loading} onClick={kept.reload}>
              {t('retry')}
            </Button>
          }
        />
      )}
      {list === null && kept.problem === null && (
        <>
          <Loading label={t('loading')} />
          <Shapes />
        </>
      )}
      {list !== null && list.length === 0 && (
        <EmptyState icon="card" title={t('kept.none')} text={t('kept.none.text')}>
          <ButtonLink to="/" kind="primary">
            {t('kept.none.go')}
          </ButtonLink>
        </EmptyState>
      )}
      <FormProblem problem={kept.refused} title={t('kept.failed')} />
      {list !== null && list.length > 0 && (
        <ul className="border-b border-line">
          {list.map((one) => (
            <Entry
              key={one.methodId}
              one={one}
              busy={kept.busyId === one.methodId}
              onDefault={() => void kept.makeDefault(one.methodId)}
              onRemove={() => void remove(one)}
            />
          ))}
        </ul>
      )}
    </AccountFrame>
  );
}

interface EntryProps {
  one: Kept;
  busy: boolean;
  onDefault(): void;
  onRemove(): void;
}

function Entry({ one, busy, onDefault, onRemove }: EntryProps) {
  const { speech } = useApp();
  const { t } = speech;
  const name = keptName(speech, one);
  const until = keptUntil(one);
  const expired = isExpired(one, new Date());
  const used = t('kept.used', { date: speech.date(one.lastUsedAt, { dateStyle: 'medium' }) });
  return (
    <li className="grid gap-3 border-t border-line py-5 sm:grid-cols-[1fr_auto] sm:items-center">
      <div className="grid grid-cols-[1.75rem_1fr] gap-x-4">
        {one.method === 'CARD' ? (
          <Icon name="card" className="size-7 text-accent" />
        ) : (
          <MoreIcon name="wallet" className="size-7 text-accent" />
        )}
        <div className="grid min-w-0 gap-1">
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <bdi className="font-semibold">{name}</bdi>
            {one.isDefault && <Badge tone="accent">{t('kept.default')}</Badge>}
            {expired && <Badge tone="warn">{t('kept.expired.badge')}</Badge>}
          </p>
          {until !== null && (
            <p className="figures text-sm text-muted">
              {t(expired ? 'kept.expired' : 'kept.until', { date: until })}
            </p>
          )}
          <p className="text-sm text-muted">{used}</p>
        </div>
      </div>
      <div className="-ms-4 flex flex-wrap sm:ms-0">
        {!one.isDefault && !expired && (
          <Button
            size="sm"
            kind="quiet"
            busy={busy}
            aria-label={t('kept.default.named', { name })}
            onClick={onDefault}
          >
            {t('kept.default.make')}
          </Button>
        )}
        <Button
          size="sm"
          kind="quiet"
          busy={busy}
          aria-label={t('kept.remove.named', { name })}
          onClick={onRemove}
        >
          {t('kept.remove')}
        </Button>
      </div>
    </li>
  );
}
