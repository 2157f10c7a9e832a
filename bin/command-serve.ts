import { integerOption, textOption, type Command } from './command.ts';

export const command: Command = {
  summary: 'Start Trueshelf: database, rooms, demo marketplace and HTTP',
  usage: 'trueshelf serve [--rooms a,b] [--port n]',
  options: {
    rooms: { type: 'string', value: '<a,b>', summary: 'serve only these rooms' },
    port: { type: 'string', value: '<port>', summary: 'port of the HTTP server (default 3000)' },
  },
  examples: [
    'npx trueshelf serve',
    'TRUESHELF_ROOM_URLS=inventory=http://127.0.0.1:3001 npx trueshelf serve --rooms checkout',
  ],
  run: async (args) => {
    const only = textOption(args, 'rooms')?.split(',') ?? null;
    const port = integerOption(args, 'port', { min: 0, max: 65_535 });
    const { serve } = await import('#services/serve.ts');
    const { progress, welcome } = await import('./progress.ts');
    const shown = progress();
    const { signal, done } = stopSignal();
    try {
      const served = await serve({ only, port, signal, onProgress: shown.say });
      shown.done();
      if (!signal.aborted) process.stdout.write(welcome(served));
      await new Promise<void>((asked) => {
        if (signal.aborted) asked();
        else signal.addEventListener('abort', () => asked());
      });
      await served.stop();
      return 0;
    } catch (error) {
      if (signal.aborted) return 130;
      throw error;
    } finally {
      shown.done();
      done();
    }
  },
};

/** Aborted by Ctrl-C or SIGTERM, to stop in order; a second signal ends the process at once. */
function stopSignal(): { signal: AbortSignal; done(): void } {
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
