/** An order that cannot be shown to this visitor: why, and the ways to it. */
import { useState, type FormEvent } from 'react';
import { useNavigate } from 'react-router';
import { problemIn, type ApiProblem } from '../../../client/problem.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { ErrorNotice } from '../../../ui/notice.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { orderNumberIn } from './number.ts';
import { Heading } from '../../shell/heading.tsx';

export type ClosedWhy = 'anonymous' | 'not-yours' | 'link-expired' | 'link-wrong';

export function Closed({ why, number }: { why: ClosedWhy; number: string }) {
  const { t } = useSpeech();
  const next = encodeURIComponent(`/orders/${number}`);
  return (
    <div className="page grid max-w-2xl gap-8 py-12">
      <div className="grid gap-3">
        <p className="figures text-sm text-muted">{t('orders.number', { number })}</p>
        <Heading className="text-2xl">{t(`orders.closed.${why}.title`)}</Heading>
        <p className="text-lg text-muted">{t(`orders.closed.${why}.text`)}</p>
      </div>
      {why !== 'not-yours' && (
        <div className="grid justify-items-start gap-3">
          <h2 className="text-lg">{t('orders.closed.sign-in')}</h2>
          <ButtonLink to={`/sign-in?next=${next}`}>{t('sign-in')}</ButtonLink>
        </div>
      )}
      <section aria-labelledby="lookup" className="grid gap-4">
        <h2 id="lookup" className="text-lg">
          {t('orders.lookup.title')}
        </h2>
        <LookupForm number={number} />
      </section>
    </div>
  );
}

interface Wrong {
  number?: string;
  email?: string;
}

/** Number and e-mail open an order for an hour, to look at. What was typed stays. */
export function LookupForm({ number: given = '' }: { number?: string }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<Wrong>({});
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    const [typed, email] = [textOf(fields.get('orderNumber')), textOf(fields.get('email'))];
    const orderNumber = orderNumberIn(typed);
    const missing: Wrong = {
      ...(orderNumber === null ? { number: t('orders.lookup.number.wrong') } : {}),
      ...(/^\S+@\S+$/.test(email) ? {} : { email: t('orders.lookup.email.wrong') }),
    };
    setWrong(missing);
    setProblem(null);
    if (orderNumber === null || missing.email !== undefined) {
      const first = missing.number === undefined ? 'email' : 'orderNumber';
      form.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus();
      return;
    }
    setBusy(true);
    try {
      const { token } = await api.request('POST /orders/lookup', { body: { orderNumber, email } });
      await navigate(`/orders/${orderNumber}?t=${token}`);
    } catch (error) {
      const refused = problemIn(error);
      if (refused === null) throw error;
      setProblem(refused);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form method="post" noValidate className="grid gap-5" onSubmit={(event) => void send(event)}>
      <Field
        name="orderNumber"
        label={t('orders.lookup.number')}
        hint={t('orders.lookup.number.hint')}
        defaultValue={given}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={40}
        error={wrong.number}
      />
      <Field
        name="email"
        type="email"
        label={t('orders.lookup.email')}
        hint={t('orders.lookup.email.hint')}
        autoComplete="email"
        maxLength={254}
        error={wrong.email}
      />
      {problem !== null && <Refused problem={problem} />}
      <div>
        <Button type="submit" kind="primary" busy={busy} className="needs-js max-sm:w-full">
          {t('orders.lookup.send')}
        </Button>
        <p className="without-js">{t('orders.no-script')}</p>
      </div>
    </form>
  );
}

const textOf = (value: FormDataEntryValue | null): string =>
  typeof value === 'string' ? value.trim() : '';

function Refused({ problem }: { problem: ApiProblem }) {
  const { speech } = useApp();
  const { t } = speech;
  const missing = problem.code === 'order-not-found' || problem.status === 422;
  return (
    <ErrorNotice
      title={t(missing ? 'orders.lookup.missing.title' : 'problem.title')}
      text={missing ? t('orders.lookup.missing.text') : problemText(speech, problem)}
      requestId={problem.requestId}
      requestLabel={t('failed.request')}
    />
  );
}
