import { useState, type FormEvent } from 'react';
import { problemIn, type ApiProblem } from '../../../client/problem.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { useStore } from '../../state/store.ts';

type Outcome = 'open' | 'made' | 'mailed';

/** For guests: a password makes an account of what they have given already. An offer, no more. */
export function CreateAccount({ name }: { name: string }) {
  const { session, speech } = useApp();
  const { t } = speech;
  const state = useStore(session.state);
  const [outcome, setOutcome] = useState<Outcome>('open');
  if (outcome === 'made') {
    return (
      <Notice tone="good" title={t('orders.account.made')} live>
        {t('orders.account.made.text')}
      </Notice>
    );
  }
  if (outcome === 'mailed') {
    return (
      <Notice title={t('orders.account.mailed')} live>
        {t('orders.account.mailed.text')}
      </Notice>
    );
  }
  if (state.kind !== 'guest') return null;
  return <Offer name={name} email={state.user.email} onDone={setOutcome} />;
}

interface OfferProps {
  name: string;
  /** What the guest gave at the checkout; only without one it is asked for here. */
  email: string | null;
  onDone(outcome: Outcome): void;
}

function Offer({ name, email, onDone }: OfferProps) {
  const { api, session, speech } = useApp();
  const { t } = speech;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const text = (field: string) => {
      const value = fields.get(field);
      return typeof value === 'string' ? value : '';
    };
    const credentials = { email: email ?? text('email').trim(), password: text('password') };
    setBusy(true);
    setProblem(null);
    try {
      const body = { ...credentials, name, locale: speech.locale };
      await api.request('POST /auth/register', { body });
      onDone(await signedIn(() => session.signIn(credentials)));
    } catch (error) {
      const refused = problemIn(error);
      if (refused === null) throw error;
      setProblem(refused);
    } finally {
      setBusy(false);
    }
  };
  const unfit = problem?.code === 'password-unsuitable' || problem?.field('password');
  const noMail = problem?.field('email') !== undefined;
  const wrong = problem === null ? undefined : problemText(speech, problem);
  return (
    <form
      method="post"
      aria-label={t('orders.account')}
      className="grid gap-4 rounded-lg border border-line p-6"
      onSubmit={(event) => void send(event)}
    >
      <div className="grid gap-1">
        <h2 className="text-lg">{t('orders.account')}</h2>
        <p className="text-sm text-muted">
          {email === null ? t('orders.account.text') : t('orders.account.text.mail', { email })}
        </p>
      </div>
      {email === null ? (
        <Field
          name="email"
          type="email"
          label={t('orders.lookup.email')}
          autoComplete="email"
          error={noMail ? t('orders.lookup.email.wrong') : undefined}
        />
      ) : (
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      )}
      <Field
        name="password"
        type="password"
        label={t('orders.account.password')}
        hint={t('orders.account.password.hint')}
        autoComplete="new-password"
        error={unfit ? t('orders.account.password.wrong') : undefined}
      />
      {wrong !== undefined && !unfit && !noMail && (
        <p role="alert" className="text-sm font-medium text-danger">
          {wrong}
        </p>
      )}
      <Button type="submit" busy={busy} className="needs-js w-full">
        {t('orders.account.send')}
      </Button>
    </form>
  );
}

/** Nobody is told whether an e-mail has an account: then its owner was written to. */
async function signedIn(signIn: () => Promise<unknown>): Promise<Outcome> {
  try {
    await signIn();
    return 'made';
  } catch (error) {
    if (problemIn(error) === null) throw error;
    return 'mailed';
  }
}
