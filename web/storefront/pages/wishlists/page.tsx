/** The person's wishlists: one of them with what is on it, the others beside it, and alerts. */
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { EmptyState, ErrorNotice } from '../../../ui/notice.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import { pageLoader, type Handle } from '../../page.ts';
import { Personal } from '../../shell/personal.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { useQuery } from '../../state/use-query.ts';
import { AccountFrame } from '../account/frame.tsx';
import { listName, type List } from './list.ts';
import { ListDesk } from './list-desk.tsx';
import { NewList } from './new-list.tsx';
import { Things } from './things.tsx';
import { Waits } from './waits.tsx';

export const loader = pageLoader(() => null);

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('wishes.title'), noindex: true }),
};

export function Component() {
  const { t } = useApp().speech;
  const waiting = (
    <AccountFrame title={t('wishes.title')} lead={t('wishes.lead')}>
      <Shapes />
    </AccountFrame>
  );
  return (
    <Personal
      title={t('wishes.title')}
      why={t('wishes.why')}
      waiting={waiting}
      children={({ userId }) => <Lists userId={userId} />}
    />
  );
}

function Shapes() {
  return (
    <div className="grid gap-4">
      <Skeleton className="h-12" />
      <Skeleton className="h-36" />
      <Skeleton className="h-36" />
    </div>
  );
}

function Lists({ userId }: { userId: string }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const [search] = useSearchParams();
  const lists = useQuery(`wishlists ${userId}`, (signal) =>
    api.request('GET /wishlists', { query: { limit: 50 }, signal }),
  );
  // A switch on a thing begins or ends an alert.
  const [round, setRound] = useState(0);
  const reload = () => {
    lists.reload();
    setRound((before) => before + 1);
  };
  const all = lists.data?.data ?? null;
  const asked = search.get('list');
  const chosen = all?.find(({ listId }) => listId === asked) ?? all?.find((one) => one.isDefault);
  return (
    <AccountFrame title={t('wishes.title')} lead={t('wishes.lead')}>
      {all === null && lists.problem !== null && (
        <ErrorNotice
          title={t('wishes.problem')}
          text={problemText(speech, lists.problem)}
          requestId={lists.problem.requestId}
          requestLabel={t('failed.request')}
          actions={
            <Button size="sm" busy={lists.loading} onClick={lists.reload}>
              {t('retry')}
            </Button>
          }
        />
      )}
      {all === null && lists.problem === null && (
        <>
          <Loading label={t('loading')} />
          <Shapes />
        </>
      )}
      {all !== null && (
        <>
          <Choice lists={all} chosen={chosen} onMade={lists.reload} />
          {chosen === undefined ? (
            <EmptyState icon="star" title={t('wishes.none')} text={t('wishes.none.text')}>
              <ButtonLink to="/" kind="primary">
                {t('wishes.none.go')}
              </ButtonLink>
            </EmptyState>
          ) : (
            <section className="grid gap-6" aria-labelledby="list-title">
              <div className="grid gap-1">
                <h2 id="list-title" className="text-xl wrap-anywhere">
                  {listName(speech, chosen)}
                </h2>
                <p className="text-muted">{t('wishes.count', { count: chosen.items })}</p>
              </div>
              <ListDesk
                key={`${chosen.listId} ${chosen.version}`}
                list={chosen}
                onChange={lists.reload}
              />
              <Things key={chosen.listId} list={chosen} lists={all} onChange={reload} />
            </section>
          )}
          <Waits userId={userId} round={round} />
        </>
      )}
    </AccountFrame>
  );
}

interface ChoiceProps {
  lists: readonly List[];
  chosen: List | undefined;
  onMade(): void;
}

/** All lists by name, and a new one. */
function Choice({ lists, chosen, onMade }: ChoiceProps) {
  const { speech } = useApp();
  const { t } = speech;
  const [open, setOpen] = useState(false);
  return (
    <div className="grid gap-4">
      <nav aria-label={t('wishes.lists')}>
        <ul className="flex flex-wrap gap-2">
          {lists.map((one) => (
            <li key={one.listId} className="min-w-0">
              <Link
                to={`/wishlists?list=${one.listId}`}
                preventScrollReset
                aria-current={one.listId === chosen?.listId ? 'page' : undefined}
                className={chip}
              >
                <span className="truncate">{listName(speech, one)}</span>
              </Link>
            </li>
          ))}
          <li>
            <Button size="sm" kind="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
              {t('wishes.new')}
            </Button>
          </li>
        </ul>
      </nav>
      {open && (
        <NewList
          onMade={() => {
            setOpen(false);
            onMade();
          }}
        />
      )}
    </div>
  );
}

const chip =
  'inline-flex min-h-9 max-w-full items-center rounded-full border border-line-strong px-4 ' +
  'text-sm font-semibold hover:border-ink aria-[current=page]:border-accent ' +
  'aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent';
