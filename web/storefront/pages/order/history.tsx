import { Timeline, type TimelineStep } from '../../../ui/timeline.tsx';
import { useSpeech } from '../../app.tsx';
import type { Speech } from '../../i18n/translate.ts';
import { stepsOf, type AnyOrder, type Step } from './progress.ts';
import { dayText, momentText } from './words.ts';

/** What happened, when and by whom, and what comes next. */
export function History({ order }: { order: AnyOrder }) {
  const speech = useSpeech();
  const today = new Date().toISOString().slice(0, 10);
  const steps = stepsOf(order, today).map((step) => stepText(speech, step, order.currency));
  return (
    <section aria-labelledby="history">
      <h2 id="history" className="mb-5 text-lg">
        {speech.t('orders.history')}
      </h2>
      <Timeline steps={steps} label={speech.t('orders.history')} />
    </section>
  );
}

function stepText(speech: Speech, step: Step, currency: string): TimelineStep {
  const { t, maybe, money } = speech;
  const tense = step.state === 'ahead' ? 'ahead' : 'done';
  const amount = step.amount === undefined ? '' : money(step.amount, currency);
  const { nth = 1, carrier = '', trackingNumber = '' } = step.parcel ?? {};
  const items = step.items ?? [];
  const count = items.reduce((sum, one) => sum + one.quantity, 0);
  const values = { amount, nth, carrier, count };
  const title = maybe(`orders.step.${tense}.${step.what}`, values) ?? step.what;
  const at = step.at === null ? undefined : timeOf(speech, step);
  const by = step.by === undefined ? undefined : maybe(`orders.by.${step.by}`);
  const text = [
    ...items.map(({ name, quantity }) => `${speech.number(quantity)} × ${name}`),
    ...(carrier === '' ? [] : [`${carrier} ${trackingNumber}`]),
    ...reasonOf(speech, step.reason ?? null),
  ].join(' · ');
  return {
    key: step.key,
    title,
    state: step.state,
    at: by === undefined || at === undefined ? at : t('orders.at.by', { at, by }),
    ...(text === '' ? {} : { text: <p className="text-sm text-muted">{text}</p> }),
  };
}

function timeOf(speech: Speech, { at, what }: Step): string {
  const iso = at ?? '';
  return what === 'refund-booked' ? dayText(speech, iso) : momentText(speech, iso);
}

/** A code of ours in words; what a person wrote, as it is; nothing for other codes. */
function reasonOf(speech: Speech, reason: string | null): string[] {
  if (reason === null) return [];
  const known = speech.maybe(`orders.reason.${reason}`);
  if (known !== undefined) return [known];
  return reason.includes(' ') ? [reason] : [];
}
