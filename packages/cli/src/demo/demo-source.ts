import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { ShieldError } from '@hrd-shield/contracts';
import { type KnownEvent, validateEvents } from '@hrd-shield/emitter';
import { type PlacedEntry, readDesignations } from '@hrd-shield/registry';
import { type CampaignTruth, createCity, type Withdrawal } from '@hrd-shield/world';
import type { DemoOptions } from './demo-options.ts';
import { entriesOf, REVIEWERS, YEAR_MS } from './designate-city.ts';
import { withProbes } from './with-probes.ts';

/** What is played: the synthetic city, or a file. */
export interface DemoSource {
  readonly title: string;
  readonly entries: readonly PlacedEntry[];
  readonly campaigns: readonly CampaignTruth[];
  readonly withdrawals: readonly Withdrawal[];
  /** Event time of the beginning, epoch ms. */
  readonly startAt: number;
  readonly endAt: number;
  /** Events to come. */
  readonly eventCount: number;
  events(): Iterable<KnownEvent> | AsyncIterable<KnownEvent>;
}

export interface SourceContext {
  readonly allowedMeasures: readonly string[];
  /** Wall time, epoch ms: the city ends here, so that nothing lies in the future. */
  readonly now: number;
}

const CITY_HOURS = 72;
const HOUR_MS = 3_600_000;
/** What follows on a scenario's end, such as decided reports, still lies before now. */
const MARGIN_MS = 14 * HOUR_MS;

/**
 * The city, or the events of a file moved in time so that they end an hour ago: `ingest` refuses
 * what lies too far back.
 *
 * @throws ShieldError `input.bad-file` for events without designations, or lines that do not fit
 */
export async function openSource(
  options: DemoOptions,
  context: SourceContext,
): Promise<DemoSource> {
  const { designations, input } = options;
  if (input === undefined) return citySource(options, context);
  if (designations === undefined) {
    throw new ShieldError('input.bad-file', { detail: '--input needs --designations' });
  }
  const entries = readDesignations(await textOf(designations));
  const span = await spanOf(input);
  // `ingest` refuses what is too old; distances in time are all that detection reads.
  const shift = context.now - span.endAt - HOUR_MS;
  return {
    title: `${span.lines} events of ${input}, moved in time so that they end now`,
    entries,
    campaigns: [],
    withdrawals: [],
    startAt: span.startAt + shift,
    endAt: span.endAt + shift,
    eventCount: span.lines,
    events: () => fileEvents(input, shift),
  };
}

function citySource(options: DemoOptions, context: SourceContext): DemoSource {
  const hours = Math.floor((context.now - MARGIN_MS) / HOUR_MS) - CITY_HOURS;
  const city = createCity({
    seed: options.seed,
    startAt: hours * HOUR_MS,
    events: options.events,
    verdicts: options.verdicts ? 'noisy' : 'none',
  });
  const played = {
    title: `a synthetic city: ${city.accounts} accounts, ${city.defenders.length} defenders, ${CITY_HOURS} hours`,
    entries: entriesOf(city.defenders, context),
    campaigns: city.campaigns,
    withdrawals: city.withdrawals,
    startAt: city.startAt,
    endAt: city.endAt,
    eventCount: city.eventCount,
    events: () => city.events(),
  };
  const expiresAt = new Date(context.now + YEAR_MS).toISOString();
  return withProbes(played, { reviewers: REVIEWERS, expiresAt });
}

interface Span {
  readonly startAt: number;
  readonly endAt: number;
  readonly lines: number;
}

/** First and last event time of a file, and how many lines it has. */
async function spanOf(input: string): Promise<Span> {
  let startAt = Number.POSITIVE_INFINITY;
  let endAt = 0;
  let lines = 0;
  for await (const line of linesOf(input)) {
    const at = Date.parse(/"time":"([^"]+)"/.exec(line)?.[1] ?? '');
    lines += 1;
    if (Number.isNaN(at)) continue;
    startAt = Math.min(startAt, at);
    endAt = Math.max(endAt, at);
  }
  return { startAt, endAt, lines };
}

async function* fileEvents(input: string, shiftMs: number): AsyncGenerator<KnownEvent> {
  for await (const judged of validateEvents(linesOf(input))) {
    if (!judged.ok) {
      const detail = `line ${judged.line}: ${judged.code}, ${judged.reason}`;
      throw new ShieldError('input.bad-file', { detail });
    }
    const { data, id, time, type } = judged.event;
    yield { id, type, at: Date.parse(time) + shiftMs, key: data.affected, data };
  }
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const stream = createReadStream(path, 'utf8');
  try {
    yield* createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (cause) {
    throw new ShieldError('input.bad-file', { cause, detail: `${path} cannot be read` });
  } finally {
    stream.destroy();
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new ShieldError('input.bad-file', { cause, detail: `${path} cannot be read` });
  }
}
