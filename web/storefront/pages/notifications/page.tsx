/** Everything that was told, by day; new ones come in while the page is open. */
import { useSearchParams } from 'react-router';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { EmptyState, ErrorNotice } from '../../../ui/notice.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import { pageLoader, type Handle } from '../../page.ts';
import { FormProblem } from '../../shell/form-problem.tsx';
import { Personal } from '../../shell/personal.tsx';
import { problemText } from '../../shell/problem-text.ts';
import type { Person } from '../../state/session.ts';
import { useStore } from '../../state/store.ts';
import { useAction } from '../../state/use-action.ts';
import { AccountFrame } from '../account/frame.tsx';
import { byDay, topicIn, topics, type Day, type Topic } from './days.ts';
import { Entry } from './entry.tsx';
import { useCentre, type Centre, type Filter } from './use-centre.ts';
import { useMute } from './use-mute.ts';

export const loader = pageLoader(() => null);

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('told.title'), noindex: true }),
};

export function Component() {
  const { t } = useApp().speech;
  return (
    <Personal
      title={t('told.title')}
      why={t('told.sign-in')}
      waiting={
        <AccountFrame title={t('told.title')}>
          <Shapes />
        </AccountFrame>
      }
      guests
      children={(person) => <Notifications person={person} />}
    />
  );
}

function Shapes() {
  return (
    <div className="grid gap-6 pt-12">
      <Skeleton className="h-24" />
      <Skeleton className="h-24" />
      <Skeleton className="h-24" />
    </div>
  );
}

function Notifications({ person }: { person: Person }) {
  const { t } = useApp().speech;
  const [search] = useSearchParams();
  const filter: Filter = { topic: topicIn(search.get('topic')), unread: search.has('unread') };
  return (
    <AccountFrame
      title={t('told.title')}
      lead={
        <Link to="/account/preferences" className="link target">
          {t('told.choose')}
        </Link>
      }
    >
      <Filters filter={filter} />
      <List key={`${filter.topic} ${filter.unread}`} person={person} filter={filter} />
    </AccountFrame>
  );
}

function addressOf({ topic, unread }: Filter): string {
  const query = new URLSearchParams();
  if (topic !== null) query.set('topic', topic);
  if (unread) query.set('unread', '');
  return query.size === 0 ? '/notifications' : `/notifications?${query.toString()}`;
}

const chip =
  'inline-flex min-h-9 items-center rounded-full border border-line-strong px-4 text-sm ' +
  'whitespace-nowrap hover:border-ink aria-[current=true]:border-accent ' +
  'aria-[current=true]:bg-accent aria-[current=true]:font-semibold ' +
  'aria-[current=true]:text-accent-ink';

function Filters({ filter }: { filter: Filter }) {
  const { t } = useApp().speech;
  const { topic, unread } = filter;
  const all: (Topic | null)[] = [null, ...topics];
  return (
    <nav aria-label={t('told.filters')}>
      <ul className="flex flex-wrap gap-2">
        {all.map((one) => (
          <li key={one ?? ''}>
            <Link
              to={addressOf({ topic: one, unread })}
              preventScrollReset
              aria-current={one === topic}
              className={chip}
            >
              {t(one === null ? 'told.all' : `prefs.topic.${one}`)}
            </Link>
          </li>
        ))}
        <li>
          <Link
            to={addressOf({ topic, unread: !unread })}
            preventScrollReset
            aria-current={unread}
            className={chip}
          >
            {t('told.only-unread')}
          </Link>
        </li>
      </ul>
    </nav>
  );
}

function List({ person, filter }: { person: Person; filter: Filter }) {
  const { speech } = useApp();
  const { t } = speech;
  const centre = useCentre(person.userId, filter);
  const { list, problem } = centre;
  const older = useAction();
  return (
    <div className="grid gap-6">
      {problem !== null && (
        <ErrorNotice
          title={t('told.problem')}
          text={problemText(speech, problem)}
          requestId={problem.requestId}
          requestLabel={t('failed.request')}
          actions={
            <Button size="sm" busy={centre.loading} onClick={centre.reload}>
              {t('retry')}
            </Button>
          }
        />
      )}
      {list === null && problem === null && (
        <>
          <Loading label={t('loading')} />
          <Shapes />
        </>
      )}
      {list !== null && <Head centre={centre} filter={filter} />}
      {list !== null && list.length === 0 && <Nothing filter={filter} />}
      {list !== null && <Days centre={centre} days={byDay(list, new Date())} />}
      {centre.hasMore && (
        <div className="grid justify-items-start gap-3">
          <FormProblem problem={older.problem} />
          <Button busy={older.busy} onClick={() => void older.run(centre.more)}>
            {t('told.more')}
          </Button>
        </div>
      )}
    </div>
  );
}

function Head({ centre, filter }: { centre: Centre; filter: Filter }) {
  const { notices, speech, toasts } = useApp();
  const { t } = speech;
  const action = useAction();
  const unread = useStore(notices.unread) ?? 0;
  const some = centre.list?.some(({ read }) => !read) ?? false;
  const markAll = async (key: string) => {
    const changed = await centre.markAll(filter.topic, key);
    toasts.show({ text: t('told.marked', { count: changed }) });
  };
  const line = centre.line === 'live' || centre.line === 'connecting' ? 'live' : 'behind';
  return (
    <div className="grid gap-3">
      <div className="flex min-h-9 flex-wrap items-center justify-between gap-3">
        <p role="status" className="text-sm text-muted">
          {t('told.count', { count: unread })} {t(`told.line.${line}`)}
        </p>
        {some && (
          <Button size="sm" busy={action.busy} onClick={() => void action.run(markAll)}>
            {t('told.mark-all')}
          </Button>
        )}
      </div>
      <FormProblem problem={action.problem} />
    </div>
  );
}

function Nothing({ filter }: { filter: Filter }) {
  const { t } = useApp().speech;
  const filtered = filter.topic !== null || filter.unread;
  return (
    <EmptyState
      icon="bell"
      title={t(filtered ? 'told.none.here' : 'told.none')}
      text={t(filtered ? 'told.none.here.text' : 'told.none.text')}
    >
      {filtered ? (
        <ButtonLink to="/notifications">{t('told.show-all')}</ButtonLink>
      ) : (
        <ButtonLink to="/account/preferences">{t('told.choose')}</ButtonLink>
      )}
    </EmptyState>
  );
}

function Days({ centre, days }: { centre: Centre; days: readonly Day[] }) {
  const { t, date } = useApp().speech;
  const mute = useMute();
  return (
    <div className="grid gap-8" aria-live="polite" aria-relevant="additions">
      {days.map(({ key, which, at, list }) => (
        <section key={key} aria-labelledby={`day-${key}`}>
          <h2 id={`day-${key}`} className="border-b border-line pb-2 text-base">
            {which === 'earlier'
              ? date(at, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
              : t(`told.day.${which}`)}
          </h2>
          <ul>
            {list.map((told) => (
              <Entry
                key={told.notificationId}
                told={told}
                onMark={(read) => void centre.mark(told, read)}
                onMute={() => void mute(told.topic)}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
