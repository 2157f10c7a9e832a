/** Proves with six digits that mail of the account's address is read by its owner. */
import { useState } from 'react';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/notice.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import { pageLoader, type Handle } from '../../page.ts';
import { FormProblem } from '../../shell/form-problem.tsx';
import { Personal } from '../../shell/personal.tsx';
import type { Person } from '../../state/session.ts';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import { CodeForm } from '../sign-in/code-form.tsx';
import { Entrance, useNext } from '../sign-in/entrance.tsx';
import type { ReplyOf } from '../../../client/request.ts';

export const loader = pageLoader(() => null);

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('verify.title'), noindex: true }),
};

export function Component() {
  const { t } = useApp().speech;
  return (
    <Personal
      title={t('verify.title')}
      why={t('verify.sign-in')}
      waiting={<Waiting />}
      guests
      children={(person) => <Verify person={person} />}
    />
  );
}

function Waiting() {
  const { t } = useApp().speech;
  return (
    <Entrance title={t('verify.title')} lead={t('verify.lead')}>
      <Skeleton className="h-13" />
    </Entrance>
  );
}

function Verify({ person }: { person: Person }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const next = useNext();
  const action = useAction();
  const [asked, setAsked] = useState<ReplyOf<'POST /auth/otp'> | null>(null);
  const [done, setDone] = useState(false);
  const me = useQuery(`me ${person.userId}`, (signal) => api.request('GET /me', { signal }));
  const email = person.email ?? '';
  const ask = () => api.request('POST /auth/otp', { body: { purpose: 'verify-email' } });
  if (done || me.data?.emailVerified === true) {
    return (
      <div className="page">
        <h1 className="unseen">{t('verify.title')}</h1>
        <EmptyState
          icon="check"
          title={t('verify.done.title')}
          text={t('verify.done.text', { email })}
        >
          <ButtonLink to={next ?? '/account'} kind="primary">
            {t('auth.continue')}
          </ButtonLink>
        </EmptyState>
      </div>
    );
  }
  return (
    <Entrance title={t('verify.title')} lead={t('verify.lead')}>
      {asked === null ? (
        <div className="grid justify-items-start gap-5">
          <FormProblem problem={action.problem ?? me.problem} />
          <p className="break-all">
            <strong>{email}</strong>
          </p>
          <Button
            id="send-code"
            kind="primary"
            size="lg"
            busy={action.busy}
            whyNot={email === '' ? t('problem.email-missing') : ''}
            onClick={() => void action.run(async () => setAsked(await ask()))}
          >
            {t('code.send')}
          </Button>
        </div>
      ) : (
        <CodeForm
          sentTo={email}
          asked={asked}
          use={async (proof) => {
            await api.request('POST /auth/otp/verify', { body: proof });
            setDone(true);
          }}
          again={ask}
          submit={t('verify.submit')}
        />
      )}
    </Entrance>
  );
}
