export type State = 'ok' | 'warn' | 'fail';

/** One thing that was looked at. */
export interface Finding {
  /** Stable, for those who read the JSON. */
  name: string;
  state: State;
  /** What is so. */
  says: string;
  /** What to do about it, when it is not ok. */
  todo?: string;
}

export const ok = (name: string, says: string): Finding => ({ name, state: 'ok', says });

export const warn = (name: string, says: string, todo: string): Finding => ({
  name,
  state: 'warn',
  says,
  todo,
});

export const fail = (name: string, says: string, todo: string): Finding => ({
  name,
  state: 'fail',
  says,
  todo,
});

/** The findings for people: one line each, and below it what to do. */
export function tableOf(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ name }) => name.length)) + 2;
  const lines = findings.flatMap(({ name, state, says, todo }) => {
    const head = `  ${state.padEnd(6)}${name.padEnd(width)}${says}`;
    return todo === undefined ? [head] : [head, `${' '.repeat(8 + width)}→ ${todo}`];
  });
  const count = (state: State) => findings.filter((one) => one.state === state).length;
  const sum = `${count('ok')} ok, ${count('warn')} to look at, ${count('fail')} failed`;
  return `${lines.join('\n')}\n\n${sum}\n`;
}
