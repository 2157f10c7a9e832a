/**
 * What a device at the door knows without a network: which tickets there are, as fingerprints, and
 * the scans that were not sent yet. A fingerprint can be compared with a code; no code can be made
 * of it, and no name is kept.
 */
export interface KnownTicket {
  fingerprint: string;
  /** HANDED_ON: its holder has another code. */
  state: 'VALID' | 'VOID' | 'HANDED_ON';
  checkedInAt: string | null;
}

export type Verdict = 'welcome' | 'again' | 'void' | 'handed-on' | 'other-session' | 'unknown';

export interface Scan {
  scanId: string;
  code: string;
  device: string;
  scannedAt: string;
}

export interface Noted extends Scan {
  verdict: Verdict;
  /** What the device said; the shop's word comes with the next sync. */
  sent: boolean;
  text: string;
}

export interface Gate {
  device: string;
  /** When the tickets were read; null: never. */
  at: string | null;
  tickets: KnownTicket[];
  /** The newest first. */
  scans: Noted[];
}

/** Of the scans that were sent, so many stay on screen. */
const shown_max = 50;
/** Tickets change hands until the doors open: the list is read again when it is as old as this. */
const listFor_ms = 2 * 60_000;

export const isListOld = ({ at }: Pick<Gate, 'at'>, now_ms: number): boolean =>
  at === null || Date.parse(at) < now_ms - listFor_ms;

/** What one request takes. */
export const perCall_max = 500;

export const emptyGate = (device: string): Gate => ({ device, at: null, tickets: [], scans: [] });

/** The first 22 characters of the SHA-256 of a code, in base64url; as the shop makes them. */
export async function fingerprintOf(code: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(code));
  const text = btoa(String.fromCharCode(...new Uint8Array(digest)));
  return text.replaceAll('+', '-').replaceAll('/', '_').slice(0, 22);
}

/** What the device says by itself: each ticket once, by the list and by its own scans. */
export function verdictOf(gate: Gate, code: string, fingerprint: string): Verdict {
  const ticket = gate.tickets.find((one) => one.fingerprint === fingerprint);
  if (ticket === undefined) return 'unknown';
  if (ticket.state === 'VOID') return 'void';
  if (ticket.state === 'HANDED_ON') return 'handed-on';
  const here = gate.scans.some((one) => one.code === code && one.verdict === 'welcome');
  return here || ticket.checkedInAt !== null ? 'again' : 'welcome';
}

export function noted(gate: Gate, scan: Noted): Gate {
  const scans = [scan, ...gate.scans];
  const waiting = scans.filter(({ sent }) => !sent);
  const rest = scans.filter(({ sent }) => sent).slice(0, shown_max);
  const kept = new Set([...waiting, ...rest].map(({ scanId }) => scanId));
  return { ...gate, scans: scans.filter(({ scanId }) => kept.has(scanId)) };
}

export const waitingOf = (gate: Gate): Noted[] =>
  gate.scans.filter(({ sent }) => !sent).slice(-perCall_max);

export interface Told {
  scanId: string;
  verdict: Verdict;
  text: string;
}

/** With the shop's word, which stands above the device's; and how many words it changed. */
export function withWords(gate: Gate, told: readonly Told[]): { gate: Gate; changed: number } {
  const words = new Map(told.map((one) => [one.scanId, one]));
  let changed = 0;
  const scans = gate.scans.map((scan) => {
    const word = words.get(scan.scanId);
    if (word === undefined) return scan;
    if (!scan.sent && word.verdict !== scan.verdict) changed += 1;
    return { ...scan, sent: true, verdict: word.verdict, text: word.text };
  });
  return { gate: { ...gate, scans }, changed };
}
