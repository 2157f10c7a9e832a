import { createInterface } from 'node:readline';
import { UsageError } from './command.ts';

/** One line from the input; nothing is shown while it is typed. */
export async function readPassword(): Promise<string> {
  const { stdin, stderr } = process;
  if (stdin.isTTY) stderr.write('Password: ');
  const reader = createInterface({ input: stdin, terminal: stdin.isTTY, output: undefined });
  try {
    for await (const line of reader) return line;
    throw new UsageError('no password was given');
  } finally {
    reader.close();
    if (stdin.isTTY) stderr.write('\n');
  }
}
