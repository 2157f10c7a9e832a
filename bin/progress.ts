// What a start shows while it works, and what it says when it is up.
import { styleText } from 'node:util';
import { Listr } from 'listr2';
import type { Served } from '#services/serve.ts';

export interface Progress {
  say(sentence: string): void;
  done(): void;
}

/** One line that changes on a terminal; plain lines, one for each kind of step, elsewhere. */
export function progress(): Progress {
  let last = '';
  if (!process.stdout.isTTY) {
    const say = (sentence: string) => {
      const kind = sentence.replace(/[\d,.]+/g, '#');
      if (kind !== last) process.stdout.write(`${sentence}\n`);
      last = kind;
    };
    return { say, done: () => undefined };
  }
  const over = Promise.withResolvers<void>();
  let show: (sentence: string) => void = (sentence) => (last = sentence);
  const work = async (_: unknown, task: { title: string; output: unknown }) => {
    show = (sentence) => (task.output = sentence);
    show(last);
    await over.promise;
  };
  const list = new Listr([{ title: 'Opening Trueshelf', task: work }], {
    registerSignalListeners: false,
  });
  list.run().catch(() => undefined);
  return { say: (sentence) => show(sentence), done: () => over.resolve() };
}

/** Where the shop is, who can log in, and cards to pay with. */
export function welcome({ host, config, database }: Served): string {
  const head = styleText('bold', 'Trueshelf is open.');
  const at = (path: string) => `http://localhost:${host.port}${path}`;
  const lines = [
    '',
    `  ${head}`,
    '',
    ...(config.web ? [`  Shop       ${at('/')}`] : []),
    `  API        ${at('/api/v1/products')}`,
    `  API docs   ${at('/docs')}`,
    `  Health     ${at('/health/ready')}`,
  ];
  if (!config.production) lines.push(`  Mailbox    ${at('/dev/mailbox')}`);
  lines.push(`  Database   ${database.embedded ?? 'DATABASE_URL'}`, '');
  if (config.demo && !config.production) {
    lines.push(
      '  Log in with password trueshelf-demo-1234 as',
      '    admin@demo.test      the operator',
      '    seller@demo.test     owner of the first seller (also seller2@demo.test)',
      '    shopper@demo.test    a shopper (also shopper2@ … shopper9@demo.test)',
      '',
      '  Pay with tok_visa (works), tok_declined, tok_cvc, tok_stolen, tok_3ds, tok_slow,',
      '    tok_timeout_success, tok_timeout_declined, tok_error_success or tok_late_success.',
      '',
    );
  }
  return `${lines.join('\n')}  Ctrl-C stops it; what was done stays done.\n\n`;
}
