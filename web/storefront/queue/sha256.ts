/**
 * SHA-256 (FIPS 180-4) and HMAC (RFC 2104) in a page: at once and also over plain http, which the
 * browser's own are not.
 */
const primes: number[] = [];
for (let n = 2; primes.length < 64; n += 1) if (primes.every((one) => n % one > 0)) primes.push(n);

/** The first 32 bits behind the point. */
const fraction = (root: number) => ((root % 1) * 2 ** 32) >>> 0;
const start = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
const K = primes.map((prime) => fraction(Math.cbrt(prime)));

const turn = (word: number, bits: number) => (word >>> bits) | (word << (32 - bits));

export function sha256(message: Uint8Array): Uint8Array {
  const length = Math.ceil((message.length + 9) / 64) * 64;
  const padded = new Uint8Array(length);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(length - 8, Math.floor(message.length / 2 ** 29));
  view.setUint32(length - 4, message.length << 3);
  const state = [...start];
  const words = new Int32Array(64);
  for (let at = 0; at < length; at += 64) block(state, words, { view, at });
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, nth) => digest.setUint32(nth * 4, word));
  return new Uint8Array(digest.buffer);
}

function block(state: number[], w: Int32Array, { view, at }: { view: DataView; at: number }) {
  for (let t = 0; t < 64; t += 1) {
    if (t < 16) {
      w[t] = view.getInt32(at + t * 4);
      continue;
    }
    const [before, late] = [w[t - 15] ?? 0, w[t - 2] ?? 0];
    const small = turn(before, 7) ^ turn(before, 18) ^ (before >>> 3);
    const large = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    w[t] = (w[t - 16] ?? 0) + small + (w[t - 7] ?? 0) + large;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let t = 0; t < 64; t += 1) {
    const one = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const first = (h + one + ((e & f) ^ (~e & g)) + (K[t] ?? 0) + (w[t] ?? 0)) | 0;
    const two = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const second = (two + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, nth) => {
    state[nth] = ((state[nth] ?? 0) + word) >>> 0;
  });
}

/** With a key of at most 64 bytes. */
export function hmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  const pad = (byte: number) => Uint8Array.from({ length: 64 }, (_, at) => (key[at] ?? 0) ^ byte);
  return sha256(joined(pad(0x5c), sha256(joined(pad(0x36), message))));
}

export function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

export function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
