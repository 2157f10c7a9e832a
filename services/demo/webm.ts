/**
 * WebM from WebP pictures: a lossy WebP is one VP8 key frame in a RIFF shell, so a film of key
 * frames needs a container and no encoder. RFC 9649 (WebP), RFC 6386 (VP8), RFC 9559 (Matroska).
 */
import { assert } from '#kernel/core/assert.ts';

export interface Film {
  width: number;
  height: number;
  /** How long each frame is shown. */
  frame_ms: number;
  /** Lossy WebP pictures without transparency, all of that size. */
  frames: readonly Buffer[];
}

/** EBML ids. */
const id = {
  ebml: 0x1a45dfa3,
  version: 0x4286,
  readVersion: 0x42f7,
  idLength_max: 0x42f2,
  sizeLength_max: 0x42f3,
  docType: 0x4282,
  docVersion: 0x4287,
  docReadVersion: 0x4285,
  segment: 0x18538067,
  info: 0x1549a966,
  scale: 0x2ad7b1,
  duration: 0x4489,
  muxer: 0x4d80,
  writer: 0x5741,
  tracks: 0x1654ae6b,
  track: 0xae,
  trackNumber: 0xd7,
  trackUid: 0x73c5,
  trackType: 0x83,
  codec: 0x86,
  video: 0xe0,
  width: 0xb0,
  height: 0xba,
  cues: 0x1c53bb6b,
  cue: 0xbb,
  cueTime: 0xb3,
  cuePlace: 0xb7,
  cueTrack: 0xf7,
  cuePosition: 0xf1,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  block: 0xa3,
} as const;

function bytesOf(value: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntBE(value, 0, length);
  return bytes;
}

function idBytes(value: number): Buffer {
  return bytesOf(value, Math.ceil(Math.log2(value + 1) / 8));
}

/** An element with a size of eight bytes, so that lengths are known beforehand. */
function element(name: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE((1n << 56n) | BigInt(body.length));
  return Buffer.concat([idBytes(name), size, body]);
}

const whole = (name: number, value: number) => element(name, bytesOf(value, 4));
const text = (name: number, value: string) => element(name, Buffer.from(value, 'latin1'));

function float(name: number, value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return element(name, bytes);
}

/** The VP8 frame inside a lossy WebP. */
export function vp8Of(webp: Buffer): Buffer {
  for (let at = 12; at + 8 <= webp.length;) {
    const length = webp.readUInt32LE(at + 4);
    if (webp.toString('latin1', at, at + 4) === 'VP8 ') {
      return webp.subarray(at + 8, at + 8 + length);
    }
    at += 8 + length + (length % 2);
  }
  assert(false, 'only a lossy picture without transparency is a frame');
  return webp;
}

/** The film as a file that browsers play and seek in; a cluster for each second. */
export function webmOf({ width, height, frame_ms, frames }: Film): Buffer {
  const perCluster = Math.max(1, Math.floor(1_000 / frame_ms));
  const clusters: { at_ms: number; bytes: Buffer }[] = [];
  for (let from = 0; from < frames.length; from += perCluster) {
    const blocks = frames.slice(from, from + perCluster).map((webp, nth) => {
      // Track 1, time within the cluster, and that it is a key frame.
      const head = Buffer.concat([bytesOf(0x81, 1), bytesOf(nth * frame_ms, 2), bytesOf(0x80, 1)]);
      return element(id.block, head, vp8Of(webp));
    });
    const at_ms = from * frame_ms;
    clusters.push({ at_ms, bytes: element(id.cluster, whole(id.timestamp, at_ms), ...blocks) });
  }
  const head = element(
    id.ebml,
    whole(id.version, 1),
    whole(id.readVersion, 1),
    whole(id.idLength_max, 4),
    whole(id.sizeLength_max, 8),
    text(id.docType, 'webm'),
    whole(id.docVersion, 4),
    whole(id.docReadVersion, 2),
  );
  const info = element(
    id.info,
    whole(id.scale, 1_000_000),
    float(id.duration, frames.length * frame_ms),
    text(id.muxer, 'trueshelf'),
    text(id.writer, 'trueshelf'),
  );
  const size = element(id.video, whole(id.width, width), whole(id.height, height));
  const track = element(
    id.track,
    whole(id.trackNumber, 1),
    whole(id.trackUid, 1),
    whole(id.trackType, 1),
    text(id.codec, 'V_VP8'),
    size,
  );
  const before = Buffer.concat([info, element(id.tracks, track)]);
  const cuesWith = (places: readonly number[]) =>
    element(
      id.cues,
      ...clusters.map(({ at_ms }, nth) =>
        element(
          id.cue,
          whole(id.cueTime, at_ms),
          element(id.cuePlace, whole(id.cueTrack, 1), whole(id.cuePosition, places[nth] ?? 0)),
        ),
      ),
    );
  let position = before.length + cuesWith([]).length;
  const places = clusters.map(({ bytes }) => {
    const place = position;
    position += bytes.length;
    return place;
  });
  const rest = clusters.map(({ bytes }) => bytes);
  return Buffer.concat([head, element(id.segment, before, cuesWith(places), ...rest)]);
}
