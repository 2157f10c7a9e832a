import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { useApp } from '../../app.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import type { ReplyOf } from '../../../client/request.ts';
import { useAction } from '../../state/use-action.ts';

type Asked = ReplyOf<'POST /auth/otp'>;

export interface CodeFormProps {
  /** Whom the code went to, as the person knows it. */
  sentTo: string;
  asked: Asked;
  /** Throws ApiProblem. */
  use(proof: { challengeId: string; code: string }): Promise<unknown>;
  /** Sends another code. */
  again(): Promise<Asked>;
  submit: string;
}

/** Six digits from a mail. Pasting them with spaces or dashes is fine. */
export function CodeForm({ sentTo, asked: first, use, again, submit }: CodeFormProps) {
  const { speech } = useApp();
  const { t, date } = speech;
  const [asked, setAsked] = useState(first);
  const [code, setCode] = useState('');
  const [missing, setMissing] = useState(false);
  const [resent, setResent] = useState(false);
  const using = useAction();
  const sending = useAction();
  const field = useRef<HTMLFormElement>(null);
  useEffect(() => field.current?.querySelector('input')?.focus(), []);
  const digits = code.replace(/\D/g, '');
  const time = date(asked.expiresAt, { timeStyle: 'short' });
  const send = async () => {
    sending.clear();
    setMissing(digits.length !== 6);
    if (digits.length !== 6) field.current?.querySelector('input')?.focus();
    else await using.run(() => use({ challengeId: asked.challengeId, code: digits }));
  };
  const sendAgain = async () => {
    using.clear();
    setResent(false);
    const done = await sending.run(async () => setAsked(await again()));
    setResent(done);
    if (done) setCode('');
  };
  return (
    <form
      ref={field}
      method="post"
      noValidate
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <p role="status">{t(resent ? 'code.sent-again' : 'code.sent', { email: sentTo, time })}</p>
      <FormProblem problem={using.problem ?? sending.problem} />
      <Field
        label={t('code.label')}
        name="code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={20}
        value={code}
        error={missing ? t('code.six') : undefined}
        onChange={(event) => {
          setCode(event.target.value);
          setMissing(false);
        }}
      />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" kind="primary" busy={using.busy}>
          {submit}
        </Button>
        <Button kind="quiet" busy={sending.busy} onClick={() => void sendAgain()}>
          {t('code.again')}
        </Button>
      </div>
      <p className="text-sm text-muted">{t('code.honest')}</p>
    </form>
  );
}
