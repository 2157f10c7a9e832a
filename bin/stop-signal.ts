/** Aborted by Ctrl-C or SIGTERM, to stop in order; a second signal ends the process at once. */
export function stopSignal(): { signal: AbortSignal; done(): void } {
  const stop = new AbortController();
  const ask = () => {
    if (stop.signal.aborted) process.exit(130);
    process.stdout.write('Stopping …\n');
    stop.abort();
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const name of signals) process.on(name, ask);
  return { signal: stop.signal, done: () => signals.forEach((name) => process.off(name, ask)) };
}
