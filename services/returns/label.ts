/**
 * The label of a return: one A6 page that says where the parcel goes and carries the return's
 * number as Code 128. It names no buyer, and nothing on it is fetched from anywhere.
 */
import { barsOf } from './code128.ts';
import type { Place } from './neighbours.ts';
import type { WholeReturn } from './store-read.ts';

export interface LabelFacts {
  of: Pick<WholeReturn, 'returnNumber' | 'orderNumber' | 'lines' | 'expiresAt'>;
  sellerName: string;
  to: Place | null;
}

const point = { mm: 72 / 25.4 };
const page = { width: 105 * point.mm, height: 148 * point.mm };
const margin = 8 * point.mm;
const inner = page.width - 2 * margin;
/** Lines of goods on a label; the number says the rest. */
export const goods_max = 8;
const quiet_modules = 10;

/** The built-in fonts know Latin 1 and no more. */
export function latin(text: string, chars_max: number): string {
  const plain = text
    .normalize('NFC')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u2013\u2014]/g, '-');
  const known = plain.replace(/[^ -~\u00a0-\u00ff]/gu, '?');
  return known.length > chars_max ? `${known.slice(0, chars_max - 1)}…` : known;
}

/** The page as bytes. About 10 ms. */
export async function labelPdf(facts: LabelFacts): Promise<Uint8Array> {
  const { returnNumber } = facts.of;
  // Loaded when somebody wants a label: it is large, and no part of selling.
  const { default: PDFDocument } = await import('pdfkit');
  const doc = new PDFDocument({
    size: [page.width, page.height],
    margin,
    info: { Title: `Return ${returnNumber}` },
  });
  const chunks: Uint8Array[] = [];
  const whole = new Promise<Uint8Array>((resolve, reject) => {
    doc.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  draw(doc, facts);
  doc.end();
  return whole;
}

function draw(doc: PDFKit.PDFDocument, { of, sellerName, to }: LabelFacts): void {
  const say = (text: string, size: number, bold = false) =>
    doc
      .font(bold ? 'Helvetica-Bold' : 'Helvetica')
      .fontSize(size)
      .text(text, { width: inner });
  say('RETURN', 22, true);
  say(`Order ${of.orderNumber}`, 9);
  doc.moveDown(0.8);
  say('To', 8);
  say(latin(sellerName, 60), 14, true);
  if (to) {
    say(latin(to.name, 60), 11);
    say(latin([to.state, to.country].filter(Boolean).join(', '), 60), 11);
  }
  doc.moveDown(0.8);
  drawBars(doc, of.returnNumber);
  say(of.returnNumber, 14, true);
  doc.moveDown(0.6);
  say('Inside', 8);
  for (const { quantity, name } of of.lines.slice(0, goods_max)) {
    say(`${quantity} x ${latin(name, 46)}`, 8);
  }
  if (of.lines.length > goods_max) say(`and ${of.lines.length - goods_max} more`, 8);
  if (of.expiresAt === null) return;
  doc.moveDown(0.6);
  say(`Hand the parcel in by ${of.expiresAt.toISOString().slice(0, 10)}.`, 8);
}

function drawBars(doc: PDFKit.PDFDocument, text: string): void {
  const { bars, modules } = barsOf(text);
  const module = inner / (modules + 2 * quiet_modules);
  const height = 18 * point.mm;
  const top = doc.y;
  for (const { at, width } of bars) {
    doc.rect(margin + (quiet_modules + at) * module, top, width * module, height);
  }
  doc.fill('black');
  doc.x = margin;
  doc.y = top + height + 4;
}
