import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { esc } from './layout.ts';
import { mailboxPage, mailPage } from './mailbox-page.ts';
import { bookingNoticesOf, renderBooking } from './bookings.ts';
import {
  accountNoticeTypes,
  bookingNoticeTypes,
  challengeNoticeTypes,
  chunksOf,
  messageIdOf,
  noticeOf,
  orderNoticeTypes,
  wishNoticeTypes,
} from './model.ts';
import { fill, languages, stringsOf } from './strings.ts';
import { renderAccount } from './templates-account.ts';
import { renderWish } from './templates-wish.ts';
import { moneyText, render } from './templates.ts';
import { orderEvent, sampleOrder } from './test-kit.ts';

const order = sampleOrder('usr_1');
const letter = {
  order,
  reader: { name: 'Ada', locale: 'en-US' },
  publicUrl: 'https://shop.example.test',
  grant: '',
};

test('only what a customer waits for becomes a mail', () => {
  const type = (eventType: string, payload = {}) =>
    noticeOf(orderEvent(order, eventType, payload))?.type ?? null;
  assert.equal(type('ORDER_CREATED', { status: 'CONFIRMED' }), 'order-confirmed');
  assert.equal(type('ORDER_CREATED', { status: 'PENDING' }), null);
  assert.equal(type('ORDER_STATUS_CHANGED', { to: 'CONFIRMED' }), 'order-confirmed');
  assert.equal(type('ORDER_STATUS_CHANGED', { to: 'PROCESSING' }), null);
  assert.equal(type('ORDER_STATUS_CHANGED', { to: 'SHIPPED' }), 'order-shipped');
  assert.equal(type('ORDER_STATUS_CHANGED', { to: 'DELIVERED' }), 'order-delivered');
  assert.equal(type('ORDER_CANCELLED'), 'order-cancelled');
  assert.equal(noticeOf(orderEvent(order, 'ORDER_CANCELLED', { orderNumber: 7 })), null);
});

test('a confirmation says what, how much, where to and which order', () => {
  const { subject, text, html } = render({ ...letter, type: 'order-confirmed' });
  assert.equal(subject, 'Your order TS-7Q2M4K9ZXA is confirmed');
  for (const part of ['Hello Ada,', '$199.00', '-$10.00', '$4.99', '$19.98', '$213.97']) {
    assert.ok(text.includes(part), part);
    assert.ok(html.includes(esc(part)), part);
  }
  for (const part of ['12 Hill Street', 'Springfield, IL 62704', order.orderNumber]) {
    assert.ok(text.includes(part) && html.includes(part), part);
  }
  assert.ok(html.includes('href="https://shop.example.test/orders/TS-7Q2M4K9ZXA"'));
});

