/** The door of an event: a code is typed or seen and answered at once, also offline. */
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Field, Select } from '../../../ui/field.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { useApp } from '../../app.tsx';
import { storage } from '../../browser-app.ts';
import { keepPage } from '../../events/keep-page.ts';
import { momentAt } from '../../events/moment.ts';
import { pathIn } from '../../i18n/locale.ts';
import { problemText } from '../../shell/problem-text.ts';
import { useStore } from '../../state/store.ts';
import { useQuery } from '../../state/use-query.ts';
import { Frame, SellingPage } from '../selling/frame.tsx';
import { Camera } from './camera.tsx';
import { codeReader } from './code-reader.ts';
import { waitingOf, type Noted } from './gate.ts';
import { Failed, Shape } from './parts.tsx';
import { useGate } from './use-gate.ts';

interface Known {
  name: string;
  sessions: { sessionId: string; startsAt: string; zone: string }[];
}

const prefix = 'trueshelf.door.';

/** The event as it was when there was a network. */
function readKnown(eventId: string): Known | null {
  try {
    return JSON.parse(storage().getItem(prefix + eventId) ?? 'null') as Known | null;
  } catch {
    return null;
  }
}

/**
 * Once it is open it stays, with a network or without: a camera that is on, and what was typed,
 * must not go when the shop comes back. Who signs out elsewhere is asked again.
 */
export function DoorPage({ eventId }: { eventId: string }) {
  const { session, speech } = useApp();
  const { t } = speech;
  const state = useStore(session.state);
  const [known, open] = useState<Known | null>(null);
  const isAway = 'unreached' in state;
  if (known === null && isAway) {
    const kept = readKnown(eventId);
    if (kept !== null) open(kept);
  }
  const words = { title: t('door.title'), lead: t('door.lead') };
  if (known !== null && (isAway || state.kind !== 'anonymous')) {
    return (
      <Frame {...words}>
        <Door eventId={eventId} known={known} />
      </Frame>
    );
  }
  return <SellingPage {...words}>{() => <Loaded eventId={eventId} open={open} />}</SellingPage>;
}

function Loaded({ eventId, open }: { eventId: string; open(known: Known): void }) {
  const { api, speech } = useApp();
  const { locale } = speech;
  const query = useQuery(eventId, (signal) =>
    api.request('GET /seller/events/{eventId}', { params: { eventId }, signal }),
  );
  const { data } = query;
  useEffect(() => {
    if (data === null) return;
    const sessions = data.sessionList.map(({ sessionId, startsAt, zone }) => {
      return { sessionId, startsAt, zone };
    });
    const known = { name: data.name, sessions };
    open(known);
    try {
      storage().setItem(prefix + eventId, JSON.stringify(known));
    } catch {
      // Full: the door works as long as this page is open.
    }
    // What reads codes is kept with the page; without it, typing goes on.
    const keep = () => keepPage(pathIn(locale, `/selling/events/${eventId}/door`));
    codeReader().then(keep, keep);
  }, [data, eventId, locale, open]);
  return query.problem === null ? <Shape /> : <Failed query={query} />;
}

function Door({ eventId, known }: { eventId: string; known: Known }) {
  const { speech } = useApp();
  const { t } = speech;
  const { sessions } = known;
  const next = sessions.find(({ startsAt }) => Date.parse(startsAt) > Date.now() - 43_200_000);
  const [sessionId, setSessionId] = useState((next ?? sessions[0])?.sessionId ?? '');
  return (
    <div className="grid max-w-2xl gap-6">
      <p className="font-semibold wrap-anywhere">
        <Link to={`/selling/events/${eventId}`} className="link target">
          <bdi>{known.name}</bdi>
        </Link>
      </p>
      <Select
        label={t('door.session')}
        value={sessionId}
        onChange={(event) => setSessionId(event.target.value)}
      >
        {sessions.map((one) => (
          <option key={one.sessionId} value={one.sessionId}>
            {momentAt(speech, one.startsAt, one.zone)}
          </option>
        ))}
      </Select>
      <Scanner key={sessionId} {...{ eventId, sessionId }} />
    </div>
  );
}

