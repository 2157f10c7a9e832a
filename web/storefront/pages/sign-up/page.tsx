/**
 * Making an account. The API tells nobody whether an e-mail has one already: it accepts, and the
 * page signs in with what was typed. When that is refused the e-mail is taken, and its owner has
 * got a mail that says so.
 */
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Link } from '../../../ui/link.tsx';
import { problemIn } from '../../../client/problem.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import { pageLoader, type Handle } from '../../page.ts';
import { FormProblem } from '../../shell/form-problem.tsx';
import { withNext } from '../../shell/next.ts';
import { PasswordField } from '../../shell/password-field.tsx';
import { passwordText } from '../../shell/password-text.ts';
import type { SignedIn } from '../../state/session.ts';
import { useStore } from '../../state/store.ts';
import { useAction } from '../../state/use-action.ts';
import { CartSide } from '../sign-in/cart-side.tsx';
import { Entrance, SignedInAs, useNext } from '../sign-in/entrance.tsx';
import { mergedLines } from '../sign-in/merge.ts';
import { Merged } from '../sign-in/merged.tsx';

export const loader = pageLoader(() => null);

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('sign-up'), canonical: '/sign-up', noindex: true }),
};

export function Component() {
  const { session, speech } = useApp();
  const { t } = speech;
  const next = useNext();
  const state = useStore(session.state);
  const [entering, setEntering] = useState(false);
  const [merged, setMerged] = useState<SignedIn | null>(null);
  if (merged !== null) return <Merged reply={merged} next={next} />;
  if (state.kind === 'user' && !entering)
    return <SignedInAs email={state.user.email} next={next} />;
  return (
    <Entrance
      title={t('sign-up')}
      lead={
        <>
          {t('sign-up.known')}{' '}
          <Link to={withNext('/sign-in', next)} className="link target">
            {t('sign-in')}
          </Link>
        </>
      }
      side={<CartSide />}
    >
      {state.kind === 'guest' && <Notice>{t('sign-up.guest')}</Notice>}
      <Form key={state.kind} next={next} onEntering={setEntering} onMerged={setMerged} />
    </Entrance>
  );
}

interface FormProps {
  next: string | null;
  onEntering(entering: boolean): void;
  onMerged(reply: SignedIn): void;
}

function Form({ next, onEntering, onMerged }: FormProps) {
  const { api, session, speech, toasts } = useApp();
  const { t } = speech;
  const navigate = useNavigate();
  const action = useAction();
  const state = session.state.get();
  const known = state.kind === 'guest' ? state.user : null;
  const [name, setName] = useState(known?.name ?? '');
  const [email, setEmail] = useState(known?.email ?? '');
  const [password, setPassword] = useState('');
  const [taken, setTaken] = useState(false);
  const register = async () => {
    setTaken(false);
    onEntering(true);
    try {
      const body = { name: name.trim(), email, password, locale: speech.locale };
      await api.request('POST /auth/register', { body });
      const reply = await session.signIn({ email, password });
      toasts.show({ text: t('sign-up.done', { name: name.trim() }), tone: 'good' });
      if (mergedLines(reply.cart?.changes ?? []).length > 0) onMerged(reply);
      else await navigate(next ?? '/account', { replace: true });
    } catch (error) {
      if (problemIn(error)?.code !== 'credentials-wrong') throw error;
      setTaken(true);
    } finally {
      onEntering(false);
    }
  };
  const { problem } = action;
  const unsuitable = problem?.code === 'password-unsuitable' ? passwordText(speech, problem) : null;
  const badEmail = problem?.field('email') !== undefined;
  return (
    <form
      method="post"
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void action.run(register);
      }}
    >
      {taken && <Taken next={next} />}
      {unsuitable === null && !badEmail && <FormProblem problem={problem} />}
      <Field
        label={t('name')}
        name="name"
        autoComplete="name"
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.target.value)}
        required
      />
      <Field
        label={t('email')}
        type="email"
        name="email"
        autoComplete="username"
        value={email}
        error={badEmail ? t('email.bad') : undefined}
        onChange={(event) => setEmail(event.target.value)}
        required
      />
      <PasswordField
        label={t('password')}
        hint={t('password.hint')}
        error={unsuitable ?? undefined}
        name="password"
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        required
      />
      <Button type="submit" kind="primary" size="lg" busy={action.busy}>
        {t('sign-up.submit')}
      </Button>
      <p className="text-sm text-muted">
        {t('sign-up.terms')}{' '}
        <Link to="/terms" className="link target">
          {t('footer.terms')}
        </Link>
        {' · '}
        <Link to="/privacy" className="link target">
          {t('footer.privacy')}
        </Link>
      </p>
    </form>
  );
}

function Taken({ next }: { next: string | null }) {
  const { t } = useApp().speech;
  return (
    <Notice
      tone="warn"
      live
      title={t('sign-up.taken.title')}
      actions={
        <>
          <ButtonLink size="sm" to={withNext('/sign-in', next)}>
            {t('sign-in')}
          </ButtonLink>
          <ButtonLink size="sm" to={withNext('/forgot-password', next)}>
            {t('sign-in.forgot')}
          </ButtonLink>
        </>
      }
    >
      {t('sign-up.taken.text')}
    </Notice>
  );
}
