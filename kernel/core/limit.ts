/**
 * The kernel's numbers in one place, each with its unit. Something without a limit here or in
 * its own options is a bug: no queue, list, retry or wait is endless.
 */

/** 15 digits: any such amount survives the way through a JSON number in major units. */
export const amount_minor_max = 999_999_999_999_999;
/** Of one unit: the dearest basket (50 lines of 99) with as much again in tax stays an amount. */
export const price_minor_max = 100_000_000_000;

export const body_bytes_max = 1_048_576;
export const headers_bytes_max = 16_384;
export const url_bytes_max = 8_192;
export const page_items_max = 100;
export const page_items_default = 20;
export const idempotencyKey_chars_max = 255;
export const idempotencyKept_ms = 24 * 60 * 60 * 1000;
export const correlationId_chars_max = 128;

export const request_timeout_ms = 10_000;
export const call_timeout_ms = 3_000;
export const statement_timeout_ms = 5_000;
export const shutdown_timeout_ms = 10_000;

export const transaction_tries_max = 3;
export const call_tries_max = 3;

export const batch_items_max = 500;
export const batch_queue_items_max = 20_000;

export const relay_page_events_max = 500;
export const relay_poll_ms = 1_000;
export const redelivery_tries_max = 8;
export const redelivery_first_ms = 1_000;
