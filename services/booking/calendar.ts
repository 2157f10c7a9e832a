/** A booking as an iCalendar file (RFC 5545). */
import type { BookingRow } from './store-booking.ts';

const escaped = (text: string) => text.replaceAll(/([\\;,])/g, '\\$1').replaceAll(/\r?\n/g, '\\n');
const stamp = (ms: number) =>
  new Date(ms)
    .toISOString()
    .replaceAll(/[-:]/g, '')
    .replace(/\.\d{3}/, '');

/** Lines are at most 75 bytes; what is longer goes on after a blank. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  for (const char of line) {
    if (Buffer.byteLength(part + char) > 74) {
      parts.push(part);
      part = '';
    }
    part += char;
  }
  return [...parts, part].join('\r\n ');
}

/** The session, cancelled where the booking or the session is. */
export function calendarOf(row: BookingRow, now_ms: number): string {
  const { session, event } = row;
  const gone = row.state === 'CANCELLED' || session.state === 'CANCELLED';
  const { name, line1, city, country } = event.venue;
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Trueshelf//Bookings//EN',
    'BEGIN:VEVENT',
    `UID:${row.bookingId}@trueshelf`,
    `SEQUENCE:${row.version}`,
    `DTSTAMP:${stamp(now_ms)}`,
    `DTSTART:${stamp(Date.parse(session.startsAt))}`,
    `DTEND:${stamp(Date.parse(session.endsAt))}`,
    `SUMMARY:${escaped(event.name)}`,
    `LOCATION:${escaped([name, line1, city, country].join(', '))}`,
    `STATUS:${gone ? 'CANCELLED' : 'CONFIRMED'}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}