function Scanner({ eventId, sessionId }: { eventId: string; sessionId: string }) {
  const { speech } = useApp();
  const { t, date } = speech;
  const { gate, problem, changed, full, scan, sync } = useGate({ eventId, sessionId });
  const [code, setCode] = useState('');
  const [empty, setEmpty] = useState(false);
  const field = useRef<HTMLFormElement>(null);
  const waiting = waitingOf(gate).length;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setEmpty(code.trim() === '');
    if (code.trim() === '') return;
    setCode('');
    void scan(code);
    // The next scan goes into the same field, as readers of codes type.
    field.current?.querySelector('input')?.focus();
  };
  const [last] = gate.scans;
  return (
    <div className="grid gap-6">
      <Camera seen={(seen) => void scan(seen).then(feel)}>
        <div aria-live="assertive" className={last === undefined ? '' : 'min-h-20'}>
          {last !== undefined && <Answer key={last.scanId} scan={last} />}
        </div>
      </Camera>
      <form ref={field} className="grid justify-items-start gap-4" onSubmit={submit}>
        <Field
          name="code"
          className="w-full"
          label={t('door.code')}
          hint={t('door.code.hint')}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={200}
          value={code}
          error={empty ? t('door.code.empty') : undefined}
          onChange={(event) => setCode(event.target.value)}
        />
        <Button type="submit" kind="primary" size="lg">
          {t('door.check')}
        </Button>
      </form>
      {changed > 0 && <Notice tone="warn">{t('door.changed', { count: changed })}</Notice>}
      {full && <Notice tone="problem">{t('door.full')}</Notice>}
      {problem !== null && (
        <Notice tone="warn" title={t('door.offline')}>
          {problem.status === 0 ? t('door.offline.text') : problemText(speech, problem)}
        </Notice>
      )}
      <p className="flex flex-wrap items-center gap-4 text-sm text-muted">
        <span data-waiting={waiting}>{t('door.waiting', { count: waiting })}</span>
        <span>
          {gate.at === null
            ? t('door.tickets.none')
            : t('door.tickets', {
                count: gate.tickets.length,
                time: date(gate.at, { timeStyle: 'short' }),
              })}
        </span>
        <Button size="sm" onClick={() => void sync(true)}>
          {t('door.sync')}
        </Button>
      </p>
      <ol className="border-t border-line">
        {gate.scans.slice(0, 20).map((one) => (
          <Row key={one.scanId} scan={one} />
        ))}
      </ol>
    </div>
  );
}

/** Who looks at people and not at the screen feels the answer. */
function feel(verdict: Noted['verdict']): void {
  navigator.vibrate?.(verdict === 'welcome' ? 80 : [80, 60, 80]);
}

const tones = {
  welcome: 'good',
  again: 'problem',
  void: 'problem',
  'handed-on': 'problem',
  'other-session': 'problem',
  unknown: 'problem',
} as const;

function Answer({ scan }: { scan: Noted }) {
  const { t } = useApp().speech;
  return (
    <div data-verdict={scan.verdict} data-sent={scan.sent}>
      <Notice tone={tones[scan.verdict]} title={t(`door.verdict.${scan.verdict}`)}>
        <bdi>{scan.text === '' ? scan.code.slice(0, 24) : scan.text}</bdi>
      </Notice>
    </div>
  );
}

function Row({ scan }: { scan: Noted }) {
  const { t, date } = useApp().speech;
  const { verdict, sent, text, code, scannedAt } = scan;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line py-2 text-sm">
      <span className="figures text-muted">{date(scannedAt, { timeStyle: 'medium' })}</span>
      <span className="font-medium">{t(`door.verdict.${verdict}`)}</span>
      <bdi className="wrap-anywhere">{text === '' ? code.slice(0, 24) : text}</bdi>
      {!sent && <Badge tone="warn">{t('door.unsent')}</Badge>}
    </li>
  );
}
