/**
 * The waiting room in the browser. It reads the one document of the sale at the pace that this
 * asks for, or hears it as it changes where the line is short enough for streams, and works out
 * its own place: nobody is asked anything about a person.
 */
import { keepMine, readMine } from './mine.ts';
import { sayIn, type Words } from './say.ts';
import type { Mark } from './place.ts';
import { viewOf, type View } from './view.ts';

/** With more seconds between two looks than this, streams are left to others. */
const stream_refresh_s_max = 10;
const pause_s_max = 60;
/** Who listens is not told every change. */
const said_ms_min = 60_000;

const [, base = '', saleId = ''] =
  /^((?:\/[a-z]{2})?\/sale\/([a-z0-9_]{1,64}))\/queue/.exec(location.pathname) ?? [];
const { lang } = document.documentElement;
const at = (id: string) => document.getElementById(id) as HTMLElement;
const say = sayIn(lang, JSON.parse(at('words').textContent) as Words);
const numbers = new Intl.NumberFormat(lang);
const moments = new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'short' });
const clock = new Intl.DateTimeFormat(lang, { timeStyle: 'medium' });
const seen = {
  say,
  time: (iso: string) => moments.format(new Date(iso)),
  number: (value: number) => numbers.format(value),
};
const api = `/api/v1/flash-sales/${saleId}`;
const title = document.title;

let number: number | null = null;
let mark: Mark | null = null;
let phase: View['phase'] | '' = '';
let said_ms = -said_ms_min;
/** The server's clock less this machine's running one. */
let ahead_ms = 0;
let stream: EventSource | null = null;
let mayStream = 'EventSource' in globalThis;
let timer: ReturnType<typeof setTimeout> | undefined;
let failures = 0;
let bell: AudioContext | null = null;

function put(id: string, value: string): void {
  const element = at(id);
  if (element.textContent !== value) element.textContent = value;
}

function shown(id: string, is: boolean): void {
  at(id).hidden = !is;
}

function render(): void {
  if (mark === null) return;
  const view = viewOf(mark, number, seen);
  put('title', view.title);
  put('text', view.text);
  const figure = view.figure ?? countdown(mark, view);
  shown('figure', figure !== null);
  put('value', figure?.value ?? '');
  put('label', figure?.label ?? '');
  const { go } = view;
  shown('go', go !== null);
  if (go !== null) {
    put('go', go.label);
    at('go').setAttribute('href', go.to === 'sale' ? base : `${base}/${go.to}`);
  }
  const { message } = view;
  shown('message', message !== null);
  put('from', message?.from ?? '');
  put('note', message?.text ?? '');
  facts(view.facts);
  shown('keep', number !== null && view.phase !== 'admitted' && view.phase !== 'ended');
  document.documentElement.dataset['phase'] = view.phase;
  document.title = view.phase === 'admitted' ? `● ${view.title}` : title;
  tell(view);
}

function facts(list: View['facts']): void {
  const rows = list.map(({ label, value }) => {
    const row = document.createElement('div');
    for (const [name, text] of [
      ['dt', label],
      ['dd', value],
    ] as const) {
      const cell = document.createElement(name);
      cell.textContent = text;
      row.append(cell);
    }
    return row;
  });
  at('facts').replaceChildren(...rows);
}

/** Until the order is drawn, by the server's clock. */
function countdown({ startsAt }: Mark, view: View): View['figure'] {
  if (view.phase !== 'before-draw') return null;
  const left_s = Math.ceil((Date.parse(startsAt) - performance.now() - ahead_ms) / 1_000);
  if (left_s <= 0 || left_s > 86_400) return null;
  const two = (value: number) =>
    new Intl.NumberFormat(lang, { minimumIntegerDigits: 2 }).format(value);
  const [h, m, s] = [Math.floor(left_s / 3_600), Math.floor(left_s / 60) % 60, left_s % 60];
  const value = [...(h > 0 ? [h] : []), m, s].map(two).join(':');
  return { value, label: say('queue.before.left') };
}

