/** Pieces of a suggestion: what was typed, and what is new in it. */
export interface Part {
  text: string;
  typed: boolean;
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * Splits a suggestion so that what was not typed can stand out. Words are compared by their
 * beginnings, accents and case do not count; joined again the parts are the suggestion.
 */
export function partsOf(suggestion: string, typed: string): Part[] {
  const wanted = plain(typed)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const parts: Part[] = [];
  const add = (text: string, isTyped: boolean) => {
    const last = parts.at(-1);
    if (text === '') return;
    if (last?.typed === isTyped) last.text += text;
    else parts.push({ text, typed: isTyped });
  };
  for (const word of suggestion.split(/([^\p{L}\p{M}\p{N}]+)/u)) {
    const letters = Array.from(word);
    const matched = wanted
      .filter((beginning) => plain(word).startsWith(beginning))
      .reduce((longest, one) => (one.length > longest.length ? one : longest), '');
    let count = 0;
    while (count < letters.length && plain(letters.slice(0, count).join('')) !== matched) {
      count += 1;
    }
    // Marks belong to the letter before them.
    while (count > 0 && /^\p{M}$/u.test(letters[count] ?? '')) count += 1;
    if (/^[^\p{L}\p{N}]*$/u.test(word)) add(word, parts.at(-1)?.typed ?? false);
    else {
      add(letters.slice(0, count).join(''), true);
      add(letters.slice(count).join(''), false);
    }
  }
  return parts;
}
