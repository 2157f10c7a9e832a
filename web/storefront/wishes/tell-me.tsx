/** Asks to be told: when a variant is back, or when something with the searched words appears. */
import { useState, type FormEvent } from 'react';
import { ApiProblem } from '../../client/problem.ts';
import type { ReplyOf } from '../../client/request.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useApp } from '../app.tsx';
import { FormProblem } from '../shell/form-problem.tsx';
import { useStore } from '../state/store.ts';
import { useAction } from '../state/use-action.ts';
import { useQuery } from '../state/use-query.ts';

export type Asked =
  | { kind: 'back'; productId: string; variantId: string }
  | { kind: 'appears'; query: string };

type Alert = ReplyOf<'GET /alerts'>['data'][number];

/** Whether somebody who is known waits for this already. */
function useWaiting(ask: Asked): Alert | null {
  const { api, session } = useApp();
  const state = useStore(session.state);
  const who = state.kind === 'user' || state.kind === 'guest' ? state.user.userId : null;
  const variantId = ask.kind === 'back' ? ask.variantId : null;
  const key = who === null || variantId === null ? null : `alert ${who} ${variantId}`;
  const { data } = useQuery(key, (signal) =>
    api.request('GET /alerts', { query: { variantId: variantId ?? '', limit: 5 }, signal }),
  );
  const found = data?.data.find((one) => one.kind === ask.kind && one.state !== 'IDLE');
  return key !== null && found?.variantId === variantId ? found : null;
}

export default function TellMe({ ask }: { ask: Asked }) {
  const { api, speech, toasts } = useApp();
  const { t } = speech;
  const [made, setMade] = useState<Alert | null>(null);
  const [ended, setEnded] = useState('');
  const known = useWaiting(ask);
  const action = useAction();
  const alert = made ?? known;
  const isBack = ask.kind === 'back';
  if (alert !== null && alert.alertId !== ended) {
    const { alertId } = alert;
    const stop = () =>
      action.run(async (key) => {
        await api.request('DELETE /alerts/{alertId}', { params: { alertId }, key });
        setEnded(alertId);
        setMade(null);
        toasts.show({ text: t('wish.stopped') });
      });
    return (
      <Notice
        tone="good"
        live={made !== null}
        actions={
          <Button size="sm" busy={action.busy} onClick={() => void stop()}>
            {t('wish.stop')}
          </Button>
        }
      >
        {t(alert.state === 'PENDING' ? 'wish.pending' : 'wish.waits')}
      </Notice>
    );
  }
  return (
    <AskForm
      label={t(isBack ? 'wish.back' : 'wish.appears')}
      action={action}
      onAsk={async (key) => {
        setMade(await api.request('POST /alerts', { body: ask, key }));
      }}
    />
  );
}

interface AskFormProps {
  label: string;
  action: ReturnType<typeof useAction>;
  onAsk(key: string): Promise<void>;
}

/** One press for who has an address with us; everybody else is asked for one. */
function AskForm({ label, action, onAsk }: AskFormProps) {
  const { api, session, speech } = useApp();
  const { t } = speech;
  const state = useStore(session.state);
  const [open, setOpen] = useState(false);
  const [email, setEmail] = useState('');
  const [missing, setMissing] = useState(false);
  const address = state.kind === 'user' || state.kind === 'guest' ? state.user.email : null;
  const send = async (key: string) => {
    if (address === null) {
      const person = await session.ensureGuest(email);
      if (person.email === null) {
        await api.request('PUT /me/contact', { body: { email }, key: `${key}-contact` });
        session.learn({ email });
      }
    }
    await onAsk(key);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isMissing = address === null && !/^\S+@\S+\.\S+$/.test(email.trim());
    setMissing(isMissing);
    if (!isMissing) void action.run(send);
  };
  const problem = action.problem;
  const badEmail =
    missing || (problem instanceof ApiProblem && problem.field('email') !== undefined);
  return (
    <div className="grid gap-3">
      <FormProblem problem={badEmail ? null : problem} title={t('wish.failed')} />
      {!open && (
        <Button
          size="lg"
          className="w-full"
          busy={action.busy}
          onClick={() => (address === null ? setOpen(true) : void action.run(send))}
        >
          {label}
        </Button>
      )}
      {open && (
        <form noValidate onSubmit={submit} className="grid gap-3 rounded-lg bg-surface p-5">
          <p className="font-semibold">{label}</p>
          <Field
            label={t('wish.email')}
            hint={t('wish.email.hint')}
            error={badEmail ? t('wish.email.bad') : undefined}
            type="email"
            name="email"
            autoComplete="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
          <Button type="submit" kind="primary" busy={action.busy}>
            {t('wish.send')}
          </Button>
        </form>
      )}
    </div>
  );
}
