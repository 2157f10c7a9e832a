/** Chance of the large demo catalogue: a stream for each thing, so that it needs no other. */
const golden = 0x9e3779b1;

/** A stream of chance of 32 bits, begun by a number: cheap enough for one per product. */
export class Dice {
  private state: number;

  constructor(n: number, salt: number) {
    this.state = (Math.imul(n + 1, golden) ^ Math.imul(salt + 1, 0x85ebca6b)) >>> 0;
    this.bits();
  }

  bits(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** From 0 to 1. */
  next(): number {
    return this.bits() / 4_294_967_296;
  }

  int(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  pick<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.next() * list.length)];
  }
}

/** The two characters of every byte in hexadecimal: small enough to stay near. */
const digits = Uint16Array.from({ length: 256 }, (_, n) => {
  const text = n.toString(16).padStart(2, '0');
  return (text.charCodeAt(0) << 8) | text.charCodeAt(1);
});

const id = Buffer.alloc(64);

function hex(at: number, bits: number, bytes: number): number {
  for (let n = 0; n < bytes; n += 1) {
    const pair = digits[(bits >>> (8 * (bytes - 1 - n))) & 0xff] ?? 0;
    id[at + 2 * n] = pair >>> 8;
    id[at + 2 * n + 1] = pair;
  }
  return at + 2 * bytes;
}

/** The id of something made at a time. */
export function idOf(prefix: string, ms: number, dice: Dice): string {
  let at = 0;
  for (; at < prefix.length; at += 1) id[at] = prefix.charCodeAt(at);
  id[at] = 0x5f; // _
  at = hex(at + 1, Math.floor(ms / 0x1_0000_0000), 2);
  at = hex(at, ms, 4);
  at = hex(at, (dice.bits() & 0x0fff_ffff) | 0x7000_0000, 4);
  at = hex(at, (dice.bits() & 0x0fff_ffff) | 0x8000_0000, 4);
  at = hex(at, dice.bits(), 2);
  return id.toString('latin1', 0, at);
}
