/**
 * Sets a new password by the link of a mail. The secret stands behind the hash of the address, so
 * it reaches no server and no log; here it is taken out of the address before anything else.
 */
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { ErrorNotice } from '../../../ui/notice.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useApp } from '../../app.tsx';
import { pageLoader, type Handle } from '../../page.ts';
import { FormProblem } from '../../shell/form-problem.tsx';
import { PasswordField } from '../../shell/password-field.tsx';
import { passwordText } from '../../shell/password-text.ts';
import { useAction } from '../../state/use-action.ts';
import { useToken } from '../../state/use-token.ts';
import { Entrance } from '../sign-in/entrance.tsx';

export const loader = pageLoader(() => null);

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('reset.title'), noindex: true }),
};

export function Component() {
  const { t } = useApp().speech;
  const token = useToken();
  return (
    <Entrance title={t('reset.title')} lead={t('reset.lead')}>
      {token === null ? (
        <div className="needs-js grid gap-5">
          <Skeleton className="h-20" />
          <Skeleton className="h-13" />
        </div>
      ) : token === '' ? (
        <Spent />
      ) : (
        <NewPassword token={token} />
      )}
    </Entrance>
  );
}

function Spent() {
  const { t } = useApp().speech;
  return (
    <ErrorNotice
      title={t('reset.spent.title')}
      text={t('reset.spent.text')}
      actions={
        <ButtonLink size="sm" to="/forgot-password">
          {t('forgot.send')}
        </ButtonLink>
      }
    />
  );
}

function NewPassword({ token }: { token: string }) {
  const { api, session, speech, toasts } = useApp();
  const { t } = speech;
  const navigate = useNavigate();
  const action = useAction();
  const [password, setPassword] = useState('');
  const set = async () => {
    await api.request('POST /auth/password-reset/confirm', { body: { token, password } });
    // Every session of the account has ended, also one of this browser; a guest's has not.
    if (session.state.get().kind === 'user') await session.signOut().catch(() => undefined);
    toasts.show({ text: t('reset.done'), tone: 'good' });
    await navigate('/sign-in', { replace: true });
  };
  const { problem } = action;
  if (problem?.code === 'challenge-invalid') return <Spent />;
  const unsuitable = problem?.code === 'password-unsuitable' ? passwordText(speech, problem) : null;
  return (
    <form
      method="post"
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void action.run(set);
      }}
    >
      {unsuitable === null && <FormProblem problem={problem} />}
      <PasswordField
        label={t('password.new')}
        hint={t('password.hint')}
        error={unsuitable ?? undefined}
        name="new-password"
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        required
      />
      <Button type="submit" kind="primary" size="lg" busy={action.busy}>
        {t('reset.submit')}
      </Button>
    </form>
  );
}
