// A statement as the simulation sends it: the time goes along with it in the same round trip, and
// what columns it gives is asked once for all connections of a room. Half of a seed's time was
// spent on these two.
import pg from 'pg';

interface Shape {
  fields: unknown[];
  parsers: unknown[] | undefined;
  empty: object | null;
}

interface Wire {
  bind(what: { portal: string; statement: string; values: unknown[] }): void;
  execute(what: { portal: string }): void;
}

/** What pg.Query has besides what its types tell. */
interface Inner {
  name: string | undefined;
  text: string;
  queryMode: string;
  _accumulateRows: boolean;
  _result: {
    fields: unknown[];
    _parsers: unknown[] | undefined;
    _prebuiltEmptyResultObject: object | null;
  };
  prepare(connection: Wire): void;
  handleRowDescription(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Wire): void;
  handleReadyForQuery(connection: Wire): void;
}

const inner = pg.Query.prototype as unknown as Inner;
/** By room and name of the statement. */
const shapes = new Map<string, Shape>();
const quietly = new WeakMap<Wire, Wire>();

/** Gives no row, so that its answer is one short message. */
const TELL = `
select from (select set_config('sim.now', $1, false) as told offset 0) t where told is null`;
const TELLER = 'tell';

/** Once for each connection. */
export const learnTelling = { name: TELLER, text: TELL, values: ['2000-01-01 00:00:00+00'] };

/** The connection, which does not ask for columns. */
function quiet(connection: Wire): Wire {
  const known = quietly.get(connection);
  if (known !== undefined) return known;
  const made = Object.create(connection, { describe: { value: () => undefined } }) as Wire;
  quietly.set(connection, made);
  return made;
}

export interface Statement {
  text: string;
  values: unknown[];
  name: string | undefined;
}

export interface Telling {
  room: string;
  /** What time it is; undefined when the server knows. */
  stamp: string | undefined;
  done(error: Error | undefined, result: pg.QueryResult): void;
}

export class Told extends pg.Query {
  readonly #key: string;
  readonly #stamp: string | undefined;
  #telling = false;

  constructor({ text, values, name }: Statement, { room, stamp, done }: Telling) {
    super(text, values, done as unknown as () => void);
    const self = this as unknown as Inner;
    self.name = name;
    self.queryMode = 'extended';
    this.#key = `${room} ${name ?? text}`;
    this.#stamp = stamp;
  }

  /** pg calls it to write the statement. */
  prepare(connection: Wire): void {
    const self = this as unknown as Inner;
    if (this.#stamp !== undefined) {
      this.#telling = true;
      connection.bind({ portal: '', statement: TELLER, values: [this.#stamp] });
      connection.execute({ portal: '' });
    }
    const shape = self.name === undefined ? undefined : shapes.get(this.#key);
    if (shape === undefined) return inner.prepare.call(self, connection);
    self._result.fields = shape.fields;
    self._result._parsers = shape.parsers;
    self._result._prebuiltEmptyResultObject = shape.empty;
    self._accumulateRows = true;
    return inner.prepare.call(self, quiet(connection));
  }

  handleCommandComplete(message: unknown, connection: Wire): void {
    if (this.#telling) this.#telling = false;
    else inner.handleCommandComplete.call(this as unknown as Inner, message, connection);
  }

  handleReadyForQuery(connection: Wire): void {
    const self = this as unknown as Inner;
    if (self.name !== undefined && !shapes.has(this.#key)) {
      const { fields, _parsers: parsers, _prebuiltEmptyResultObject: empty } = self._result;
      shapes.set(this.#key, { fields, parsers, empty });
    }
    inner.handleReadyForQuery.call(self, connection);
  }
}
