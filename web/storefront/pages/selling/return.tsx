// One return as its seller sees it: what the buyer says and shows, and the next step. The steps are
// in inspect.tsx (what was in the parcel) and decide.tsx (what is granted).
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { PrivatePhotos } from '../../photos/private-photos.tsx';
import { FormProblem } from '../../shell/form-problem.tsx';
import { useAction } from '../../state/use-action.ts';
import { useQuery } from '../../state/use-query.ts';
import { Decide } from './decide.tsx';
import { Asked, SellingPage } from './frame.tsx';
import { Inspect } from './inspect.tsx';
import { whys, type Return, type StepProps } from './one-return.ts';
import { Replace } from './replace.tsx';

export function OneReturn({ which }: { which: string }) {
  const { t } = useSpeech();
  return (
    <SellingPage title={t('selling.return', { number: which })}>
      {({ userId }) => <Loaded {...{ userId, which }} />}
    </SellingPage>
  );
}

function Loaded({ userId, which }: { userId: string; which: string }) {
  const { api } = useApp();
  const [now, setNow] = useState<Return | null>(null);
  const query = useQuery(`${userId} return ${which}`, (signal) =>
    api.request('GET /seller/returns/{returnId}', { params: { returnId: which }, signal }),
  );
  return <Asked of={query}>{(data) => <Shown of={now ?? data} onChanged={setNow} />}</Asked>;
}

function Shown({ of, onChanged }: StepProps) {
  const { t } = useSpeech();
  return (
    <div className="grid grid-cols-1 items-start gap-x-16 gap-y-8 lg:grid-cols-[1fr_20rem]">
      <div className="grid min-w-0 gap-8">
        <div aria-live="polite" className="grid gap-1">
          <p className="text-xl font-semibold">{t(`selling.return.${of.status}`)}</p>
          <p className="text-muted">{t(`selling.return.next.${of.status}`)}</p>
        </div>
        <Said of={of} />
        <Steps {...{ of, onChanged }} />
        <Money of={of} />
      </div>
      <History of={of} />
    </div>
  );
}

/** What the buyer announced. */
function Said({ of }: { of: Return }) {
  const { t } = useSpeech();
  return (
    <section className="grid gap-4">
      <h2 className="text-lg">{t('selling.return.said')}</h2>
      <ul className="border-t border-line">
        {of.items.map((one) => (
          <li key={one.lineNo} className="border-b border-line py-3">
            <span className="figures">{one.quantity} × </span>
            <bdi className="font-medium">{one.name}</bdi>
            {one.exchangeName !== null && (
              <span className="block text-sm text-muted">
                {t('selling.return.instead', { name: one.exchangeName })}
              </span>
            )}
          </li>
        ))}
      </ul>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1">
        <dt className="text-muted">{t('returns.reason')}</dt>
        <dd>{t(`returns.reason.${of.reason}`)}</dd>
        <dt className="text-muted">{t('returns.condition')}</dt>
        <dd>{t(`returns.condition.${of.condition}`)}</dd>
        <dt className="text-muted">{t('selling.return.wanted')}</dt>
        <dd>{t(`selling.return.wanted.${of.resolution}`)}</dd>
        <dt className="text-muted">{t('selling.return.order')}</dt>
        <dd>
          <Link to={`/selling/orders/${of.orderNumber}`} className="link figures">
            {of.orderNumber}
          </Link>
        </dd>
      </dl>
      {of.note !== '' && (
        <blockquote className="border-s-4 border-line ps-4">
          <bdi>{of.note}</bdi>
        </blockquote>
      )}
      {of.pictures.length > 0 && (
        <PrivatePhotos title={t('selling.return.photos')} photos={of.pictures} base="/seller" />
      )}
    </section>
  );
}

const comes = ['REQUESTED', 'LABELLED', 'IN_TRANSIT', 'CANCELLED', 'EXPIRED'];

function Steps({ of, onChanged }: StepProps) {
  const key = String(of.version);
  if (comes.includes(of.status)) return <Receive {...{ of, onChanged }} />;
  if (of.status === 'RECEIVED') return <Inspect key={key} {...{ of, onChanged }} />;
  if (of.status === 'INSPECTED') return <Inspected {...{ of, onChanged }} />;
  if (of.status === 'EXCHANGED' && of.replacement === null) {
    return <Replace {...{ of, onChanged }} />;
  }
  return null;
}

