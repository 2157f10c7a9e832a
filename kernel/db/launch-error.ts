/** Why a database did not start or migrate, with a sentence for whoever ran the command. */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';
  readonly code: LaunchCode;

  constructor(code: LaunchCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

export type LaunchCode =
  | 'no-binaries'
  | 'unsupported-platform'
  | 'wrong-version'
  | 'folder-in-use'
  | 'folder-not-ours'
  | 'not-permitted'
  | 'disk-full'
  | 'init-failed'
  | 'start-failed'
  | 'stop-failed'
  | 'bad-migration'
  | 'migration-failed'
  | 'wrong-server'
  | 'bad-backup'
  | 'busy';
