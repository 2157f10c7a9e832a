import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { codeReader, readCodes } from './code-reader.ts';
import { sight } from './sight.ts';

/** `off`, `starting` and `on`; the others say why it is not on. */
export type CameraState =
  | 'off'
  | 'starting'
  | 'on'
  /** By the person, the browser or the system. */
  | 'refused'
  | 'none'
  /** Something else has it. */
  | 'busy'
  /** It was on and went away. */
  | 'lost'
  /** The address is not https. */
  | 'unsafe'
  /** The part that reads codes could not be loaded. */
  | 'no-reader';

const pause_ms = 120;
const wish = 'trueshelf.door.camera';

function whyNot(error: unknown): CameraState {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'none' : 'busy';
}

/**
 * The server allows a camera to the document of this page alone. Who came here from another page
 * without a new document has that one's rules, and gets the document first.
 */
function isOwnDocument(): boolean {
  const [entry] = performance.getEntriesByType('navigation');
  return entry === undefined || new URL(entry.name).pathname === location.pathname;
}

/** Whether the document was fetched anew for the camera; told once. */
function wasWished(): boolean {
  const is = sessionStorage.getItem(wish) !== null;
  sessionStorage.removeItem(wish);
  return is;
}

interface Run {
  over: boolean;
  stream: MediaStream | null;
}

/** Looks at pictures until the run is over; each code in them counts as `sight` has it. */
async function look(of: { run: Run; video: HTMLVideoElement; seen(code: string): void }) {
  const { run, video, seen } = of;
  const read = await codeReader();
  const { picture } = sight();
  while (!run.over) {
    if (!document.hidden && video.readyState >= video.HAVE_CURRENT_DATA) {
      const codes = await readCodes(read, video);
      if (!run.over) picture(codes).forEach(seen);
    }
    await new Promise((done) => setTimeout(done, pause_ms));
  }
}

/** A camera that shows itself in `video` and tells codes; it is let go with the page. */
export function useCamera(video: RefObject<HTMLVideoElement | null>, seen: (code: string) => void) {
  const [state, setState] = useState<CameraState>('off');
  const run = useRef<Run | null>(null);
  const tell = useRef(seen);
  tell.current = seen;
  const end = useCallback((next: CameraState) => {
    const { current } = run;
    run.current = null;
    if (current === null) return;
    current.over = true;
    for (const track of current.stream?.getTracks() ?? []) track.stop();
    setState(next);
  }, []);
  const start = useCallback(async () => {
    if (run.current !== null) return;
    if (!isSecureContext || navigator.mediaDevices === undefined) return setState('unsafe');
    if (!isOwnDocument()) {
      sessionStorage.setItem(wish, '1');
      location.reload();
      return undefined;
    }
    const shown = video.current;
    if (shown === null) return undefined;
    const own: Run = { over: false, stream: null };
    run.current = own;
    setState('starting');
    try {
      const facing = { facingMode: { ideal: 'environment' }, width: { ideal: 1_280 } };
      const stream = await navigator.mediaDevices.getUserMedia({ video: facing, audio: false });
      own.stream = stream;
      if (own.over) {
        // The page was left while the person was asked.
        for (const track of stream.getTracks()) track.stop();
        return undefined;
      }
      for (const track of stream.getTracks()) track.addEventListener('ended', () => end('lost'));
      shown.srcObject = stream;
      await shown.play();
      setState('on');
    } catch (error) {
      if (run.current === own) end(whyNot(error));
      return undefined;
    }
    const told = (code: string) => tell.current(code);
    return look({ run: own, video: shown, seen: told }).catch(() => {
      if (run.current === own) end('no-reader');
    });
  }, [end, video]);
  useEffect(() => {
    const leave = () => end('off');
    addEventListener('pagehide', leave);
    if (wasWished()) void start();
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, [end, start]);
  return { state, start, stop: useCallback(() => end('off'), [end]) };
}
