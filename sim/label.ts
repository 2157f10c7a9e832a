const labels = new Map<string, string>();
const telling = /\b(insert into|update|delete from|from|perform|call)\s+"?([a-z_.]+)"?/gi;

/** What a statement is about, in a few words, for the log: its verbs and its tables. */
export function labelOf(text: string): string {
  const known = labels.get(text);
  if (known !== undefined) return known;
  const parts: string[] = [];
  for (const [, verb = '', table = ''] of text.matchAll(telling)) {
    const short = verb.toLowerCase().replace(/ (?:into|from)$/, '');
    const word = `${short === 'from' ? 'read' : short}:${table.toLowerCase()}`;
    if (!/:(?:item|unnest|json_to_recordset|t|i|old|new)$/.test(word)) parts.push(word);
  }
  const label = [...new Set(parts)].slice(0, 4).join(',') || text.trim().slice(0, 30);
  labels.set(text, label);
  return label;
}