test('what people wrote cannot become markup', () => {
  const { html } = render({ ...letter, type: 'order-confirmed' });
  assert.ok(!html.includes('<b>"Nova"'));
  assert.ok(html.includes('Desk lamp &lt;b&gt;&quot;Nova&quot;&lt;/b&gt; &amp; shade'));
  fc.assert(
    fc.property(fc.string(), (name) => {
      const safe = esc(name);
      assert.doesNotMatch(safe, /[<>"']/);
      assert.doesNotMatch(safe.replaceAll(/&(amp|lt|gt|quot|#39);/g, ''), /&/);
    }),
  );
  const evil = '"><script>alert(1)</script>';
  const mail = {
    mailId: 'mail_1',
    messageId: '<a@b>',
    sender: evil,
    recipient: evil,
    subject: evil,
    createdAt: new Date(0),
  };
  assert.doesNotMatch(mailboxPage([mail], null), /<script/);
  assert.doesNotMatch(mailPage({ ...mail, text: evil, html: evil }), /<script/);
});

test('a shipping mail names the parcels, a cash order says when to pay', () => {
  const shipment = {
    shipmentId: 'shp_1',
    sellerId: 'slr_1',
    carrier: 'Post',
    trackingNumber: 'ZX-1',
    lines: [],
    shippedAt: '2026-05-03T10:00:00.000Z',
  };
  const shipped = { ...order, shipments: [shipment] };
  assert.match(render({ ...letter, order: shipped, type: 'order-shipped' }).text, /Post ZX-1/);
  const cash = { ...order, paymentMethod: 'COD' };
  assert.match(render({ ...letter, order: cash, type: 'order-confirmed' }).text, /when it arrives/);
});

test('every kind can be rendered in any locale, also in one that does not exist', () => {
  for (const type of orderNoticeTypes) {
    for (const locale of [...languages, 'de-DE', '', 'x', '../..']) {
      const { text, html } = render({ ...letter, type, reader: { name: '', locale } });
      const spoken = stringsOf(locale);
      assert.ok(text.startsWith(spoken.greetingWithoutName));
      const dir = locale === 'ar' ? 'rtl' : 'ltr';
      assert.ok(html.includes(`<html lang="${spoken.language}" dir="${dir}">`), locale);
      assert.doesNotMatch(text + html, /\{\w+\}|undefined|null/);
    }
  }
  assert.equal(moneyText(1_234, 'JPY', 'en'), '¥1,234');
  assert.equal(moneyText(1_234, 'KWD', 'en').replace('\u00a0', ' '), 'KWD 1.234');
  assert.equal(stringsOf('constructor').language, 'en');
  assert.equal(fill('{a} {b} {toString}', { a: '$&' }), '$& {b} {toString}');
});

test('a language has sentences of its own, with the same values in the same places', () => {
  assert.deepEqual(languages, ['en', 'de', 'es', 'hi', 'ar']);
  const valuesOf = (sentence: string) => (sentence.match(/\{\w+\}/g) ?? []).toSorted();
  const flat = (of: object): [string, string][] =>
    Object.entries(of).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[key, value] as [string, string]]
        : flat(value as object).map(([deep, text]): [string, string] => [`${key}.${deep}`, text]),
    );
  const english = new Map(flat(stringsOf('en')));
  for (const language of languages.slice(1)) {
    const sentences = flat(stringsOf(language));
    assert.deepEqual(sentences.map(([key]) => key).toSorted(), [...english.keys()].toSorted());
    for (const [key, text] of sentences) {
      assert.deepEqual(valuesOf(text), valuesOf(english.get(key) ?? ''), `${language} ${key}`);
      // 'Total' and 'Subtotal' are Spanish too.
      if (text.length > 10) assert.notEqual(text, english.get(key), `${language} ${key}`);
    }
  }
});

test('mails about accounts carry their secret once, where it is to be used', () => {
  const base = { reader: { name: 'Ada', locale: 'en' }, publicUrl: 'https://shop.example.test' };
  const challenge = { secret: '012345', minutes: 9 };
  const code = renderAccount({ ...base, type: 'sign-in-code', challenge });
  assert.match(code.text, /\n012345\n/);
  assert.match(code.text, /for 9 minutes/);
  assert.ok(!code.subject.includes('012345'));
  const link = renderAccount({ ...base, type: 'password-reset', challenge });
  assert.ok(link.html.includes('href="https://shop.example.test/reset-password#token=012345"'));
  for (const type of [...challengeNoticeTypes, ...accountNoticeTypes]) {
    for (const locale of [...languages, 'x']) {
      const reader = { name: '<b>"Ada"', locale };
      const { text, html } = renderAccount({ ...base, reader, type, challenge });
      assert.doesNotMatch(text + html, /\{\w+\}|undefined|null/);
      assert.doesNotMatch(html, /<b>"/);
    }
  }
});

test('a mail lets its reader look at the order without signing in', () => {
  const { text } = render({ ...letter, type: 'order-shipped', grant: 'ogr_x' });
  assert.ok(text.includes('https://shop.example.test/orders/TS-7Q2M4K9ZXA?t=ogr_x'));
});

test('a mail keeps its Message-ID', () => {
  assert.equal(messageIdOf('ntf_1', 'Shop <mail@shop.example>'), '<ntf_1@shop.example>');
  assert.equal(messageIdOf('ntf_1', 'Shop'), '<ntf_1@localhost>');
  assert.deepEqual(chunksOf([1, 2, 3], 2), [[1, 2], [3]]);
});

test('mails of alerts in every language name the thing and end by a link', () => {
  const links = { alertId: 'alr_1', confirm: 'alr_1.c', stop: 'alr_1.s' };
  const facts = { product: 'Lamp <b>', slug: 'lamp', amount_minor: 4_000, was_minor: 5_000 };
  const subjects = new Set<string>();
  for (const locale of languages) {
    for (const type of wishNoticeTypes) {
      const query = type === 'now-available' ? { query: 'red & lamp' } : {};
      const letter = { type, facts: { ...facts, ...query, currency: 'USD' }, links };
      const reader = { name: '', locale };
      const { subject, text, html } = renderWish({
        ...letter,
        reader,
        publicUrl: 'https://shop.example.test',
      });
      subjects.add(subject);
      assert.doesNotMatch(subject + text, /\{/);
      assert.ok(text.includes('Lamp <b>') && !html.includes('Lamp <b>'), type);
      assert.ok(text.includes('https://shop.example.test/alerts/stop#token=alr_1.s'));
      if (type === 'confirm-alert') assert.ok(text.includes('/alerts/confirm#token=alr_1.c'));
      if (type === 'now-available') assert.ok(text.includes('/search?q=red%20%26%20lamp'));
    }
  }
  assert.equal(subjects.size, languages.length * wishNoticeTypes.length);
});

test('mails of bookings in every language have tickets, time and money, all filled in', () => {
  const payload = {
    userId: 'usr_1',
    bookingId: 'bkg_1',
    eventName: 'A Night of Strings',
    slug: 'a-night-0001',
    startsAt: '2026-12-24T19:00:00.000Z',
    zone: 'Europe/Paris',
    currency: 'EUR',
    amount: 2_550,
    no: 2,
    movedAt: '2026-12-01T00:00:00.000Z',
    handOverId: 'hnd_1',
    fromUserId: 'usr_1',
    toUserId: 'usr_2',
    holders: ['usr_3'],
  };
  const moved = 'bkg_1:2026-12-01T00:00:00.000Z';
  const held = 'bkg_1:usr_3:2026-12-01T00:00:00.000Z';
  const events = {
    'booking-confirmed': ['BOOKING_CONFIRMED', 'bkg_1', '/tickets#bkg_1'],
    'booking-cancelled': ['BOOKING_CANCELLED', 'bkg_1', '/tickets#bkg_1'],
    'booking-offered': ['BOOKING_OFFERED', 'bkg_1', '/e/a-night-0001/book?booking=bkg_1'],
    'booking-refunded': ['BOOKING_REFUNDED', 'bkg_1:2', '/tickets#bkg_1'],
    'booking-moved': ['BOOKING_MOVED', moved, '/tickets#bkg_1'],
    'ticket-offered': ['BOOKING_TICKET_OFFERED', 'hnd_1', '/tickets/take#offer=hnd_1'],
    'ticket-taken': ['BOOKING_TICKET_HANDED_ON', 'hnd_1', '/tickets'],
    'ticket-void': ['BOOKING_CANCELLED', held, '/tickets'],
    'ticket-moved': ['BOOKING_MOVED', held, '/tickets'],
  } as const;
  for (const type of bookingNoticeTypes) {
    const [eventType, ref, link] = events[type];
    const all = bookingNoticesOf({ eventType, payload } as never);
    const notice = all.find((one) => one.type === type);
    assert.ok(notice);
    assert.deepEqual([notice.type, notice.ref], [type, ref]);
    const leads = new Set<string>();
    for (const locale of languages) {
      const reader = { name: 'Ada', locale };
      const publicUrl = 'https://shop.example.test';
      const mail = renderBooking({ type, facts: notice.facts, reader, publicUrl });
      const said = `${mail.subject}\n${mail.text}`;
      assert.ok(said.includes('A Night of Strings') && said.includes(publicUrl + link), said);
      assert.ok(!/[{}]|undefined/.test(said), said);
      assert.equal(/20:00|8:00|٨:٠٠/.test(said), !/cancelled|refunded|taken|void/.test(type), said);
      if (type === 'booking-refunded') assert.match(said, /25[.,]50|٢٥٫٥٠/);
      leads.add(mail.subject);
    }
    assert.equal(leads.size, languages.length, `${type} says the same in two languages`);
  }
  const silent = { eventType: 'BOOKING_CANCELLED', payload: { ...payload, reason: 'hold-over' } };
  const told = bookingNoticesOf(silent as never).map(({ type, userId }) => [type, userId]);
  assert.deepEqual(told, [['ticket-void', 'usr_3']], 'who let a hold go by need not be told');
  const offer = { handOverId: 'hnd_1', token: 'hnd_1.seal', from: 'Ada <b>' };
  const mail = renderBooking({
    type: 'ticket-offered',
    facts: { about: 'A Night of Strings', handOverId: 'hnd_1' },
    reader: { name: '', locale: 'en' },
    publicUrl: 'https://shop.example.test',
    offer,
  });
  assert.match(mail.text, /From: Ada <b>.*\/tickets\/take#token=hnd_1\.seal/s);
  assert.match(mail.html, /Ada &lt;b&gt;/);
});
