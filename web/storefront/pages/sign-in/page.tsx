/** Signing in: with a password, or with six digits by mail; the cart of a guest comes along. */
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Link } from '../../../ui/link.tsx';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { pageLoader, type Handle } from '../../page.ts';
import { FormProblem } from '../../shell/form-problem.tsx';
import { withNext } from '../../shell/next.ts';
import { PasswordField } from '../../shell/password-field.tsx';
import type { SignedIn } from '../../state/session.ts';
import { useStore } from '../../state/store.ts';
import { useAction } from '../../state/use-action.ts';
import { CartSide } from './cart-side.tsx';
import { CodeForm } from './code-form.tsx';
import { Entrance, SignedInAs, useNext } from './entrance.tsx';
import { mergedLines } from './merge.ts';
import { Merged } from './merged.tsx';
import { PasskeyWay } from './passkey-way.tsx';
import type { ReplyOf } from '../../../client/request.ts';

export const loader = pageLoader(() => null);

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('sign-in'), canonical: '/sign-in', noindex: true }),
};

export function Component() {
  const { session, speech } = useApp();
  const { t } = speech;
  const next = useNext();
  const navigate = useNavigate();
  const state = useStore(session.state);
  const [merged, setMerged] = useState<SignedIn | null>(null);
  const [way, setWay] = useState<'password' | 'code'>('password');
  const [email, setEmail] = useState('');
  const [entering, setEntering] = useState(false);
  const enter = async (signIn: () => Promise<SignedIn | null>) => {
    // Until it is known what became of the cart the page stays as it is.
    setEntering(true);
    try {
      const reply = await signIn();
      if (reply === null) return;
      if (mergedLines(reply.cart?.changes ?? []).length > 0) setMerged(reply);
      else await navigate(next ?? '/account', { replace: true });
    } finally {
      setEntering(false);
    }
  };
  if (merged !== null) return <Merged reply={merged} next={next} />;
  if (state.kind === 'user' && !entering)
    return <SignedInAs email={state.user.email} next={next} />;
  const form = { email, setEmail, enter };
  return (
    <Entrance
      title={t('sign-in')}
      lead={
        <>
          {t('sign-in.new')}{' '}
          <Link to={withNext('/sign-up', next)} className="link target">
            {t('sign-up')}
          </Link>
        </>
      }
      side={<CartSide />}
    >
      {state.kind === 'guest' && (
        <p>
          <Link to="/account" className="link target">
            {t('auth.guest')}
          </Link>
        </p>
      )}
      {way === 'password' ? <PasswordWay {...form} next={next} /> : <CodeWay {...form} />}
      <div className="grid gap-3 border-t border-line pt-5">
        <PasskeyWay enter={enter} />
        <Button
          className="needs-js w-full"
          onClick={() => setWay(way === 'password' ? 'code' : 'password')}
        >
          {t(way === 'password' ? 'sign-in.by-code' : 'sign-in.by-password')}
        </Button>
      </div>
    </Entrance>
  );
}

interface WayProps {
  email: string;
  setEmail(email: string): void;
  enter(signIn: () => Promise<SignedIn | null>): Promise<void>;
}

function PasswordWay({ email, setEmail, enter, next }: WayProps & { next: string | null }) {
  const { session, speech } = useApp();
  const { t } = speech;
  const action = useAction();
  const [password, setPassword] = useState('');
  return (
    <form
      method="post"
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void action.run(() => enter(() => session.signIn({ email, password })));
      }}
    >
      <FormProblem problem={action.problem} title={t('sign-in.failed')} />
      <Field
        label={t('email')}
        type="email"
        name="email"
        autoComplete="username webauthn"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        required
      />
      <PasswordField
        label={t('password')}
        name="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        required
      />
      <Button type="submit" kind="primary" size="lg" busy={action.busy}>
        {t('sign-in')}
      </Button>
      <p>
        <Link to={withNext('/forgot-password', next)} className="link target">
          {t('sign-in.forgot')}
        </Link>
      </p>
    </form>
  );
}

function CodeWay({ email, setEmail, enter }: WayProps) {
  const { api, session, speech } = useApp();
  const { t } = speech;
  const action = useAction();
  const [asked, setAsked] = useState<ReplyOf<'POST /auth/otp'> | null>(null);
  const ask = () => api.request('POST /auth/otp', { body: { purpose: 'sign-in', email } });
  if (asked !== null) {
    return (
      <CodeForm
        sentTo={email}
        asked={asked}
        use={(body) =>
          enter(() =>
            session.enter((bare, token) => bare.request('POST /auth/otp/verify', { body, token })),
          )
        }
        again={ask}
        submit={t('sign-in')}
      />
    );
  }
  return (
    <form
      method="post"
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void action.run(async () => setAsked(await ask()));
      }}
    >
      <p className="text-muted">{t('code.why')}</p>
      <FormProblem problem={action.problem} />
      <Field
        label={t('email')}
        type="email"
        name="email"
        autoComplete="username"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
        required
      />
      <Button type="submit" kind="primary" size="lg" busy={action.busy}>
        {t('code.send')}
      </Button>
    </form>
  );
}
