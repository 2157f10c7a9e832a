/** Sending something back: what, why, for what, and how much that gives, before it is announced. */
import { useRef, useState, type FormEvent } from 'react';
import { useLoaderData, useNavigate } from 'react-router';
import { problemIn, type ApiProblem } from '../../../client/problem.ts';
import { Breadcrumb } from '../../../ui/breadcrumb.tsx';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { Select, TextArea } from '../../../ui/field.tsx';
import { ErrorNotice, Notice } from '../../../ui/notice.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import type { Handle } from '../../page.ts';
import { PhotoField } from '../../photos/photo-field.tsx';
import { idsOf, isSending, type Photo } from '../../photos/shelf.ts';
import { problemText } from '../../shell/problem-text.ts';
import { useQuery } from '../../state/use-query.ts';
import { orderLoader, OrderGate, type OrderData } from '../order/gate.tsx';
import type { Seen } from '../order/use-order.ts';
import { announce, askOptions, itemsText, keyFor, type Announcement, type Options } from './ask.ts';
import { Estimate } from './estimate.tsx';
import { Lines } from './lines.tsx';
import { ResolutionChoice, type Resolution } from './resolution.tsx';
import { Heading } from '../../shell/heading.tsx';

export const loader = orderLoader('/return');

export const handle: Handle<OrderData> = {
  meta: ({ app }) => ({ title: app.speech.t('returns.title'), noindex: true }),
};

export function Component() {
  const { number } = useLoaderData<typeof loader>();
  const { t } = useSpeech();
  return (
    <OrderGate number={number} title={t('returns.title')}>
      {(seen) => <Flow key={seen.order.orderId} seen={seen} />}
    </OrderGate>
  );
}

function Flow({ seen }: { seen: Seen }) {
  const app = useApp();
  const { t } = app.speech;
  const { orderNumber, orderId } = seen.order;
  const tail = seen.kind === 'own' ? '' : `?t=${seen.grant}`;
  const back = `/orders/${orderNumber}${tail}`;
  const query = useQuery(`${orderId} options`, (signal) =>
    askOptions(app, seen, { items: '', signal }),
  );
  const crumbs = [
    { name: t('orders.title'), to: '/orders' },
    { name: orderNumber, to: back },
    { name: t('returns.title') },
  ];
  const options = query.data;
  return (
    <div className="page pt-6 pb-12">
      <Breadcrumb crumbs={crumbs} label={t('breadcrumb')} />
      <Heading className="mt-4 text-2xl">{t('returns.title')}</Heading>
      {query.problem !== null && (
        <div className="mt-6">
          <ErrorNotice
            title={t('returns.failed')}
            text={problemText(app.speech, query.problem)}
            requestId={query.problem.requestId}
            requestLabel={t('failed.request')}
            actions={
              <Button size="sm" busy={query.loading} onClick={query.reload}>
                {t('retry')}
              </Button>
            }
          />
        </div>
      )}
      {options === null ? (
        query.problem === null && <Waiting />
      ) : options.lines.some((line) => line.reason === null) ? (
        <Form {...{ seen, options, tail }} reload={query.reload} />
      ) : (
        <Nothing options={options} back={back} />
      )}
    </div>
  );
}

function Waiting() {
  const { t } = useSpeech();
  return (
    <div className="mt-6 grid gap-4" role="status" aria-label={t('returns.loading')}>
      <Skeleton className="h-40" />
      <Skeleton className="h-64" />
    </div>
  );
}

/** Nothing can go back: why, line by line, and the way on. */
function Nothing({ options, back }: { options: Options; back: string }) {
  const { t } = useSpeech();
  return (
    <div className="mt-6 grid max-w-2xl gap-6">
      <Notice
        tone="warn"
        title={t('returns.nothing')}
        actions={<ButtonLink to={back}>{t('returns.to-order')}</ButtonLink>}
      />
      <Lines lines={options.lines} chosen={new Map()} onChoose={() => undefined} />
    </div>
  );
}

const reasons: readonly Announcement['reason'][] = [
  'changed-mind',
  'wrong-size',
  'arrived-late',
  'not-as-described',
  'damaged',
  'wrong-item',
  'other',
];
/** As many as the shop takes with one return. */
const photos_max = 6;
const conditions: readonly Announcement['condition'][] = ['UNUSED', 'OPENED', 'USED', 'DAMAGED'];

interface FormProps {
  seen: Seen;
  options: Options;
  /** The grant, for pages that go on with it. */
  tail: string;
  reload(): void;
}

