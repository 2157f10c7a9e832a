/** Into the line: with an account at once, and without one by an e-mail that is proved. */
import { useState } from 'react';
import type { ReplyOf } from '../../../client/request.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import type { Mine } from '../../queue/mine.ts';
import { FormProblem } from '../../shell/form-problem.tsx';
import { withNext } from '../../shell/next.ts';
import { useStore } from '../../state/store.ts';
import { useAction } from '../../state/use-action.ts';
import { CodeForm } from '../sign-in/code-form.tsx';

interface JoinProps {
  saleId: string;
  onJoined(mine: Mine): void;
}

export function Join({ saleId, onJoined }: JoinProps) {
  const { api, session, speech } = useApp();
  const { t } = speech;
  const person = useStore(session.state);
  const action = useAction();
  const [byMail, setByMail] = useState(person.kind !== 'user' && person.kind !== 'guest');
  const join = () =>
    action.run(async () => {
      const params = { saleId };
      const reply = await api.request('POST /flash-sales/{saleId}/join', { params });
      onJoined({ number: reply.number, ticket: reply.ticket });
    });
  const { problem } = action;
  // A guest whose e-mail was never proved.
  const isUnproved = problem?.code === 'sale-identity-needed';
  if ((byMail || isUnproved) && person.kind !== 'user') {
    return (
      <ByMail
        saleId={saleId}
        onProved={() => {
          action.clear();
          setByMail(false);
          void join();
        }}
      />
    );
  }
  return (
    <div className="needs-js grid gap-3">
      <FormProblem problem={problem} />
      <Button kind="primary" size="lg" busy={action.busy} onClick={() => void join()}>
        {t('sale.join')}
      </Button>
      <p className="text-sm text-muted">{t('sale.join.text')}</p>
    </div>
  );
}

type Asked = ReplyOf<'POST /auth/otp'>;

function ByMail({ saleId, onProved }: { saleId: string; onProved(): void }) {
  const { api, session, speech } = useApp();
  const { t } = speech;
  const person = useStore(session.state);
  const known = person.kind === 'guest' ? (person.user.email ?? '') : '';
  const [email, setEmail] = useState(known);
  const [fault, setFault] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const action = useAction();
  const ask = () => api.request('POST /auth/otp', { body: { purpose: 'verify-email' } });
  const send = () =>
    action.run(async () => {
      const guest = await session.ensureGuest(email.trim());
      if (guest.email !== email.trim().toLowerCase()) {
        const body = { email: email.trim() };
        session.learn({ email: (await api.request('PUT /me/contact', { body })).email });
      }
      setAsked(await ask());
    });
  if (asked !== null) {
    return (
      <CodeForm
        sentTo={email.trim()}
        asked={asked}
        use={async (proof) => {
          await api.request('POST /auth/otp/verify', { body: proof });
          onProved();
        }}
        again={ask}
        submit={t('sale.join')}
      />
    );
  }
  return (
    <form
      method="post"
      noValidate
      className="needs-js grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const isWrong = !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim());
        setFault(isWrong);
        if (!isWrong) void send();
      }}
    >
      <p>{t('sale.join.who')}</p>
      <FormProblem problem={action.problem} />
      <Field
        label={t('sale.join.email')}
        name="email"
        type="email"
        autoComplete="email"
        maxLength={254}
        value={email}
        error={fault ? t('sale.join.email.wrong') : undefined}
        hint={t('sale.join.email.hint')}
        onChange={({ target }) => {
          setEmail(target.value);
          setFault(false);
        }}
      />
      <Button type="submit" kind="primary" size="lg" busy={action.busy}>
        {t('sale.join.code')}
      </Button>
      <ButtonLink to={withNext('/sign-in', `/sale/${saleId}`)}>{t('sale.join.account')}</ButtonLink>
    </form>
  );
}
