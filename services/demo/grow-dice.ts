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

/** Every number of four hexadecimal digits: cheaper than writing it each time. */
const quads = Array.from({ length: 0x1_0000 }, (_, n) => n.toString(16).padStart(4, '0'));

function hex(bits: number): string {
  return (quads[bits >>> 16] ?? '') + (quads[bits & 0xffff] ?? '');
}

/** Things made together have one time: its digits are written once. */
let last = { ms: -1, text: '' };

/** The id of something made at a time. */
export function idOf(prefix: string, ms: number, dice: Dice): string {
  if (last.ms !== ms) last = { ms, text: ms.toString(16).padStart(12, '0') };
  const head = hex((dice.bits() & 0x0fff_ffff) | 0x7000_0000);
  const middle = hex((dice.bits() & 0x0fff_ffff) | 0x8000_0000);
  return `${prefix}_${last.text}${head}${middle}${quads[dice.bits() & 0xffff] ?? ''}`;
}
