import { useState, type FormEvent } from 'react';
import { problemIn, type ApiProblem } from '../../../client/problem.ts';
import { newKey, type BodyOf } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Select } from '../../../ui/field.tsx';
import { ErrorNotice } from '../../../ui/notice.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import type { Speech } from '../../i18n/translate.ts';
import { toHeading } from '../../shell/heading.tsx';
import { problemText } from '../../shell/problem-text.ts';
import type { OwnOrder } from './progress.ts';

type Reason = NonNullable<BodyOf<'POST /orders/{orderId}/cancel'>['reason']>;

const reasons: readonly Reason[] = [
  'changed-mind',
  'ordered-by-mistake',
  'found-cheaper',
  'takes-too-long',
  'other',
];

export interface CancelDialogProps {
  open: boolean;
  order: OwnOrder;
  onClose(): void;
  /** It was cancelled, or turned out to be too late: the order is another now. */
  onChanged(): void;
}

/** The whole order, with the reason, what comes back and when; too late says what instead. */
export function CancelDialog({ open, order, onClose, onChanged }: CancelDialogProps) {
  const { t } = useSpeech();
  const title = t('orders.cancel.title');
  return (
    <Dialog {...{ open, onClose, title }} closeLabel={t('close')}>
      <CancelForm {...{ order, onClose, onChanged }} />
    </Dialog>
  );
}

function CancelForm({ order, onClose, onChanged }: Omit<CancelDialogProps, 'open'>) {
  const { api, speech, toasts } = useApp();
  const { t } = speech;
  // The same for every try of this opening: cancelling twice is cancelling once.
  const [key] = useState(newKey);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const tooLate = problem?.code === 'order-not-cancellable';
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const chosen = new FormData(event.currentTarget).get('reason');
    const reason = reasons.find((one) => one === chosen);
    setBusy(true);
    setProblem(null);
    try {
      await api.request('POST /orders/{orderId}/cancel', {
        params: { orderId: order.orderId },
        body: reason === undefined ? {} : { reason },
        key,
      });
      toasts.show({ text: t('orders.cancel.done'), tone: 'good' });
      onClose();
      onChanged();
      // The button that opened this goes with the order's new state.
      requestAnimationFrame(() => toHeading());
    } catch (error) {
      const refused = problemIn(error);
      if (refused === null) throw error;
      setProblem(refused);
      if (refused.code === 'order-not-cancellable') onChanged();
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="grid gap-5" onSubmit={(event) => void send(event)}>
      <p>{t('orders.cancel.whole', { count: order.items.length })}</p>
      <Select name="reason" label={t('orders.cancel.reason')} optional={t('orders.optional')}>
        <option value="">{t('orders.cancel.reason.none')}</option>
        {reasons.map((reason) => (
          <option key={reason} value={reason}>
            {t(`orders.reason.${reason}`)}
          </option>
        ))}
      </Select>
      <div className="rounded-md bg-surface p-4">
        <p className="font-semibold">{t('orders.cancel.refund')}</p>
        <p className="mt-1">{refundPreview(speech, order)}</p>
      </div>
      {problem !== null && (
        <ErrorNotice
          title={t(tooLate ? 'orders.cancel.late' : 'orders.cancel.failed')}
          text={tooLate ? lateText(speech, problem) : problemText(speech, problem)}
          requestId={problem.requestId}
          requestLabel={t('failed.request')}
        />
      )}
      <div className="flex flex-wrap gap-3">
        {!tooLate && (
          <Button type="submit" kind="danger" busy={busy}>
            {t('orders.cancel.send')}
          </Button>
        )}
        <Button onClick={onClose}>{t(tooLate ? 'close' : 'orders.cancel.keep')}</Button>
      </div>
    </form>
  );
}

/** What comes back, before anything is sent. */
function refundPreview(speech: Speech, { money: state, currency }: OwnOrder): string {
  const { t, money } = speech;
  if (state === null) return t('orders.cancel.refund.unknown');
  if (state.paid === 0) return t('orders.cancel.refund.none');
  if (state.refunded + state.refunding > 0) return t('orders.cancel.refund.rest');
  return t('orders.cancel.refund.amount', { amount: money(state.paid, currency) });
}

function lateText(speech: Speech, { body }: ApiProblem): string {
  const reason = typeof body['reason'] === 'string' ? body['reason'] : '';
  return speech.maybe(`orders.why.cancel.${reason}`) ?? speech.t('orders.why.cancel.on-its-way');
}
