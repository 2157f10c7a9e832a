/**
 * Where files are kept that a database should not hold: a folder, or a bucket that speaks S3. Who
 * writes a file has noted its name first, so nothing is ever there that nobody knows of.
 */
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { diskFiles } from './disk.ts';
import type { Files } from './file.ts';
import { s3Files } from './s3.ts';

/** The files of this installation. */
export function openFiles(config: Pick<Config, 'filesUrl' | 'home'>): Files {
  if (config.filesUrl === null) return diskFiles(join(config.home, 'files'));
  return s3Files(config.filesUrl);
}