function Form({ seen, options, tail, reload }: FormProps) {
  const app = useApp();
  const { t } = app.speech;
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<ReadonlyMap<number, number>>(new Map());
  const [swaps, setSwaps] = useState<ReadonlyMap<number, string>>(new Map());
  const [resolution, setResolution] = useState<Resolution>('REFUND');
  const [photos, setPhotos] = useState<PhotosBySeller>(new Map());
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const memory = useRef({ wish: '', key: '' });
  const items = itemsText(chosen);
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const body = bodyOf(new FormData(form), {
      chosen,
      swaps,
      resolution,
      options,
      photos,
    });
    setMissing(body === null);
    if (body === null) {
      form.querySelector<HTMLSelectElement>('[name=reason]')?.focus();
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      const number = await announce(app, seen, { body, key: keyFor(memory.current, body) });
      await navigate(`/returns/${number}${tail}`);
    } catch (error) {
      const refused = problemIn(error);
      if (refused === null) throw error;
      setProblem(refused);
      if (refused.status === 409) reload();
    } finally {
      setBusy(false);
    }
  };
  const whyNot =
    items === ''
      ? { whyNot: t('returns.announce.nothing') }
      : [...photos.values()].some(isSending)
        ? { whyNot: t('photos.wait') }
        : {};
  return (
    <form
      noValidate
      className="mt-2 grid items-start gap-x-16 gap-y-8 lg:grid-cols-[1fr_23rem]"
      onSubmit={(event) => void send(event)}
    >
      <div className="grid gap-8">
        <p className="text-lg text-muted">{t('returns.lead')}</p>
        <Lines
          lines={options.lines}
          chosen={chosen}
          onChoose={(lineNo, quantity) => setChosen((was) => new Map(was).set(lineNo, quantity))}
        />
        <Why missing={missing} />
        {seen.kind === 'own' && (
          <Photos
            lines={options.lines.filter(({ lineNo }) => (chosen.get(lineNo) ?? 0) > 0)}
            {...{ photos }}
            onChange={setPhotos}
          />
        )}
        <ResolutionChoice
          {...{ options, chosen, swaps }}
          value={resolution}
          onChange={setResolution}
          onSwap={(lineNo, variantId) => setSwaps((was) => new Map(was).set(lineNo, variantId))}
        />
      </div>
      <div className="grid gap-5 rounded-lg bg-surface p-6 lg:sticky lg:top-24">
        <Estimate {...{ seen, options, items, resolution }} />
        {problem !== null && <Refused problem={problem} />}
        <Button id="announce" type="submit" kind="primary" busy={busy} {...whyNot}>
          {t('returns.announce')}
        </Button>
      </div>
    </form>
  );
}

type PhotosBySeller = ReadonlyMap<string, readonly Photo[]>;

interface PhotosProps {
  /** Those that go back. */
  lines: Options['lines'];
  photos: PhotosBySeller;
  onChange(how: (photos: PhotosBySeller) => PhotosBySeller): void;
}

/** Photos for each seller: what one sold is nothing to another. */
function Photos({ lines, photos, onChange }: PhotosProps) {
  const { t, list } = useSpeech();
  const sellers = Map.groupBy(lines, ({ sellerId }) => sellerId);
  return [...sellers].map(([sellerId, theirs]) => (
    <PhotoField
      key={sellerId}
      purpose="return"
      max={photos_max}
      hint={
        sellers.size > 1
          ? t('returns.photos.of', { names: list(theirs.map(({ name }) => name)) })
          : t('photos.hint.return')
      }
      photos={photos.get(sellerId) ?? []}
      onChange={(how) =>
        onChange((now) => new Map(now).set(sellerId, how(now.get(sellerId) ?? [])))
      }
    />
  ));
}

/** The reason, the state it is in, and whatever else there is to say. */
function Why({ missing }: { missing: boolean }) {
  const { t } = useSpeech();
  return (
    <div className="grid max-w-xl gap-5">
      <Select
        name="reason"
        label={t('returns.reason')}
        defaultValue=""
        error={missing ? t('returns.reason.missing') : undefined}
      >
        <option value="">{t('returns.reason.choose')}</option>
        {reasons.map((reason) => (
          <option key={reason} value={reason}>
            {t(`returns.reason.${reason}`)}
          </option>
        ))}
      </Select>
      <Select name="condition" label={t('returns.condition')} defaultValue="UNUSED">
        {conditions.map((condition) => (
          <option key={condition} value={condition}>
            {t(`returns.condition.${condition}`)}
          </option>
        ))}
      </Select>
      <TextArea
        name="note"
        label={t('returns.note')}
        optional={t('returns.optional')}
        maxLength={1_000}
      />
    </div>
  );
}

function Refused({ problem }: { problem: ApiProblem }) {
  const speech = useSpeech();
  const { t, maybe } = speech;
  const reason = typeof problem.body['reason'] === 'string' ? problem.body['reason'] : '';
  return (
    <ErrorNotice
      title={t('returns.announce.failed')}
      text={maybe(`returns.bar.${reason}`) ?? problemText(speech, problem)}
      requestId={problem.requestId}
      requestLabel={t('failed.request')}
    />
  );
}

interface Choice {
  chosen: ReadonlyMap<number, number>;
  swaps: ReadonlyMap<number, string>;
  resolution: Resolution;
  options: Options;
  photos: PhotosBySeller;
}

/** What is announced; null while the reason is missing. */
function bodyOf(form: FormData, choice: Choice): Announcement | null {
  const { chosen, swaps, resolution, options, photos } = choice;
  const told = new Set<string>();
  const reason = reasons.find((one) => one === form.get('reason'));
  const condition = conditions.find((one) => one === form.get('condition'));
  if (reason === undefined || condition === undefined) return null;
  const note = form.get('note');
  const items = options.lines.flatMap(({ lineNo, sellerId, exchanges }) => {
    const quantity = chosen.get(lineNo) ?? 0;
    const swap = swaps.get(lineNo) ?? exchanges[0]?.variantId;
    const instead = resolution === 'EXCHANGE' && swap ? { exchangeVariantId: swap } : {};
    if (quantity === 0) return [];
    // Of a parcel: its first item says what shows all of it.
    const pictures = told.has(sellerId) ? [] : idsOf(photos.get(sellerId) ?? []);
    told.add(sellerId);
    const shown = pictures.length > 0 ? { pictures } : {};
    return [{ lineNo, quantity, ...instead, ...shown }];
  });
  const said = typeof note === 'string' && note.trim() !== '' ? { note: note.trim() } : {};
  return { items, reason, condition, resolution, ...said };
}
