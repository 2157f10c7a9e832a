/** One conversation, oldest first, and a field to go on; or the beginning of a new one. */
import { useEffect, useState, type FormEvent } from 'react';
import { useLocation, useNavigate, useParams, useSearchParams } from 'react-router';
import { problemIn, type ApiProblem } from '../../../client/problem.ts';
import { newKey } from '../../../client/request.ts';
import { Button } from '../../../ui/button.tsx';
import { TextArea } from '../../../ui/field.tsx';
import { Link } from '../../../ui/link.tsx';
import { ErrorNotice } from '../../../ui/notice.tsx';
import { useApp, useSpeech } from '../../app.tsx';
import { pageLoader, type Handle } from '../../page.ts';
import { Personal } from '../../shell/personal.tsx';
import { problemText } from '../../shell/problem-text.ts';
import { useQuery } from '../../state/use-query.ts';
import { AccountFrame } from '../account/frame.tsx';
import { Frame as SellingFrame } from '../selling/frame.tsx';
import {
  aboutIn,
  listPath,
  sideOf,
  threadPath,
  writerOf,
  type Conversation,
  type Message,
  type Side,
} from './side.ts';
import { Waiting } from './waiting.tsx';

export const loader = pageLoader(() => null);

export const handle: Handle<null> = {
  meta: ({ app }) => ({ title: app.speech.t('messages.title'), noindex: true }),
};

const chars_max = 2_000;
const page_max = 100;

export function Component() {
  const { t } = useSpeech();
  const side = sideOf(useLocation().pathname);
  const threadId = useParams()['threadId'] ?? 'new';
  const title = t(threadId === 'new' ? 'messages.new' : `messages.title.${side}`);
  const Frame = side === 'seller' ? SellingFrame : AccountFrame;
  return (
    <Personal
      title={title}
      why={t('messages.why')}
      waiting={
        <Frame title={title}>
          <Waiting className="h-40" />
        </Frame>
      }
      guests
      children={() => (
        <Frame title={title}>
          {threadId === 'new' ? <Begin /> : <Shown key={threadId} {...{ side, threadId }} />}
        </Frame>
      )}
    />
  );
}

function Begin() {
  const { api } = useApp();
  const { t } = useSpeech();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const about = aboutIn(search);
  if (about === null) return <p>{t('messages.new.nothing')}</p>;
  const send = async (text: string, key: string) => {
    const made = await api.request('POST /messages', { body: { about, text }, key });
    await navigate(threadPath('buyer', made.threadId), { replace: true });
  };
  return (
    <div className="grid gap-6">
      <p className="max-w-prose">{t('messages.new.lead')}</p>
      <Writer send={send} />
    </div>
  );
}

function Shown({ side, threadId }: { side: Side; threadId: string }) {
  const { api, speech } = useApp();
  const { t } = speech;
  const [newer, setNewer] = useState<Conversation | null>(null);
  const query = useQuery(threadId, (signal) => {
    const asked = { params: { threadId }, query: { limit: page_max }, signal };
    return side === 'buyer'
      ? api.request('GET /messages/{threadId}', asked)
      : api.request('GET /seller/messages/{threadId}', asked);
  });
  const shown = newer ?? query.data;
  const unread = shown?.unread ?? 0;
  const seq = shown?.lastSeq ?? 0;
  useEffect(() => {
    if (unread === 0) return;
    const marked = { params: { threadId }, body: { seq }, key: newKey() };
    // Marked again with the next look where this one is lost.
    void (
      side === 'buyer'
        ? api.request('POST /messages/{threadId}/read', marked)
        : api.request('POST /seller/messages/{threadId}/read', marked)
    ).catch(() => undefined);
  }, [api, side, threadId, unread, seq]);
  if (query.problem !== null) return <NotShown problem={query.problem} />;
  if (shown === null) return <Waiting className="h-40" />;
  const send = async (text: string, key: string) => {
    const asked = { params: { threadId }, body: { text }, key };
    const next =
      side === 'buyer'
        ? api.request('POST /messages/{threadId}', asked)
        : api.request('POST /seller/messages/{threadId}', asked);
    setNewer(await next);
  };
  return (
    <div className="grid gap-6">
      <Head of={shown} side={side} />
      {shown.hasMore && <p className="text-sm text-muted">{t('messages.older')}</p>}
      <ol className="grid gap-4" aria-live="polite">
        {shown.messages.toReversed().map((message) => (
          <Said key={message.seq} {...{ message, side }} />
        ))}
      </ol>
      <Writer send={send} />
    </div>
  );
}

