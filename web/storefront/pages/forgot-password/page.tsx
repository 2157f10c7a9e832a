/** Asks for a link by mail that sets a new password; says the same whoever asks. */
import { useState } from 'react';
import { Link } from '../../../ui/link.tsx';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import { pageLoader, type Handle } from '../../page.ts';
import { FormProblem } from '../../shell/form-problem.tsx';
import { withNext } from '../../shell/next.ts';
import { useAction } from '../../state/use-action.ts';
import { Entrance, useNext } from '../sign-in/entrance.tsx';

export const loader = pageLoader(() => null);

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('forgot.title'), noindex: true }),
};

export function Component() {
  const { api, speech } = useApp();
  const { t } = speech;
  const next = useNext();
  const action = useAction();
  const [email, setEmail] = useState('');
  const [sentTo, setSentTo] = useState<string | null>(null);
  const send = async () => {
    setSentTo(null);
    await api.request('POST /auth/password-reset', { body: { email } });
    setSentTo(email);
  };
  return (
    <Entrance title={t('forgot.title')} lead={t('forgot.lead')}>
      {sentTo !== null && (
        <Notice tone="good" live title={t('forgot.sent.title')}>
          {t('forgot.sent.text', { email: sentTo })}
        </Notice>
      )}
      <form
        method="post"
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void action.run(send);
        }}
      >
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
        <Button
          type="submit"
          kind={sentTo === null ? 'primary' : 'secondary'}
          size="lg"
          busy={action.busy}
        >
          {t(sentTo === null ? 'forgot.send' : 'forgot.again')}
        </Button>
      </form>
      <p>
        <Link to={withNext('/sign-in', next)} className="link target">
          {t('forgot.back')}
        </Link>
      </p>
    </Entrance>
  );
}