/** To who listens: what is new at once, the place once a minute. */
function tell(view: View): void {
  const isNew = view.phase !== phase;
  const now_ms = performance.now();
  if (isNew && view.phase === 'admitted') call();
  if (!isNew && (view.ahead === null || now_ms - said_ms < said_ms_min)) return;
  if (isNew || view.ahead !== null) {
    said_ms = now_ms;
    const { value = '', label = '' } = view.figure ?? {};
    put('say', [view.title, view.text, `${value} ${label}`.trim()].filter(Boolean).join('. '));
  }
  phase = view.phase;
}

/** It is their turn: by what the device allows and they asked for. */
function call(): void {
  navigator.vibrate?.([200, 120, 200]);
  if (bell === null) return;
  const [tone, gain] = [bell.createOscillator(), bell.createGain()];
  gain.gain.value = 0.2;
  tone.connect(gain).connect(bell.destination);
  tone.start();
  tone.stop(bell.currentTime + 0.6);
}

function heard(next: Mark, server_ms: number): void {
  // An older document from another cache says nothing new.
  if (mark !== null && next.version < mark.version) return;
  mark = next;
  ahead_ms = Math.max(server_ms, Date.parse(next.serverTime)) - performance.now();
  failures = 0;
  shown('lost', false);
  put('updated', clock.format(new Date()));
  render();
}

async function look(): Promise<void> {
  let pause_s = mark?.refresh_s ?? 2;
  try {
    // What this browser kept of it may say that there is time.
    const signal = AbortSignal.timeout(15_000);
    const reply = await fetch(`${api}/watermark`, { cache: 'no-cache', signal });
    if (reply.status === 404) return missing();
    if (!reply.ok) {
      const after = reply.headers.get('retry-after');
      throw Object.assign(new Error(`status ${reply.status}`), { after });
    }
    const age_s = Number(reply.headers.get('age') ?? 0);
    const date_ms = Date.parse(reply.headers.get('date') ?? '') + age_s * 1_000;
    heard((await reply.json()) as Mark, Number.isFinite(date_ms) ? date_ms : 0);
    pause_s = mark?.refresh_s ?? 2;
    if (mayStream && pause_s <= stream_refresh_s_max && mark?.state !== 'ENDED') listen();
  } catch (error) {
    failures += 1;
    shown('lost', true);
    const after_s = Number((error as { after?: string }).after ?? 0);
    pause_s = Math.max(after_s, Math.min(pause_s_max, pause_s * 2 ** Math.min(failures, 6)));
  }
  // Never sooner than was asked for, and not all at once.
  if (stream === null)
    timer = setTimeout(() => void look(), pause_s * (1 + Math.random() / 5) * 1e3);
}

/** As it changes; when the stream ends, or there is no room for one, by looking again. */
function listen(): void {
  if (stream !== null) return;
  const now = new EventSource(`${api}/events`);
  stream = now;
  now.addEventListener('watermark', ({ data }) => {
    if (stream === now) heard(JSON.parse(String(data)) as Mark, 0);
  });
  now.addEventListener('error', () => {
    mayStream = false;
    quiet();
    timer = setTimeout(() => void look(), (mark?.refresh_s ?? 2) * (1 + Math.random()) * 1e3);
  });
}

function quiet(): void {
  stream?.close();
  stream = null;
  clearTimeout(timer);
}

function missing(): void {
  put('title', say('queue.missing.title'));
  put('text', say('queue.missing.text'));
}

function soon(): void {
  quiet();
  void look();
}

function begin(): void {
  try {
    const mine = readMine(localStorage, saleId);
    number = mine?.number ?? null;
    if (mine !== null) keepMine(localStorage, saleId, mine);
  } catch {
    // No storage: the sale's page knows the place of who is signed in.
  }
  at('sale').setAttribute('href', base);
  at('fair').setAttribute('href', `${base}/fairness`);
  at('sound').addEventListener('change', ({ target }) => {
    bell = (target as HTMLInputElement).checked ? new AudioContext() : null;
  });
  addEventListener('storage', () => {
    number = readMine(localStorage, saleId)?.number ?? null;
    render();
  });
  // The network is back, or the page comes from the memory of the back button.
  addEventListener('online', soon);
  addEventListener('pageshow', ({ persisted }) => persisted && soon());
  addEventListener('pagehide', quiet);
  setInterval(() => mark?.draw === null && !document.hidden && render(), 1_000);
  void look();
}

begin();
