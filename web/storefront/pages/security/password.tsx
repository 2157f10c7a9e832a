import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { PasswordField } from '../../shell/password-field.tsx';
import { passwordText } from '../../shell/password-text.ts';
import { useAction } from '../../state/use-action.ts';
import { Section } from './section.tsx';

/** A new password; every other session of the account ends with it. */
export function Password({ email, onChanged }: { email: string; onChanged(): void }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const action = useAction();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [done, setDone] = useState(false);
  const change = async () => {
    setDone(false);
    const body = { currentPassword: current, newPassword: next };
    await api.request('POST /me/password', { body });
    setCurrent('');
    setNext('');
    setDone(true);
    onChanged();
  };
  const { problem } = action;
  const wrong = problem?.code === 'password-wrong';
  const unsuitable = problem?.code === 'password-unsuitable' ? passwordText(speech, problem) : null;
  return (
    <Section id="password" title={t('change.title')} lead={t('change.lead')}>
      <form
        method="post"
        className="grid w-full max-w-md gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void action.run(change);
        }}
      >
        {done && (
          <Notice tone="good" live>
            {t('change.done')}
          </Notice>
        )}
        {!wrong && unsuitable === null && <FormProblem problem={problem} />}
        {/* Tells a password manager whose password this is. */}
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <PasswordField
          label={t('change.current')}
          name="current-password"
          autoComplete="current-password"
          error={wrong ? t('problem.password-wrong') : undefined}
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
          required
        />
        <PasswordField
          label={t('password.new')}
          hint={t('password.hint')}
          name="new-password"
          autoComplete="new-password"
          error={unsuitable ?? undefined}
          value={next}
          onChange={(event) => setNext(event.target.value)}
          required
        />
        <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
          <Button type="submit" kind="primary" busy={action.busy}>
            {t('change.submit')}
          </Button>
          <Link to="/forgot-password?next=/account/security" className="link target">
            {t('sign-in.forgot')}
          </Link>
        </div>
      </form>
    </Section>
  );
}