/** Decided from what was found; which can be looked at once more until then. */
function Inspected({ of, onChanged }: StepProps) {
  const { t } = useSpeech();
  const [again, setAgain] = useState(false);
  if (again) {
    const done = (next: Return) => {
      setAgain(false);
      onChanged(next);
    };
    return <Inspect {...{ of }} onChanged={done} />;
  }
  return (
    <div className="grid gap-6">
      <section className="grid gap-3">
        <h2 className="text-lg">{t('selling.inspect.found')}</h2>
        <ul className="border-t border-line">
          {of.items.map((one) => (
            <li key={one.lineNo} className="border-b border-line py-3">
              <bdi>{one.name}</bdi>
              <span className="block text-sm text-muted">
                {t('selling.inspect.result', {
                  received: one.received,
                  count: one.quantity,
                  restock: one.restock,
                  writeOff: one.writeOff,
                })}
              </span>
            </li>
          ))}
        </ul>
        <div>
          <Button size="sm" onClick={() => setAgain(true)}>
            {t('selling.inspect.again')}
          </Button>
        </div>
      </section>
      <Decide key={JSON.stringify(of.items)} {...{ of, onChanged }} />
    </div>
  );
}

function Receive({ of, onChanged }: StepProps) {
  const { api, speech } = useApp();
  const { t } = speech;
  const action = useAction();
  const over = of.status === 'CANCELLED' || of.status === 'EXPIRED';
  const params = { returnId: of.returnId };
  const receive = () =>
    action.run(async (key) =>
      onChanged(await api.request('POST /seller/returns/{returnId}/receive', { params, key })),
    );
  return (
    <section className="grid justify-items-start gap-3 rounded-lg bg-surface p-5">
      <h2 className="text-lg">{t('selling.receive')}</h2>
      <p className="text-muted">{t(over ? 'selling.receive.late' : 'selling.receive.text')}</p>
      {of.trackingNumber !== null && (
        <p className="figures">
          {t('selling.receive.tracking')} <bdi>{of.trackingNumber}</bdi>
        </p>
      )}
      <FormProblem problem={action.problem} />
      <Button
        kind={over ? 'secondary' : 'primary'}
        busy={action.busy}
        onClick={() => void receive()}
      >
        {t('selling.receive.done')}
      </Button>
    </section>
  );
}

/** What was granted, and how far its money is. */
function Money({ of }: { of: Return }) {
  const { t, money } = useSpeech();
  const { granted, refunded, waitsFor, byHand } = of.money;
  const told = of.decisions.length > 0 && of.resolution === 'REFUND';
  if (!told && of.rejectedReason === null && of.evidence === null) return null;
  return (
    <section className="grid gap-3">
      <h2 className="text-lg">{t('selling.decided')}</h2>
      {told && (
        <dl className="figures grid grid-cols-[auto_1fr] gap-x-6 gap-y-1">
          <dt className="text-muted">{t('selling.decided.granted')}</dt>
          <dd data-granted>{money(granted, of.currency)}</dd>
          <dt className="text-muted">{t('selling.decided.refunded')}</dt>
          <dd>{money(refunded, of.currency)}</dd>
        </dl>
      )}
      {waitsFor !== null && <Notice tone="warn">{t('selling.decided.chargeback')}</Notice>}
      {told && byHand && <Notice>{t('selling.decided.by-hand')}</Notice>}
      {of.rejectedReason !== null && (
        <p>{t('selling.decided.rejected', { why: t(whyOf(of.rejectedReason)) })}</p>
      )}
      {of.evidence !== null && (
        <blockquote className="border-s-4 border-line ps-4">
          <bdi>{of.evidence}</bdi>
        </blockquote>
      )}
    </section>
  );
}

const whyOf = (reason: string) =>
  `selling.why.${whys.find((one) => one === reason) ?? 'other'}` as const;

function History({ of }: { of: Return }) {
  const { t, date } = useSpeech();
  return (
    <section className="grid gap-3 rounded-lg bg-surface p-5">
      <h2 className="text-lg">{t('selling.return.history')}</h2>
      <ol className="grid gap-3">
        {of.timeline.map((one) => (
          <li key={`${one.status} ${one.at}`}>
            <p className="font-medium">{t(`selling.return.${one.status}`)}</p>
            <p className="text-sm text-muted" suppressHydrationWarning>
              {date(one.at, { dateStyle: 'medium', timeStyle: 'short' })}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}
