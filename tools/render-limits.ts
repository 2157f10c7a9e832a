/** A room's contract: its source, for the reasons, and its exports, for the numbers. */
export interface LimitSource {
  room: string;
  text: string;
  values: Record<string, unknown>;
}

const units: Record<string, string> = {
  ms: 'ms',
  s: 's',
  bytes: 'bytes',
  chars: 'characters',
  minor: 'minor units',
  items: '',
};

/** The rooms' exported numbers named `*_max`, with unit, and the comment above each. */
export function renderLimits(sources: readonly LimitSource[]): string {
  const rows = sources.flatMap(({ room, text, values }) =>
    Object.entries(values)
      .filter((entry): entry is [string, number] => /_max$/.test(entry[0]) && isNumber(entry[1]))
      .map(([name, value]) => {
        const { words, unit } = readName(name);
        const number = `${value.toLocaleString('en-US')} ${unit}`.trim();
        return `| ${room} | ${words} | ${number} | ${commentAbove(text, name)} |`;
      }),
  );
  return ['| room | limit | at most | |', '| --- | --- | --- | --- |', ...rows, ''].join('\n');
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

/** `hold_ms_max` is a hold in ms; `linesPerHold_max` are lines per hold. */
function readName(name: string): { words: string; unit: string } {
  const parts = name.replace(/_max$/, '').split('_');
  const unit = units[parts.at(-1) ?? ''];
  const named = unit === undefined ? parts : parts.slice(0, -1);
  const words = named.join(' ').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return { words, unit: unit ?? '' };
}

/** The text of the comment that stands directly above an export; '' when there is none. */
function commentAbove(text: string, name: string): string {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.startsWith(`export const ${name} `));
  const above: string[] = [];
  for (let row = at - 1; row >= 0; row -= 1) {
    const line = lines[row]?.trim() ?? '';
    if (!/^(?:\/\/|\/\*|\*)/.test(line)) break;
    above.unshift(
      line
        .replace(/^\/\*\*?|^\/\/|\*\/$|^\*/g, '')
        .replace(/\*\/$/, '')
        .trim(),
    );
  }
  return above.join(' ').trim().replaceAll('|', '\\|');
}
