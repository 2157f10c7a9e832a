/** Mails about reviews, as text and as HTML; pure. What people wrote is escaped. */
import * as layout from './layout.ts';
import { kinds, linkOf, type NoticeFacts, type ReviewNoticeType } from './model.ts';
import { fill, stringsOf } from './strings.ts';
import { reviewStrings } from './strings-reviews.ts';
import { greetingOf, type Rendered } from './templates.ts';

export interface ReviewLetter {
  type: ReviewNoticeType;
  facts: NoticeFacts;
  reader: { name: string; locale: string };
  publicUrl: string;
}

/** The mail about what happened to one review. */
export function renderReview({ type, facts, reader, publicUrl }: ReviewLetter): Rendered {
  const strings = stringsOf(reader.locale);
  const { see, said, notices } = reviewStrings(strings.language);
  const notice = notices[type];
  const values = { product: facts.product ?? '', number: facts.orderNumber ?? '' };
  const [subject, heading] = [fill(notice.subject, values), fill(notice.heading, values)];
  const [lead, closing] = [fill(notice.lead, values), fill(notice.closing, values)];
  const greeting = greetingOf(strings, reader.name);
  const href = `${publicUrl}${linkOf(type, facts)}`;
  const footer = fill(strings.why[kinds[type].topic], values);
  const words = facts.reason === undefined ? [] : [said, facts.reason];
  const body = [
    layout.paragraph(greeting),
    layout.paragraph(lead),
    ...words.map((one) => layout.paragraph(one)),
    layout.paragraph(closing),
    layout.button(see, href),
  ].join('');
  const text = [greeting, lead, ...words, closing, `${see}: ${href}`, footer].join('\n\n');
  const { language } = strings;
  const html = layout.page({ language, subject, heading, preview: lead, body, footer });
  return { subject, text: `${text}\n`, html };
}
