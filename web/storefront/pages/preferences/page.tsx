/** What is told, by topic and channel, and when not. Each change is saved at once. */
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { ErrorNotice } from '../../../ui/notice.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import { pageLoader, type Handle } from '../../page.ts';
import { FormProblem } from '../../shell/form-problem.tsx';
import { Personal } from '../../shell/personal.tsx';
import { problemText } from '../../shell/problem-text.ts';
import type { Person } from '../../state/session.ts';
import { AccountFrame } from '../account/frame.tsx';
import type { Preferences } from './grid.ts';
import { Quiet } from './quiet.tsx';
import { Recommending } from './recommending.tsx';
import { GridTable } from './table.tsx';
import { useGrid, type Grid } from './use-grid.ts';

export const loader = pageLoader(() => null);

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('prefs.title'), noindex: true }),
};

export function Component() {
  const { t } = useApp().speech;
  return (
    <Personal
      title={t('prefs.title')}
      why={t('prefs.why')}
      waiting={
        <AccountFrame title={t('prefs.title')} lead={t('prefs.lead')}>
          <Skeleton className="h-96" />
        </AccountFrame>
      }
      guests
      children={(person) => <Page person={person} />}
    />
  );
}

function Page({ person }: { person: Person }) {
  const { speech } = useApp();
  const { t } = speech;
  const grid = useGrid(person.userId);
  const { shown, problem } = grid;
  return (
    <AccountFrame title={t('prefs.title')} lead={t('prefs.lead')}>
      {shown === null && problem === null && (
        <>
          <Loading label={t('loading')} />
          <Skeleton className="h-96" />
        </>
      )}
      {shown === null && problem !== null && (
        <ErrorNotice
          title={t('prefs.problem')}
          text={problemText(speech, problem)}
          requestId={problem.requestId}
          requestLabel={t('failed.request')}
          actions={
            <Button size="sm" busy={grid.loading} onClick={grid.reload}>
              {t('retry')}
            </Button>
          }
        />
      )}
      {shown !== null && (
        <>
          <div className="grid gap-4">
            <Saved state={grid.state} />
            <FormProblem problem={grid.refused} title={t('prefs.refused')} />
            <GridTable
              shown={shown}
              onChange={({ topic, channel }, enabled) =>
                void grid.change({ grid: [{ topic, channel, enabled }] })
              }
            />
            <Outages shown={shown} />
          </div>
          <Quiet shown={shown} grid={grid} />
          <Recommending userId={person.userId} />
        </>
      )}
    </AccountFrame>
  );
}

/** Where the change stands; its place is always there. */
function Saved({ state }: { state: Grid['state'] }) {
  const { t } = useApp().speech;
  return (
    <p role="status" className="flex min-h-6 items-center gap-1.5 text-sm text-muted">
      {state === 'saved' && <Icon name="check" className="size-4 text-good" />}
      {state === 'saved' && t('prefs.saved')}
      {state === 'saving' && t('prefs.saving')}
      {state === 'idle' && t('prefs.at-once')}
    </p>
  );
}

/** Channels on which nothing can go out now: wishes are kept until they can. */
function Outages({ shown }: { shown: Preferences }) {
  const { speech } = useApp();
  const { t } = speech;
  const away = shown.channels.filter(({ available }) => !available);
  if (away.length === 0) return null;
  return (
    <ul className="grid gap-1 text-sm text-muted">
      {away.map(({ channel, reason }) => (
        <li key={channel} className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">{t(`prefs.channel.${channel}`)}:</span>
          {speech.maybe(`prefs.away.${reason}`) ?? t('prefs.away.other')}
          {reason === 'no-e-mail-given' && (
            <ButtonLink size="sm" kind="quiet" to="/sign-up?next=/account/preferences">
              {t('sign-up')}
            </ButtonLink>
          )}
        </li>
      ))}
    </ul>
  );
}
