/** What others may know of the ledger. It answers no calls and tells no events. */

/** Entries of one CSV export; the next one goes on below the time of its last line. */
export const entriesPerExport_max = 100_000;
