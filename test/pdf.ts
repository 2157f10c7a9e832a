/** What stands in a PDF of ours, as tests read it: runs of text in the order they were drawn. */
import { inflateSync } from 'node:zlib';

/** Streams of a PDF by the number of their object, unpacked. */
function streamsOf(pdf: Buffer): { dict: Map<number, string>; data: Map<number, string> } {
  const text = pdf.toString('latin1');
  const dict = new Map<number, string>();
  const data = new Map<number, string>();
  for (const { 1: id = '', 2: body = '', index } of text.matchAll(
    /\n(\d+) 0 obj\n([\s\S]*?)(?=\nendobj|\nstream\n)/g,
  )) {
    dict.set(Number(id), body);
    const from = text.indexOf('stream\n', index) + 7;
    const length = /\/Length (\d+)/.exec(body)?.[1];
    if (length === undefined || text.indexOf('endobj', index) < from) continue;
    const bytes = pdf.subarray(from, from + Number(length));
    const plain = body.includes('/FlateDecode') ? inflateSync(bytes) : bytes;
    data.set(Number(id), plain.toString('latin1'));
  }
  return { dict, data };
}

const utf16 = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le');

/** Glyph to letters, from a ToUnicode map as pdfkit writes them. */
function lettersOf(cmap: string): Map<number, string> {
  const letters = new Map<number, string>();
  for (const [, first = '', , list = ''] of cmap.matchAll(
    /<([0-9a-f]+)> <([0-9a-f]+)> \[([^\]]*)\]/gi,
  )) {
    let glyph = Number.parseInt(first, 16);
    for (const [, hex = ''] of list.matchAll(/<([0-9a-f ]*)>/gi)) {
      letters.set(glyph, utf16(hex.replaceAll(' ', '')));
      glyph += 1;
    }
  }
  return letters;
}

/** Runs of text of all pages, glyphs from left to right. */
export function pdfRuns(bytes: Uint8Array): string[] {
  const { dict, data } = streamsOf(Buffer.from(bytes));
  const fonts = new Map<string, Map<number, string>>();
  for (const body of dict.values()) {
    for (const [, name = '', id = ''] of body.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const unicode = /\/ToUnicode (\d+) 0 R/.exec(dict.get(Number(id)) ?? '')?.[1];
      if (unicode) fonts.set(name, lettersOf(data.get(Number(unicode)) ?? ''));
    }
  }
  const runs: string[] = [];
  for (const content of data.values()) {
    if (!content.includes('TJ')) continue;
    let font = '';
    for (const [, name, array = ''] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
      if (name) font = name;
      else {
        const hex = [...array.matchAll(/<([0-9a-f]*)>/gi)].map(([, one = '']) => one).join('');
        const glyphs = hex.match(/.{4}/g) ?? [];
        runs.push(
          glyphs.map((one) => fonts.get(font)?.get(Number.parseInt(one, 16)) ?? '\ufffd').join(''),
        );
      }
    }
  }
  return runs;
}
