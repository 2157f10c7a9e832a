const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const TWICE_MS = 500;

/**
 * Aborted by Ctrl-C, SIGTERM or a closed terminal, to stop in order; a later second signal ends
 * the process at once. Signals that come together count once: a group and its leader may both
 * send one.
 */
export function stopSignal(): { signal: AbortSignal; done(): void } {
  const stop = new AbortController();
  let first_ms = 0;
  const ask = () => {
    if (stop.signal.aborted) {
      if (performance.now() - first_ms > TWICE_MS) process.exit(130);
      return;
    }
    first_ms = performance.now();
    process.stdout.write('Stopping …\n');
    stop.abort();
  };
  for (const name of SIGNALS) process.on(name, ask);
  return { signal: stop.signal, done: () => SIGNALS.forEach((name) => process.off(name, ask)) };
}
