import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { useApp } from '../app.tsx';
import { useAction } from '../state/use-action.ts';
import { knowsPasskeys } from '../state/passkeys.ts';
import { FormProblem } from './form-problem.tsx';
import { useLater } from './later.tsx';
import { PasswordField } from './password-field.tsx';

// Its words are those of signing in, which this page may not have.
const passkeyWay = {
  load: () => import('../pages/sign-in/passkey-again.tsx'),
  area: 'auth',
} as const;

/** Over a page whose session has ended: what was typed there waits behind it. */
export default function SignInAgain(props: { email: string | null; onClose(): void }) {
  const { session, speech } = useApp();
  const { t } = speech;
  const action = useAction();
  const [email, setEmail] = useState(props.email ?? '');
  const [password, setPassword] = useState('');
  const Passkey = useLater(passkeyWay, knowsPasskeys());
  return (
    <Dialog open onClose={props.onClose} title={t('again.title')} closeLabel={t('close')}>
      <form
        method="post"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void action.run(() => session.signIn({ email, password }));
        }}
      >
        <p className="text-muted">{t('again.text')}</p>
        {Passkey !== null && <Passkey />}
        <FormProblem problem={action.problem} title={t('again.failed')} />
        <Field
          label={t('email')}
          type="email"
          name="email"
          autoComplete="username"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          required
        />
        <PasswordField
          name="password"
          autoComplete="current-password"
          label={t('password')}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          required
        />
        <Button type="submit" kind="primary" busy={action.busy}>
          {t('sign-in')}
        </Button>
      </form>
    </Dialog>
  );
}
