import type { Weather } from '../fates.ts';

/** A bug that can be put back in: what it is, why it matters, and how it is recognised. */
export interface Bug {
  /** B1 to B20 as in the design's list of defects, C1 to C20 our own. */
  name: string;
  says: string;
  /** What goes wrong when it is in. */
  harm: string;
  /** Exact text of a source file, there once, and what takes its place. */
  patches?: readonly Patch[];
  /** The same for the text of a function in the database, by its schema and name. */
  functions?: readonly FunctionPatch[];
  /** Statements run on the database before the first seed: an index or a check that is dropped. */
  sql?: readonly string[];
  caughtBy: CaughtBy;
}

export interface Patch {
  /** Below the repository. */
  file: string;
  from: string;
  to: string;
}

export interface FunctionPatch {
  /** `inventory.release_batch`. */
  name: string;
  from: string;
  to: string;
}

/** What makes a bug show sooner: rates of faults at least so high, and how the shop is run. */
export interface Climate extends Partial<Weather> {
  hold_s?: number;
  /** As many processes, each with all rooms. */
  houses?: number;
  /** Fault switches of the gateway. */
  gateway?: Record<string, unknown>;
}

/** The simulation, some seeds from `from` on; or a test, when no seed can show it. */
export type CaughtBy =
  | { by: 'simulation'; from?: number; seeds?: number; climate?: Climate }
  | { by: 'test'; file: string; only?: string };
