import { useState, type FormEvent } from 'react';
import { problemIn, type ApiProblem } from '../../../client/problem.ts';
import { newKey } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { Field, TextArea } from '../../../ui/field.tsx';
import { ErrorNotice, Notice } from '../../../ui/notice.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { may, type OwnReturn } from './progress.ts';
import { fetchLabel, type SeenReturn } from './use-return.ts';

export interface ActionProps {
  seen: SeenReturn;
  changed(): void;
}

/** What can be done with a return now. */
export function Actions({ seen, changed }: ActionProps) {
  const { of } = seen;
  // Nothing to do leaves no gap.
  if (!of.actions.some((one) => one.allowed)) return null;
  return (
    <div className="grid gap-6">
      {may(of, 'label') && <Label seen={seen} changed={changed} />}
      {seen.kind === 'own' && <Own of={seen.of} changed={changed} />}
    </div>
  );
}

function Label({ seen, changed }: ActionProps) {
  const app = useApp();
  const { t, date } = app.speech;
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const { returnNumber, expiresAt } = seen.of;
  const get = async () => {
    setBusy(true);
    setFailed(false);
    try {
      const url = URL.createObjectURL(await fetchLabel(app, seen));
      const link = document.createElement('a');
      link.href = url;
      link.download = `${returnNumber}.pdf`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
      changed();
    } catch {
      setFailed(true);
    } finally {
      setBusy(false);
    }
  };
  const by = expiresAt === null ? null : date(expiresAt, { dateStyle: 'long' });
  return (
    <div className="grid gap-2">
      <Button kind="primary" busy={busy} onClick={() => void get()}>
        {t('returns.label')}
      </Button>
      {by !== null && <p className="text-sm text-muted">{t('returns.label.how', { date: by })}</p>}
      {failed && <Notice tone="problem" live title={t('returns.label.failed')} />}
    </div>
  );
}

type Work = () => Promise<unknown>;

/** One thing at a time; what went wrong stands beside the buttons. */
function useWork(changed: () => void) {
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const run = async (name: string, work: Work) => {
    setBusy(name);
    setProblem(null);
    try {
      await work();
      changed();
    } catch (error) {
      const refused = problemIn(error);
      if (refused === null) throw error;
      setProblem(refused);
      if (refused.status === 409) changed();
    } finally {
      setBusy(null);
    }
  };
  return { busy, problem, run };
}

function Own({ of, changed }: { of: OwnReturn; changed(): void }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const { busy, problem, run } = useWork(changed);
  const [keys] = useState(() => ({ sent: newKey(), cancel: newKey(), appeal: newKey() }));
  const params = { returnId: of.returnId };
  const sent = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget).get('tracking');
    const trackingNumber = typeof typed === 'string' ? typed.trim() : '';
    const body = trackingNumber === '' ? {} : { trackingNumber };
    const work = () =>
      api.request('POST /returns/{returnId}/sent', { params, body, key: keys.sent });
    void run('sent', work);
  };
  const cancel = () => api.request('POST /returns/{returnId}/cancel', { params, key: keys.cancel });
  const appeal = (text: string) =>
    run('appeal', () =>
      api.request('POST /returns/{returnId}/appeal', { params, body: { text }, key: keys.appeal }),
    );
  return (
    <>
      {may(of, 'sent') && (
        <form className="grid gap-3" onSubmit={sent}>
          <Field
            name="tracking"
            label={t('returns.sent.tracking')}
            optional={t('returns.optional')}
            autoComplete="off"
            maxLength={100}
          />
          <Button type="submit" busy={busy === 'sent'}>
            {t('returns.sent')}
          </Button>
        </form>
      )}
      {may(of, 'cancel') && (
        <Button kind="quiet" busy={busy === 'cancel'} onClick={() => void run('cancel', cancel)}>
          {t('returns.cancel')}
        </Button>
      )}
      {may(of, 'appeal') && <Appeal busy={busy === 'appeal'} send={appeal} />}
      {problem !== null && (
        <ErrorNotice
          title={t('returns.failed')}
          text={problemText(speech, problem)}
          requestId={problem.requestId}
          requestLabel={t('failed.request')}
        />
      )}
    </>
  );
}

function Appeal({ busy, send }: { busy: boolean; send(text: string): Promise<void> }) {
  const { t } = useSpeech();
  const [missing, setMissing] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget).get('text');
    const text = typeof typed === 'string' ? typed.trim() : '';
    setMissing(text === '');
    if (text === '') event.currentTarget.querySelector('textarea')?.focus();
    else void send(text);
  };
  return (
    <form noValidate className="grid gap-3" onSubmit={submit}>
      <TextArea
        name="text"
        label={t('returns.appeal')}
        hint={t('returns.appeal.hint')}
        error={missing ? t('returns.appeal.missing') : undefined}
        maxLength={1_000}
      />
      <Button type="submit" busy={busy}>
        {t('returns.appeal.send')}
      </Button>
    </form>
  );
}
