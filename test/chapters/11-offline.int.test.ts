import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCli } from '@hrd-shield/cli';
import { RiskSignal } from '@hrd-shield/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { untilDrained } from '../harness/drained.ts';
import { type Pipeline, startPipeline } from '../harness/pipeline.ts';
import { smallCity } from '../harness/small-city.ts';

const HOUR_MS = 3_600_000;

/**
 * An analyst looks at the attack again without any server: from the exported log come the very
 * signals of the pipeline, from the raw file the same campaigns.
 */
describe('Chapter 11: the same from a file', () => {
  const town = smallCity('A01', { endsAt: Date.now() });
  const hours = town.events.filter(
    ({ at }) => at > town.campaign.startsAt - HOUR_MS && at < town.campaign.endsAt + HOUR_MS,
  );
  const accounts = town.defenders.map(({ account }) => account);
  let pipeline: Pipeline;
  let folder: string;

  beforeAll(async () => {
    pipeline = await startPipeline({
      purpose: 'offline',
      defenders: accounts,
      services: ['ingest', 'detect'],
    });
    folder = pipeline.at.keysDir;
    await writeFile(join(folder, 'events.ndjson'), eventLines().join('\n'));
    await writeFile(join(folder, 'designations.ndjson'), designationLines().join('\n'));
    const replayed = await run([
      'replay',
      ...['--input', join(folder, 'events.ndjson')],
      ...['--slice-minutes', '10'],
    ]);
    expect(replayed).toMatchObject({ ok: true, sent: hours.length, late: 0 });
    await untilDrained(pipeline.at, ['ingest', 'detect']);
  });
  afterAll(() => pipeline?.stop());

  it('the exported log gives the ids, revisions, tiers and scores of the pipeline', async () => {
    const log = join(folder, 'log.ndjson');
    const out = join(folder, 'from-log.ndjson');
    await run(['export', '--out', log, '--purpose', 'evaluation']);
    await run(['detect', '--events', log, '--targeting-log', '--out', out]);
    const offline = (await linesOf(out)).map(essenceOf);
    const online = (await pipelineSignals()).map((signal) => essenceOf({ ...signal }));
    expect(online.length).toBeGreaterThan(0);
    expect(offline.sort()).toEqual(online.sort());
  });

  it('the raw file gives the same campaigns with the same highest tier', async () => {
    const result = await run([
      'detect',
      ...['--events', join(folder, 'events.ndjson')],
      ...['--designations', join(folder, 'designations.ndjson')],
      ...['--out', join(folder, 'from-raw.ndjson')],
    ]);
    const offline = result.campaigns.map((one) => `${one.firstEventAt} ${one.highestTier}`);
    expect(offline.sort()).toEqual(highestTiers(await pipelineSignals()));
  });

  it('a signal is explained from the topic; who took part stays sealed until it is opened on record', async () => {
    const [signal] = (await pipelineSignals()).filter(({ actors }) => actors !== undefined);
    const argv = ['explain', signal?.id ?? '', '--topic'];
    expect(await run(argv)).toMatchObject({ ok: true, actors: { kind: 'sealed' } });
    const opened = await run([...argv, '--unseal', '--purpose', 'evaluation']);
    expect(opened).toMatchObject({ ok: true, actors: { kind: 'open' } });
    expect(JSON.stringify(opened.actors)).toMatch(/"ref":"a_[\w-]{22}"/);
    const audit = await readFile(join(folder, 'unseal-audit.ndjson'), 'utf8');
    expect(audit).toContain(`"what":"explain ${signal?.id}","purpose":"evaluation"`);
  });

  async function pipelineSignals(): Promise<readonly RiskSignal[]> {
    const records = await pipeline.log('riskSignals');
    return records.map(({ event }) => RiskSignal.parse(event?.data));
  }

  async function run(argv: readonly string[]): Promise<CliAnswer> {
    let text = '';
    await runCli([...argv, '--json'], {
      env: pipeline.at.env,
      stdin: (async function* () {})(),
      stdout: { write: (more) => (text += more) },
      stderr: { write: () => undefined },
    });
    return JSON.parse(text) as CliAnswer;
  }

  function eventLines(): readonly string[] {
    return hours.map(({ id, type, at, data }) =>
      JSON.stringify({
        specversion: '1.0',
        id,
        source: '/platform/test',
        type,
        time: new Date(at).toISOString(),
        data,
      }),
    );
  }

  function designationLines(): readonly string[] {
    return accounts.map((account) =>
      JSON.stringify({
        account,
        allowedMeasures: [],
        dataClasses: ['public-content', 'reports', 'login', 'message-metadata'],
        language: 'en',
        expiresAt: '2100-01-01T00:00:00Z',
        reviewers: [`r_${'A'.repeat(22)}`, `r_${'B'.repeat(22)}`],
      }),
    );
  }
});

interface CliAnswer {
  readonly ok: boolean;
  readonly actors?: unknown;
  readonly campaigns: readonly { readonly firstEventAt: number; readonly highestTier: string }[];
}

function essenceOf(signal: Readonly<Record<string, unknown>>): string {
  const { id, revision, tier, score, eventAt, actorCount } = signal;
  return `${id} ${revision} ${tier} ${score} ${eventAt} ${actorCount}`;
}

function highestTiers(signals: readonly RiskSignal[]): readonly string[] {
  const order = ['none', 'watch', 'guard', 'shield'];
  const highest = new Map<string, RiskSignal>();
  for (const signal of signals) {
    const before = highest.get(signal.campaign);
    const isHigher = order.indexOf(signal.tier) > order.indexOf(before?.tier ?? 'none');
    if (before === undefined || isHigher) highest.set(signal.campaign, signal);
  }
  return [...highest.values()].map(({ firstEventAt, tier }) => `${firstEventAt} ${tier}`).sort();
}

async function linesOf(path: string): Promise<readonly Record<string, unknown>[]> {
  const text = await readFile(path, 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
