import { ShieldError } from '@hrd-shield/contracts';
import type { DetectedSignal, DetectionPolicy } from '@hrd-shield/domain';
import { loadDetectionPolicy } from '@hrd-shield/policy';
import { type Command, Option } from 'commander';
import { createActorCensus } from '../offline/actor-census.ts';
import { detectEvents, detectLog } from '../offline/detect-file.ts';
import type { CampaignSummary } from '../offline/detector.ts';
import { type FileDesignations, fileDesignations } from '../offline/file-designations.ts';
import { createScreening } from '../offline/screen-lines.ts';
import { toCampaignLine, toSignalLine } from '../offline/signal-line.ts';
import { EXIT } from '../shell/exit-codes.ts';
import { createLineWriter, type LineWriter } from '../shell/line-writer.ts';
import { PURPOSES, type Purpose } from '../shell/purposes.ts';
import { readLines } from '../shell/read-input.ts';
import type { Shell } from '../shell/shell.ts';

interface DetectOptions {
  readonly events: string;
  readonly designations?: string;
  readonly out: string;
  readonly policy?: string;
  readonly targetingLog?: boolean;
  readonly plainIds?: boolean;
  readonly purpose?: Purpose;
}

/** What one kind of input is run with. */
interface Run {
  readonly policy: DetectionPolicy;
  readonly lines: AsyncIterable<string>;
  readonly writer: LineWriter;
}

interface RunResult {
  readonly campaigns: readonly CampaignSummary[];
  readonly signals: number;
  readonly counts: object;
}

const PROGRESS_EVERY = 20_000;

/** `detect`: the detection core alone, offline. */
export function registerDetect(program: Command, shell: Shell): void {
  program
    .command('detect')
    .description('find campaigns in a file: screening and detection of the services, no servers')
    .requiredOption('--events <file>', 'structured CloudEvents, one a line, in order of time')
    .option('--designations <file>', 'whom to look at, in the format of "designate import"')
    .requiredOption('--out <file>', 'signals, one JSON line each')
    .option('--policy <file>', 'detection rules; those of this version when absent')
    .option('--targeting-log', 'the events file was written by "export"')
    .option('--plain-ids', "every actor with its posterior, by the file's own ids")
    .addOption(new Option('--purpose <purpose>', 'why plain ids are asked for').choices(PURPOSES))
    .action((options: DetectOptions) => detect(options, shell));
}

async function detect(options: DetectOptions, shell: Shell): Promise<void> {
  const refusal = refusalOf(options);
  if (refusal !== undefined) {
    shell.note(refusal);
    shell.answer({ code: 'access.refused', error: refusal }, [], EXIT.refused);
    return;
  }
  const policy = loadDetectionPolicy(...(options.policy === undefined ? [] : [options.policy]));
  const designations = await designationsOf(options, shell);
  const startedAt = performance.now();
  const writer = createLineWriter(options.out);
  const run = { policy, writer, lines: counted(readLines(options.events), shell) };
  let result: RunResult;
  try {
    result =
      designations === undefined
        ? await runLog(run)
        : await runEvents(run, designations, options.plainIds === true);
  } finally {
    await writer.close();
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  const { campaigns, signals, counts } = result;
  shell.answer(
    { out: options.out, policyHash: policy.hash, ...counts, signals, campaigns, seconds },
    [
      ...campaigns.map(lineOf),
      `${signals} signals of ${campaigns.length} campaigns in ${options.out}, ${seconds.toFixed(1)} s`,
    ],
  );
}

/** @returns undefined for a targeting log, which is screened already */
async function designationsOf(
  options: DetectOptions,
  shell: Shell,
): Promise<FileDesignations | undefined> {
  if (options.targetingLog === true) return undefined;
  if (options.designations === undefined) {
    throw new ShieldError('config.invalid', {
      detail: '--designations is missing; only a --targeting-log needs none',
    });
  }
  return fileDesignations(await shell.read(options.designations));
}

async function runLog({ policy, lines, writer }: Run): Promise<RunResult> {
  const { listMin } = policy.posterior;
  let signals = 0;
  const { detector, counts } = await detectLog(lines, policy, async (signal) => {
    signals += 1;
    await writer.write(toSignalLine(signal, { listMin, plain: undefined }));
  });
  return { campaigns: detector.campaigns(), signals, counts };
}

async function runEvents(
  { policy, lines, writer }: Run,
  designations: FileDesignations,
  isPlain: boolean,
): Promise<RunResult> {
  const screening = createScreening(designations, policy.time.latenessMs);
  const plain = isPlain ? screening.plain : undefined;
  const { listMin } = policy.posterior;
  const census = isPlain ? createActorCensus(policy) : undefined;
  let signals = 0;
  const detector = await detectEvents(lines, screening, isPlain ? listingAll(policy) : policy, {
    onSignal: async (signal: DetectedSignal) => {
      signals += 1;
      await writer.write(toSignalLine(signal, { listMin, plain }));
    },
    ...(census === undefined
      ? {}
      : { onEvent: census.apply, onHint: census.hint, onEnd: census.end }),
  });
  const campaigns = detector.campaigns();
  if (plain !== undefined && census !== undefined) {
    for (const one of campaigns) {
      await writer.write(toCampaignLine(one, census.actorsOf(one.campaign), { listMin, plain }));
    }
  }
  return { campaigns, signals, counts: { designations: designations.count, ...screening.counts } };
}

/** Listing changes neither score nor tier: only who is shown. */
function listingAll(policy: DetectionPolicy): DetectionPolicy {
  return { ...policy, posterior: { ...policy.posterior, listMin: 0 } };
}

/** @returns why the request is refused by a rule, or undefined */
function refusalOf(options: DetectOptions): string | undefined {
  if (options.plainIds !== true) return undefined;
  if (options.targetingLog === true) {
    return 'plain ids are refused: the targeting log is about designations of the registry';
  }
  if (options.purpose === undefined) {
    const detail = `--plain-ids needs --purpose ${PURPOSES.join(' or ')}`;
    throw new ShieldError('config.invalid', { detail });
  }
  return undefined;
}

async function* counted(lines: AsyncIterable<string>, shell: Shell): AsyncGenerator<string> {
  let count = 0;
  for await (const line of lines) {
    count += 1;
    if (count % PROGRESS_EVERY === 0) shell.progress(`${count} lines read`);
    yield line;
  }
}

function lineOf(one: CampaignSummary): string {
  const score = `score ${one.highestScore.toFixed(3)}`;
  return `${one.campaign}  ${one.defender}  ${one.highestTier.padEnd(6)}  ${score}  actors ${one.actors}`;
}