function NotShown({ problem }: { problem: ApiProblem }) {
  const { speech } = useApp();
  return (
    <ErrorNotice
      title={speech.t('messages.failed')}
      text={problemText(speech, problem)}
      requestId={problem.requestId}
      requestLabel={speech.t('failed.request')}
    />
  );
}

function Head({ of: { about, seller }, side }: { of: Conversation; side: Side }) {
  const { t } = useSpeech();
  const isOrder = about.kind === 'order';
  const words = t(`messages.about.${isOrder ? 'order' : 'product'}`, about);
  const linked = side === 'buyer' || !isOrder;
  const to = isOrder ? `/orders/${about.name}` : `/p/${about.id}`;
  const link = 'target inline-flex items-center underline underline-offset-4';
  return (
    <div className="grid gap-1">
      <h2 className="text-lg">
        {linked ? (
          <Link to={to} className={link}>
            <bdi>{words}</bdi>
          </Link>
        ) : (
          <bdi>{words}</bdi>
        )}
      </h2>
      {side === 'buyer' && seller !== null && (
        <p className="text-sm">
          <Link to={`/s/${seller.slug}`} className={link}>
            <bdi>{seller.name}</bdi>
          </Link>
        </p>
      )}
      <p className="text-sm">
        <Link to={listPath(side)} className={link}>
          {t('messages.all')}
        </Link>
      </p>
    </div>
  );
}

function Said({ message, side }: { message: Message; side: Side }) {
  const { t, date, maybe } = useSpeech();
  const { text, note, at } = message;
  const writer = writerOf(message, side);
  const who = writer === 'other' ? (side === 'buyer' ? 'seller' : 'buyer') : writer;
  const words = note === null ? text : (maybe(`messages.note.${note}`) ?? note);
  const place = writer === 'me' ? 'ms-auto bg-accent-soft' : 'me-auto bg-surface';
  return (
    <li className={`w-fit max-w-prose rounded-lg p-4 ${place}`}>
      <p className="text-sm text-muted" suppressHydrationWarning>
        {t(`messages.by.${who}`)} · {date(at, { dateStyle: 'medium', timeStyle: 'short' })}
      </p>
      <p className="mt-1 break-words whitespace-pre-line">
        <bdi>{words}</bdi>
      </p>
    </li>
  );
}

/** What is typed stays until it was sent; the same key for every try of the same words. */
function Writer({ send }: { send(text: string, key: string): Promise<void> }) {
  const { speech } = useApp();
  const { t } = speech;
  const [text, setText] = useState('');
  const [key, setKey] = useState(newKey);
  const [busy, setBusy] = useState(false);
  const [empty, setEmpty] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setEmpty(text.trim() === '');
    if (text.trim() === '') return;
    setBusy(true);
    setProblem(null);
    try {
      await send(text, key);
      setText('');
      setKey(newKey());
    } catch (error) {
      const refused = problemIn(error);
      if (refused === null) throw error;
      setProblem(refused);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="grid max-w-prose gap-4" onSubmit={(event) => void submit(event)} noValidate>
      <TextArea
        name="text"
        label={t('messages.text')}
        hint={t('messages.text.hint')}
        rows={4}
        maxLength={chars_max}
        value={text}
        error={empty ? t('messages.text.empty') : undefined}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setKey(newKey());
        }}
      />
      {problem !== null && <NotShown problem={problem} />}
      <div>
        <Button type="submit" kind="primary" busy={busy}>
          {t('messages.send')}
        </Button>
      </div>
    </form>
  );
}
