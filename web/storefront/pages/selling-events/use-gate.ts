import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { problemIn, type ApiProblem } from '../../../client/problem.ts';
import type { Client, ReplyOf } from '../../../client/request.ts';
import { useApp } from '../../app.tsx';
import { storage } from '../../browser-app.ts';
import type { Speech } from '../../i18n/translate.ts';
import { seatName } from '../../events/words.ts';
import { emptyGate, fingerprintOf, isListOld, noted, verdictOf } from './gate.ts';
import { waitingOf, withWords } from './gate.ts';
import type { Gate, KnownTicket, Told, Verdict } from './gate.ts';

const prefix = 'trueshelf.door.';
const tickets_max = 20_000;
const pause_ms = 15_000;

const random = () => crypto.randomUUID().replaceAll('-', '');

function read(sessionId: string): Gate {
  try {
    const kept = JSON.parse(storage().getItem(prefix + sessionId) ?? 'null') as Gate | null;
    if (kept !== null && Array.isArray(kept.scans)) return kept;
  } catch {
    // What is no JSON is not ours.
  }
  return emptyGate(random());
}

interface Of {
  eventId: string;
  sessionId: string;
}

/** All tickets of the session, as the device keeps them. */
async function load(api: Client, params: Of): Promise<KnownTicket[]> {
  const path = 'GET /seller/events/{eventId}/sessions/{sessionId}/tickets';
  const tickets: KnownTicket[] = [];
  let cursor: string | null = null;
  do {
    const query: { limit: number; cursor?: string } = { limit: 100 };
    if (cursor !== null) query.cursor = cursor;
    const page: ReplyOf<typeof path> = await api.request(path, { params, query });
    for (const { fingerprint, state, checkedInAt } of page.data) {
      tickets.push({ fingerprint, state, checkedInAt });
    }
    cursor = page.nextCursor;
  } while (cursor !== null && tickets.length < tickets_max);
  return tickets;
}

async function send(of: { api: Client; speech: Speech }, params: Of, gate: Gate): Promise<Told[]> {
  const scans = waitingOf(gate).map(({ scanId, code, device, scannedAt }) => {
    return { scanId, code, device, scannedAt };
  });
  if (scans.length === 0) return [];
  const path = 'POST /seller/events/{eventId}/sessions/{sessionId}/check-ins';
  const { results } = await of.api.request(path, { params, body: { scans } });
  return results.map(({ scanId, verdict, typeName, seat, attendee }) => {
    const place = seat === null ? null : seatName(of.speech, seat);
    const text = [attendee, typeName, place].filter((one) => one !== null).join(', ');
    return { scanId, verdict, text };
  });
}

/** At once, then every while, and when the network comes back. */
function useOften(sync: (withTickets: boolean) => Promise<void>, latest: RefObject<Gate>): void {
  useEffect(() => {
    void sync(true);
    const again = () => void sync(isListOld(latest.current, Date.now()));
    const timer = setInterval(again, pause_ms);
    addEventListener('online', again);
    return () => {
      clearInterval(timer);
      removeEventListener('online', again);
    };
  }, [sync, latest]);
}

/** The door of a session: every scan is kept first and sent then, at once or when it can be. */
export function useGate(of: Of) {
  const { api, speech } = useApp();
  const { eventId, sessionId } = of;
  const [gate, show] = useState(() => read(sessionId));
  const latest = useRef(gate);
  const busy = useRef(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [changed, setChanged] = useState(0);
  const [full, setFull] = useState(false);
  const put = useCallback(
    (next: Gate) => {
      latest.current = next;
      show(next);
      try {
        storage().setItem(prefix + sessionId, JSON.stringify(next));
        setFull(false);
      } catch {
        setFull(true);
      }
    },
    [sessionId],
  );
  const sync = useCallback(
    async (withTickets: boolean) => {
      if (busy.current) return;
      busy.current = true;
      const params = { eventId, sessionId };
      try {
        while (waitingOf(latest.current).length > 0) {
          const answers = await send({ api, speech }, params, latest.current);
          // Somebody may have scanned meanwhile.
          const words = withWords(latest.current, answers);
          put(words.gate);
          if (words.changed > 0) setChanged((before) => before + words.changed);
        }
        if (withTickets) {
          const tickets = await load(api, params);
          put({ ...latest.current, tickets, at: new Date().toISOString() });
        }
        setProblem(null);
      } catch (error) {
        const found = problemIn(error);
        if (found === null) throw error;
        setProblem(found);
      } finally {
        busy.current = false;
      }
    },
    [api, speech, eventId, sessionId, put],
  );
  useOften(sync, latest);
  /** What the device says; the shop's word comes when it comes. */
  const scan = async (typed: string): Promise<Verdict> => {
    const code = typed.trim();
    const fingerprint = await fingerprintOf(code);
    // Read only now: the same code may have come from the camera and the field at once.
    const verdict = verdictOf(latest.current, code, fingerprint);
    const { device } = latest.current;
    const one = { scanId: random(), code, device, scannedAt: new Date().toISOString() };
    put(noted(latest.current, { ...one, verdict, sent: false, text: '' }));
    void sync(false);
    return verdict;
  };
  return { gate, problem, changed, full, scan, sync };
}
