/** What people wrote and showed, for operators to let in or refuse, with the mouse or by keys. */
import { useState } from 'react';
import { Select } from '../../../ui/field.tsx';
import { EmptyState, ErrorNotice } from '../../../ui/notice.tsx';
import { Button } from '../../../ui/button.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import type { Handle } from '../../page.ts';
import { Heading } from '../../shell/heading.tsx';
import { Personal } from '../../shell/personal.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { useQuery } from '../../state/use-query.ts';
import type { DeskPage } from './desk.ts';
import { Queue } from './queue.tsx';

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('moderation.title'), noindex: true }),
};

/** Roles that may look at reviews; the server decides, this only spares a question. */
const may = ['super', 'support', 'catalogue'];

export function Component() {
  const { t } = useApp().speech;
  const title = t('moderation.title');
  return (
    <Personal
      title={title}
      why={t('moderation.why')}
      waiting={<Frame children={<Shape />} />}
      children={({ userId, roles }) =>
        roles.some((role) => may.includes(role)) ? (
          <Desk userId={userId} />
        ) : (
          <Frame children={<Closed />} />
        )
      }
    />
  );
}

function Frame({ children }: { children: React.ReactNode }) {
  const { t } = useApp().speech;
  return (
    <div className="page grid max-w-4xl grid-cols-1 gap-6 pt-8 pb-12">
      <Heading className="text-2xl">{t('moderation.title')}</Heading>
      {children}
    </div>
  );
}

function Closed() {
  const { t } = useApp().speech;
  const [title, text] = [t('moderation.closed'), t('moderation.closed.text')];
  return <EmptyState icon="lock" title={title} text={text} />;
}

function Shape() {
  const { t } = useApp().speech;
  return (
    <>
      <Loading label={t('loading')} />
      <Skeleton className="h-40" />
      <Skeleton className="h-40" />
    </>
  );
}

const states = ['queue', 'PENDING', 'PUBLISHED', 'REJECTED', 'HIDDEN'] as const;
const kinds = ['all', 'review', 'question', 'answer'] as const;
type State = (typeof states)[number];
type Kind = (typeof kinds)[number];

/** As many as are looked at in one go. */
const page_count = 25;

function Desk({ userId }: { userId: string }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const [state, setState] = useState<State>('queue');
  const [kind, setKind] = useState<Kind>('all');
  const ask = (more: { cursor?: string; signal?: AbortSignal }): Promise<DeskPage> => {
    const { signal, cursor } = more;
    const query = {
      limit: page_count,
      ...(state === 'queue' ? {} : { state }),
      ...(kind === 'all' ? {} : { kind }),
      ...(cursor === undefined ? {} : { cursor }),
    };
    return api.request('GET /admin/reviews', { query, ...(signal ? { signal } : {}) });
  };
  const found = useQuery(`${userId} desk ${state} ${kind}`, (signal) => ask({ signal }));
  const { problem } = found;
  const shown = !found.loading && problem === null ? found.data : null;
  return (
    <Frame>
      {problem?.code === 'not-allowed' ? (
        <Closed />
      ) : (
        <>
          <Filters {...{ state, kind }} onState={setState} onKind={setKind} />
          {problem !== null && (
            <ErrorNotice
              title={t('problem.title')}
              text={problemText(speech, problem)}
              requestId={problem.requestId}
              requestLabel={t('failed.request')}
              actions={
                <Button size="sm" busy={found.loading} onClick={found.reload}>
                  {t('retry')}
                </Button>
              }
            />
          )}
          {shown === null && problem === null && <Shape />}
          {shown !== null && (
            <Queue
              key={`${state} ${kind}`}
              first={shown}
              more={(cursor) => ask({ cursor })}
              queue={state === 'queue'}
            />
          )}
        </>
      )}
    </Frame>
  );
}

interface FiltersProps {
  state: State;
  kind: Kind;
  onState(state: State): void;
  onKind(kind: Kind): void;
}

function Filters({ state, kind, onState, onKind }: FiltersProps) {
  const { t } = useApp().speech;
  return (
    <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
      <Select
        name="state"
        label={t('moderation.filter')}
        value={state}
        onChange={({ target }) => onState(states.find((one) => one === target.value) ?? 'queue')}
      >
        {states.map((one) => (
          <option key={one} value={one}>
            {t(`moderation.filter.${one}`)}
          </option>
        ))}
      </Select>
      <Select
        name="kind"
        label={t('moderation.kind')}
        value={kind}
        onChange={({ target }) => onKind(kinds.find((one) => one === target.value) ?? 'all')}
      >
        {kinds.map((one) => (
          <option key={one} value={one}>
            {t(`moderation.kind.${one}`)}
          </option>
        ))}
      </Select>
    </div>
  );
}
