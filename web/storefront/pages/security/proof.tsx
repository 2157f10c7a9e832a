import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { PasswordField } from '../../shell/password-field.tsx';
import * as passkeys from '../../state/passkeys.ts';
import { useAction } from '../../state/use-action.ts';

export interface ProofProps {
  /** Whether one of the person's passkeys can be asked for. */
  hasPasskey: boolean;
  email: string;
  onProved(): void;
}

/** Before keys of the account change: that it is its owner who sits here, and not a passer-by. */
export function Proof({ hasPasskey, email, onProved }: ProofProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const action = useAction();
  const [password, setPassword] = useState('');
  const byPassword = async () => {
    await api.request('POST /me/proof', { body: { currentPassword: password } });
    onProved();
  };
  const byPasskey = async () => {
    const options = await api.request('POST /me/proof/options', {});
    const used = await passkeys.askForPasskey(options);
    await passkeys.sendUse(options, used, (passkey) =>
      api.request('POST /me/proof', { body: { passkey } }),
    );
    onProved();
  };
  const wrong = action.problem?.code === 'password-wrong';
  return (
    <form
      method="post"
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void action.run(byPassword);
      }}
    >
      <p>{t('proof.why')}</p>
      {!wrong && <FormProblem problem={action.problem} />}
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <PasswordField
        label={t('password')}
        name="password"
        autoComplete="current-password"
        error={wrong ? t('problem.password-wrong') : undefined}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
        required
      />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="primary" busy={action.busy}>
          {t('proof.go')}
        </Button>
        {hasPasskey && passkeys.knowsPasskeys() && (
          <Button busy={action.busy} onClick={() => void action.run(byPasskey)}>
            <Icon name="lock" className="size-5" />
            {t('proof.by-passkey')}
          </Button>
        )}
      </div>
    </form>
  );
}
