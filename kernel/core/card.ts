// Numbers of payment cards. None is ever asked for: pages give them to the gateway and send us a
// token. Here is how one is known that somebody typed into another field.

/** Whether the digits of a text have the check digit of a card (ISO/IEC 7812-1, annex B). */
export function luhn(text: string): boolean {
  let sum = 0;
  let twice = false;
  for (let i = text.length - 1; i >= 0; i -= 1) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) continue;
    const doubled = twice ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
    twice = !twice;
  }
  return sum % 10 === 0;
}

// 13 to 19 digits that stand alone, with a blank or a dash between some of them.
const runs = /(?<![\w])\d(?:[ -]?\d){12,18}(?!\w)/g;

/** True when a text has what can be the number of a card. One number in ten is one by chance. */
export function hasCardNumber(text: string): boolean {
  if (text.length < 13) return false;
  for (const [run] of text.matchAll(runs)) if (luhn(run)) return true;
  return false;
}
