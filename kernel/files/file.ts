import { assert } from '../core/assert.ts';

export interface Files {
  readonly kind: 'disk' | 's3';
  /** Resolves when the bytes are safe; the same name again replaces them. */
  put(name: string, bytes: Uint8Array, type: string): Promise<void>;
  /** null: there is no such file. Rejects with FilesAway when that is not known. */
  get(name: string): Promise<Buffer | null>;
  /** What is gone already is fine. */
  remove(name: string): Promise<void>;
}

/** `folder/name.ext`: nothing that could lead elsewhere. */
export function checkedName(name: string): string {
  assert(/^[a-z]{1,20}\/[\w-]{1,100}\.[a-z0-9]{1,8}$/.test(name), `no name of a file: ${name}`);
  return name;
}

/** The store of files did not answer, or not as it should: nothing is known of the file. */
export class FilesAway extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'FilesAway';
  }
}
