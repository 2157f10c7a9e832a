/** Mails about alerts, as text and as HTML; pure. Each has a link that ends its alert. */
import type { AlertLetter } from '#services/wishes/contract.ts';
import * as layout from './layout.ts';
import { kinds, linkOf, type NoticeFacts, type WishNoticeType } from './model.ts';
import { fill, noticeStrings, stringsOf } from './strings.ts';
import { wishStrings } from './strings-wishes.ts';
import { greetingOf, moneyText, type Rendered } from './templates.ts';

export interface WishLetter {
  type: WishNoticeType;
  facts: NoticeFacts;
  reader: { name: string; locale: string };
  publicUrl: string;
  links: AlertLetter;
}

/** What sentences about alerts name. */
export function wishValues(facts: NoticeFacts, locale: string): Record<string, string> {
  const { product = '', query = '', amount_minor, was_minor, currency } = facts;
  const money = (minor: number | undefined) =>
    minor === undefined || currency === undefined ? '' : moneyText(minor, currency, locale);
  return { product, query, price: money(amount_minor), was: money(was_minor) };
}

// Behind a hash: what stands there goes to no server, into no log and no Referer.
export const stopPage = (publicUrl: string, { stop }: AlertLetter): string =>
  `${publicUrl}/alerts/stop#token=${stop}`;
const confirmPage = (publicUrl: string, { confirm }: AlertLetter): string =>
  `${publicUrl}/alerts/confirm#token=${confirm ?? ''}`;

/** The mail of one alert. */
export function renderWish({ type, facts, reader, publicUrl, links }: WishLetter): Rendered {
  const strings = stringsOf(reader.locale);
  const words = wishStrings(strings.language);
  const notice = noticeStrings(strings, type);
  const values = wishValues(facts, reader.locale);
  const [subject, heading] = [fill(notice.subject, values), fill(notice.heading, values)];
  const [lead, closing] = [fill(notice.lead, values), fill(notice.closing, values)];
  const greeting = greetingOf(strings, reader.name);
  const [label, href] =
    type === 'confirm-alert'
      ? [words.confirm, confirmPage(publicUrl, links)]
      : [words.see, `${publicUrl}${linkOf(type, facts)}`];
  const stop = stopPage(publicUrl, links);
  const footer = strings.why[kinds[type].topic];
  const body = [
    layout.paragraph(greeting),
    layout.paragraph(lead),
    layout.button(label, href),
    layout.paragraph(closing),
    layout.smallLink(words.stop, stop),
  ].join('');
  const rest = [`${label}: ${href}`, closing, footer, `${words.stop}: ${stop}`];
  const text = [greeting, lead, ...rest].join('\n\n');
  const { language } = strings;
  const html = layout.page({ language, subject, heading, preview: lead, body, footer });
  return { subject, text: `${text}\n`, html };
}
