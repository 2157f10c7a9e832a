import { join } from 'node:path';
import { ConfigError, loadConfig, type Config } from '#kernel/config/config.ts';
import type { Environment } from '#kernel/config/config.ts';
import { builtIn } from './built-in.ts';
import { database, type DoctorRoom } from './database.ts';
import { fail, ok, warn, type Finding } from './finding.ts';
import * as machine from './machine.ts';

export interface DoctorOptions {
  env: Environment;
  /** Folder with package-lock.json. */
  root: string;
  rooms: readonly DoctorRoom[];
}

/** Looks at the machine, the configuration and the database, and changes nothing. About 1 s. */
export async function doctor({ env, root, rooms }: DoctorOptions): Promise<Finding[]> {
  const findings = [machine.nodeVersion(), machine.packages(root)];
  const config = readConfig(env, findings);
  if (config === undefined) return findings;
  if (config.databaseUrl === null) findings.push(machine.binaries(config.home));
  findings.push(await machine.httpPort(config.host, config.port));
  findings.push(...machine.homeFolder(config.home));
  if (config.databaseUrl !== null) {
    return [...findings, ...(await database(config.databaseUrl, rooms))];
  }
  const { finding, url } = builtIn(join(config.home, 'postgres'));
  findings.push(finding);
  return url === undefined ? findings : [...findings, ...(await database(url, rooms))];
}

function readConfig(env: Environment, findings: Finding[]): Config | undefined {
  try {
    const config = loadConfig(env); // keeps no secret: nothing is written
    findings.push(
      config.warnings.length === 0
        ? ok('configuration', `${config.environment}, every variable is valid`)
        : warn('configuration', config.warnings.join(' '), "See README's table of variables."),
    );
    return config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const says = error.problems.map((one) => `${one.variable}: expected ${one.expected}`);
    findings.push(fail('configuration', says.join('; '), "See README's table of variables."));
    return undefined;
  }
}
