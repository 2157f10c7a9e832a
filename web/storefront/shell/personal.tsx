import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ErrorNotice } from '../../ui/notice.tsx';
import { Loading } from '../../ui/skeleton.tsx';
import { useApp } from '../app.tsx';
import type { Person } from '../state/session.ts';
import { useStore } from '../state/store.ts';
import { useAction } from '../state/use-action.ts';
import { withNext } from './next.ts';
import { Heading } from './heading.tsx';

// Few sessions end under the hands of somebody.
const SignInAgain = lazy(() => import('./sign-in-again.tsx'));

export interface PersonalProps {
  title: string;
  /** What there is to see, for who is not signed in. */
  why: string;
  /** The page's shape until it is known who is here. */
  waiting: ReactNode;
  /** Also for guests, who have orders and addresses too; left out: they are asked to sign in. */
  guests?: boolean;
  children(person: Person): ReactNode;
}

/**
 * A page that shows what is somebody's own. Who is not signed in is told so, with the way back.
 * When the server ends the session while the page is in use, the page stays with all that was
 * typed, and signing in again goes on with it; signing out takes it away at once.
 */
export function Personal({ title, why, waiting, guests = false, children }: PersonalProps) {
  const { session, speech } = useApp();
  const state = useStore(session.state);
  const [last, setLast] = useState<Person | null>(null);
  const [dismissed, setDismissed] = useState(false);
  const welcome = state.kind === 'user' || (guests && state.kind === 'guest');
  const person = welcome ? state.user : null;
  useEffect(() => {
    if (person !== null) {
      setLast(person);
      setDismissed(false);
    }
  }, [person]);
  if (state.kind === 'unknown') {
    return (
      <>
        <Loading label={speech.t('loading')} />
        {waiting}
      </>
    );
  }
  if ('unreached' in state) return <Unreached title={title} />;
  const ended = 'ended' in state && !dismissed;
  const shown = person ?? (ended ? last : null);
  if (shown === null) return <SignInFirst title={title} why={why} />;
  return (
    <>
      <div key={shown.userId} inert={ended}>
        {children(shown)}
      </div>
      {ended && (
        <Suspense>
          <SignInAgain email={shown.email} onClose={() => setDismissed(true)} />
        </Suspense>
      )}
    </>
  );
}

function Unreached({ title }: { title: string }) {
  const { session, speech } = useApp();
  const { t } = speech;
  const action = useAction();
  return (
    <div className="page grid max-w-2xl gap-6 py-16">
      <Heading className="text-2xl">{title}</Heading>
      <ErrorNotice
        title={t('failed.away.title')}
        text={t('personal.unreached')}
        actions={
          <Button
            size="sm"
            busy={action.busy}
            onClick={() => void action.run(() => session.start())}
          >
            {t('retry')}
          </Button>
        }
      />
    </div>
  );
}

export function SignInFirst({ title, why }: { title: string; why: string }) {
  const { t } = useApp().speech;
  const { pathname, search } = useLocation();
  const here = `${pathname}${search}`;
  return (
    <div className="page grid max-w-2xl gap-4 py-16 md:py-24">
      <span className="grid size-14 place-items-center rounded-full bg-surface text-muted">
        <Icon name="lock" />
      </span>
      <Heading className="text-2xl">{title}</Heading>
      <p className="text-lg text-muted">{why}</p>
      <div className="mt-3 flex flex-wrap gap-3">
        <ButtonLink to={withNext('/sign-in', here)} kind="primary">
          {t('personal.sign-in')}
        </ButtonLink>
        <ButtonLink to={withNext('/sign-up', here)}>{t('personal.sign-up')}</ButtonLink>
      </div>
      <p className="text-sm text-muted">{t('personal.back')}</p>
    </div>
  );
}
