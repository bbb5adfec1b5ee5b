import { chmodSync, mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { prepareDownloads } from './download/prepare-downloads.ts';
import { type Launched, launch } from './launch.ts';
import { type Places, placesOf } from './places.ts';
import { createServerControl } from './server-control.ts';
import { ensureSearchAttributes, shieldSearchAttributes } from './servers/temporal.ts';
import { healthOf, isHealthy, type ServerHealth } from './stack-health.ts';
import type { RunningStack, StackOptions } from './stack-options.ts';
import { rememberedPorts, rememberPorts } from './state/kept-ports.ts';
import { mountSmallDisk, unmountBelow } from './state/small-disks.ts';
import { readRecord, type StackRecord, serverNames } from './state/stack-record.ts';
import { withStarterLock } from './state/starter-lock.ts';
import {
  EPHEMERAL_PREFIX,
  KEPT_FOLDER,
  removeFolder,
  stopFolder,
  sweepCrashed,
} from './stop-stack.ts';
import { watchStarter } from './watch-starter.ts';

/**
 * Starts Kafka, Temporal, ClickHouse and PostgreSQL on this machine, or finds them running.
 * @throws StackFault with one sentence on what is missing and how to get it.
 */
export async function startStack(options: StackOptions): Promise<RunningStack> {
  const places = options.places ?? placesOf(options.env);
  const swept = await sweepCrashed(places.stateDir);
  if (swept > 0) options.log?.(`Cleaned up after ${swept} run(s) that had crashed`);
  return options.ephemeral === true
    ? startEphemeral(options, places)
    : withStarterLock(join(places.stateDir, KEPT_FOLDER), () => startKept(options, places));
}

/** The stack that `up` left running, where it is whole; it is not started and not stopped. */
export async function findRunningStack(options: StackOptions): Promise<RunningStack | undefined> {
  const places = options.places ?? placesOf(options.env);
  const folder = join(places.stateDir, KEPT_FOLDER);
  const record = readRecord(folder);
  if (record?.phase !== 'running') return undefined;
  return reuse(record, folder, options, places);
}

/** What the kept stack of these places is doing; `undefined` where there is none. */
export async function stackStatus(
  options: StackOptions,
): Promise<{ readonly record: StackRecord; readonly health: readonly ServerHealth[] } | undefined> {
  const places = options.places ?? placesOf(options.env);
  const record = readRecord(join(places.stateDir, KEPT_FOLDER));
  if (record === undefined) return undefined;
  const { temporalProgram } = await prepareDownloads({ ...places, log: options.log ?? silence });
  return { record, health: await healthOf(record, temporalProgram) };
}

/**
 * Ends the kept stack and what crashed runs left behind.
 * @returns whether there was a kept stack.
 */
export async function stopStack(
  options: StackOptions & { readonly removeData?: boolean },
): Promise<boolean> {
  const places = options.places ?? placesOf(options.env);
  const folder = join(places.stateDir, KEPT_FOLDER);
  await sweepCrashed(places.stateDir);
  const stopped = await withStarterLock(folder, () => stopFolder(folder));
  if (options.removeData === true) removeFolder(folder);
  return stopped;
}

async function startKept(options: StackOptions, places: Places): Promise<RunningStack> {
  const folder = join(places.stateDir, KEPT_FOLDER);
  const record = readRecord(folder);
  if (record !== undefined) {
    const running =
      record.phase === 'running' ? await reuse(record, folder, options, places) : undefined;
    if (running !== undefined) return running;
    options.log?.('Cleaning up after a stack that is no longer whole');
    await stopFolder(folder);
  }
  const launched = await launchIn(folder, options, places);
  rememberPorts(folder, launched.record);
  return runningStack(launched, folder, async () => {
    await stopFolder(folder);
  });
}

async function startEphemeral(options: StackOptions, places: Places): Promise<RunningStack> {
  mkdirSync(places.stateDir, { recursive: true });
  const folder = mkdtempSync(join(places.stateDir, EPHEMERAL_PREFIX));
  // PostgreSQL, as an unprivileged user, has to pass through.
  chmodSync(folder, 0o711);
  const watch = watchStarter(folder);
  try {
    for (const [name, bytes] of Object.entries(options.smallDisks ?? {})) {
      await mountSmallDisk(join(folder, name), bytes);
    }
    const launched = await launchIn(folder, options, places);
    return runningStack(launched, folder, async () => {
      await stopFolder(folder);
      watch.release();
    });
  } catch (fault) {
    await unmountBelow(folder);
    watch.release();
    throw fault;
  }
}

function launchIn(folder: string, options: StackOptions, places: Places): Promise<Launched> {
  return launch({
    folder,
    places,
    env: options.env,
    ephemeral: options.ephemeral === true,
    temporalUiPort: options.temporalUiPort,
    searchAttributes: options.searchAttributes ?? shieldSearchAttributes,
    preferredPorts: options.ephemeral === true ? {} : rememberedPorts(folder),
    log: options.log ?? silence,
  });
}

async function reuse(
  record: StackRecord,
  folder: string,
  options: StackOptions,
  places: Places,
): Promise<RunningStack | undefined> {
  const downloads = await prepareDownloads({ ...places, log: options.log ?? silence });
  const { temporalProgram, timeSkippingServerPath } = downloads;
  const health = await healthOf(record, temporalProgram);
  if (!isHealthy(health, serverNames.length)) return undefined;
  const attributes = options.searchAttributes ?? shieldSearchAttributes;
  await ensureSearchAttributes(temporalProgram, record.addresses.temporalAddress, attributes);
  const { addresses } = record;
  const nothing = (): Promise<void> => Promise.resolve();
  return { addresses, timeSkippingServerPath, folder, isReused: true, stop: nothing };
}

function runningStack(launched: Launched, folder: string, stop: () => Promise<void>): RunningStack {
  const { plans, record, timeSkippingServerPath } = launched;
  return {
    addresses: record.addresses,
    timeSkippingServerPath,
    folder,
    isReused: false,
    control: createServerControl(plans, folder),
    stop,
  };
}

function silence(): void {
  // A caller without a log wants none.
}
