/** Profile, password, where one is signed in, a copy of one's data, and leaving. */
import { useState } from 'react';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { ErrorNotice, Notice } from '../../../ui/notice.tsx';
import { Loading, Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import { pageLoader, type Handle } from '../../page.ts';
import { Personal } from '../../shell/personal.tsx';
import { problemText } from '../../shell/problem-text.ts';
import type { Person } from '../../state/session.ts';
import { useQuery } from '../../state/use-query.ts';
import { AccountFrame } from '../account/frame.tsx';
import { Consents, consents_shown } from './consents.tsx';
import { Passkeys } from './passkeys.tsx';
import { Password } from './password.tsx';
import { Export, Leave } from './privacy.tsx';
import { Profile, type Known } from './profile.tsx';
import { Sessions } from './sessions.tsx';

export const loader = pageLoader(() => null);

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('account.security'), noindex: true }),
};

export function Component() {
  const { t } = useApp().speech;
  return (
    <Personal
      title={t('account.security')}
      why={t('security.why')}
      waiting={
        <AccountFrame title={t('account.security')}>
          <Shapes />
        </AccountFrame>
      }
      guests
      children={(person) => <Security person={person} />}
    />
  );
}

function Shapes() {
  return (
    <div className="grid gap-6">
      <Skeleton className="h-14 max-w-md" />
      <Skeleton className="h-20 max-w-md" />
      <Skeleton className="h-20 max-w-md" />
      <Skeleton className="h-20 max-w-md" />
    </div>
  );
}

function Security({ person }: { person: Person }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const me = useQuery(`me ${person.userId}`, async (signal): Promise<Known> => {
    const { body, etag } = await api.ask('GET /me', { signal });
    return { me: body, etag };
  });
  const sessions = useQuery(`sessions ${person.userId}`, (signal) =>
    api.request('GET /me/sessions', { signal }),
  );
  const isGuest = person.kind === 'guest';
  const passkeys = useQuery(isGuest ? null : `passkeys ${person.userId}`, (signal) =>
    api.request('GET /me/passkeys', { signal }),
  );
  const consents = useQuery(`consents ${person.userId}`, (signal) =>
    api.request('GET /me/consents', { query: { limit: consents_shown }, signal }),
  );
  const [saved, setSaved] = useState<Known | null>(null);
  const known = saved ?? me.data;
  const device = sessions.data?.data.find(({ current }) => current)?.device ?? null;
  return (
    <AccountFrame title={t('account.security')}>
      {isGuest && (
        <Notice
          title={t('account.guest.title')}
          actions={
            <ButtonLink to="/sign-up?next=/account" size="sm">
              {t('sign-up')}
            </ButtonLink>
          }
        >
          {t('account.guest.text')}
        </Notice>
      )}
      {known === null && me.problem === null && (
        <>
          <Loading label={t('loading')} />
          <Shapes />
        </>
      )}
      {known === null && me.problem !== null && (
        <ErrorNotice
          title={t('problem.title')}
          text={problemText(speech, me.problem)}
          requestId={me.problem.requestId}
          requestLabel={t('failed.request')}
          actions={
            <Button
              size="sm"
              busy={me.loading}
              onClick={() => {
                me.reload();
                passkeys.reload();
                consents.reload();
                sessions.reload();
              }}
            >
              {t('retry')}
            </Button>
          }
        />
      )}
      {known !== null && (
        <>
          <Profile known={known} onSaved={setSaved} />
          {!isGuest && <Password email={known.me.email ?? ''} onChanged={sessions.reload} />}
          {!isGuest && <Passkeys query={passkeys} email={known.me.email ?? ''} device={device} />}
          {!isGuest && <Sessions query={sessions} />}
          <Consents query={consents} me={known.me} />
          <Export />
          <Leave me={known.me} />
        </>
      )}
    </AccountFrame>
  );
}
