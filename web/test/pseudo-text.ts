// What is left of a text when messages and names are taken out; see pseudo.browser.test.ts.

/** Words of the text that are no message of the pseudo-language and none of the names. */
export function wordsLeft(text: string, names: readonly string[]): string[] {
  let rest = text.replace(/⟦[^⟧]*⟧/g, ' ');
  const longest = names.filter((name) => name !== '').sort((a, b) => b.length - a.length);
  for (const name of longest) {
    rest = rest.replace(new RegExp(escaped(name), 'gi'), ' ');
  }
  return rest.match(/\p{L}[\p{L}\p{M}]+/gu) ?? [];
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
