import { FIREHOSE_TOPICS, RiskSignal, TargetingRecord } from '@hrd-shield/contracts';
import { untilDrained } from '../../harness/drained.ts';
import { foldTargetingLog, linesOf } from '../../harness/fold-log.ts';
import { FLOW } from '../../harness/town-under-attack.ts';
import { doneByPlatform } from '../done-by-platform.ts';
import { askLedger } from '../ledger/ask-ledger.ts';
import { askUntilSettled } from '../ledger/ask-until-settled.ts';
import type { Truth } from '../ledger/books.ts';
import type { Places } from '../ledger/places.ts';
import type { InvariantEntry } from '../suite.ts';
import type { FlowCrew } from './flow-crew.ts';
import { memoryBounded } from './memory-held.ts';
import { storeFiles } from './store-files.ts';

const SHOWN_MAX = 10;
const FAULT_CHARS_MAX = 600;
/** What the flow left behind, against what was emitted and what the log alone gives. */
export async function lookAtBooks(crew: FlowCrew): Promise<readonly InvariantEntry[]> {
  const { pipeline } = crew;
  // Time goes on over a log at rest: what is looked for is read first, what is found last.
  const given = linesOf(await foldTargetingLog(pipeline));
  const givenOnce = linesOf(await foldTargetingLog(pipeline, { once: true }));
  await untilDrained(pipeline.at, FLOW);
  const signals = (await pipeline.log('riskSignals')).map(({ event }) =>
    RiskSignal.parse(event?.data),
  );
  const ledger = await askUntilSettled(() =>
    askLedger(placesOf(crew), truthOf(crew, signals)).catch(unread),
  );
  const raised = linesOf(signals);
  const givenAfter = linesOf(await foldTargetingLog(pipeline));
  return [
    await eventsKept(crew),
    entryOf(
      'I3 signals-as-the-log',
      'signals are those of the whole log without a crash',
      differences(raised, given, givenAfter),
    ),
    entryOf(
      'I3 copies-count-once',
      'the log gives the same signals when each event lies on it once',
      differences(givenOnce, given, givenAfter),
    ),
    revisionsAgree(signals),
    namesNobody(crew),
    await storesNameNobody(crew),
    commitsBehind(crew, ledger),
    memoryBounded(crew),
    ...ledger,
  ];
}

/** A store that cannot be read must not hide what the others say. */
function unread(fault: unknown): readonly InvariantEntry[] {
  const violations = [String(fault).slice(0, FAULT_CHARS_MAX)];
  return [entryOf('books-readable', 'the ledger can read every book', { checked: 1, violations })];
}

/**
 * Asks the ledger whether screening, which is dead or at rest, has committed anything whose output is
 * not there. @throws RangeError with what is missing
 */
export async function lookAtCommits(crew: FlowCrew): Promise<void> {
  // Nothing of it is in the column store, which may be away for another reason.
  const { clickhouseUrl: _, ...places } = placesOf(crew);
  const [found] = await askLedger(places, truthOf(crew, []), 'I1');
  crew.looks.push(found?.checked ?? 0);
  if (found?.ok !== true)
    throw new RangeError(`commits are ahead: ${found?.violations.join('; ')}`);
}

function placesOf({ pipeline: { at }, stack }: FlowCrew): Places {
  const topics = Object.values(FIREHOSE_TOPICS).map((topic) => at.topicPrefix + topic);
  return {
    kafkaBrokers: at.brokers,
    topicPrefix: at.topicPrefix,
    temporalAddress: stack.addresses.temporalAddress,
    databaseUrl: at.databaseUrl,
    clickhouseUrl: at.clickhouseUrl,
    screening: { group: `${at.topicPrefix}shield-ingest`, topics },
  };
}

function truthOf(crew: FlowCrew, signals: readonly RiskSignal[]): Truth {
  const { load, pipeline } = crew;
  return {
    defenders: load.defenders.map((account) => ({ ref: pipeline.ref(account), account })),
    signals: [...new Map(signals.map(({ id, defender }) => [id, { id, defender }])).values()],
    ...doneByPlatform(pipeline.platform),
    reveals: crew.desk.revealed,
    poison: { least: load.poison.count, codes: [...load.poison.codes] },
  };
}

async function eventsKept({ load, pipeline }: FlowCrew): Promise<InvariantEntry> {
  const landed = new Map<string, Set<string>>();
  for (const { event } of await pipeline.log('targetingEvents')) {
    const record = TargetingRecord.parse(event?.data);
    if (record.kind !== 'event') continue;
    landed.set(record.defender, (landed.get(record.defender) ?? new Set()).add(record.ref));
  }
  let checked = 0;
  const violations: string[] = [];
  for (const [account, ids] of load.emitted) {
    checked += ids.size;
    const there = landed.get(pipeline.ref(account))?.size ?? 0;
    // Whoever reads a log again from its beginning takes some of the late ones.
    if (there < ids.size || there > ids.size + (load.late.get(account) ?? 0)) {
      violations.push(`${pipeline.ref(account)}: ${there} events landed of ${ids.size}`);
    }
  }
  const says = 'every event about a defender is on the targeting log';
  return entryOf('I2 events-kept', says, { checked, violations });
}

interface Found {
  readonly checked: number;
  readonly violations: readonly string[];
}

/**
 * @param wanted what the log gave before; all of it must be found
 * @param allowed what it gives after, time having gone on; nothing else may be found
 */
function differences(
  found: readonly string[],
  wanted: readonly string[],
  allowed: readonly string[],
): Found {
  const [has, needs] = [new Set(found), new Set(allowed)];
  return {
    checked: wanted.length,
    violations: [
      ...wanted.filter((line) => !has.has(line)).map((line) => `lost: ${line}`),
      ...found.filter((line) => !needs.has(line)).map((line) => `made up: ${line}`),
    ],
  };
}

/** At the end of all, and on the way, before records are taken along: a wrong one ended the fault. */
function commitsBehind({ looks }: FlowCrew, ledger: readonly InvariantEntry[]): InvariantEntry {
  const atTheEnd = ledger.find(({ invariant }) => invariant.startsWith('I1 '));
  const says = `no commit is ahead of what landed, at the end and at ${looks.length} looks before`;
  return entryOf('I7 commits-behind-output', says, {
    checked: (atTheEnd?.checked ?? 0) + looks.reduce((sum, checked) => sum + checked, 0),
    violations: atTheEnd?.violations ?? ['nobody could look'],
  });
}

/** What came late is a revision of its own: the same one never says two things. */
function revisionsAgree(signals: readonly RiskSignal[]): InvariantEntry {
  const said = new Map<string, string>();
  const violations: string[] = [];
  for (const { id, revision, score, threat, tier } of signals) {
    const what = `${threat} ${tier} ${score}`;
    const before = said.get(`${id} ${revision}`) ?? what;
    said.set(`${id} ${revision}`, before);
    if (before !== what) violations.push(`${id} ${revision} says '${before}' and '${what}'`);
  }
  const says = 'each revision of a signal says one thing, however often it is written';
  return entryOf('I3 revisions-agree', says, { checked: said.size, violations });
}

function namesNobody({ desk, load, pipeline }: FlowCrew): InvariantEntry {
  const output = `${pipeline.output()}\n${desk.output()}`;
  const violations = [
    ...load.defenders
      .filter((account) => output.includes(account))
      .map((account) => `a log line names ${pipeline.ref(account)}`),
    ...desk.nominated
      .filter((account) => output.includes(account))
      .map((_, n) => `a log line names nominee ${n}`),
  ];
  return entryOf('I8 logs-name-nobody', 'no log line holds the account of a defender', {
    checked: output.split('\n').length,
    violations,
  });
}

async function storesNameNobody({
  desk,
  load,
  pipeline,
  stack,
}: FlowCrew): Promise<InvariantEntry> {
  let checked = 0;
  const violations: string[] = [];
  for await (const { bytes, name } of storeFiles(stack.folder)) {
    checked += 1;
    for (const account of load.defenders) {
      if (bytes.includes(account)) violations.push(`${name} holds ${pipeline.ref(account)}`);
    }
    if (desk.nominated.some((account) => bytes.includes(account))) {
      violations.push(`${name} holds a nominee`);
    }
  }
  const says = 'no file of any store holds the account of a defender, beside the platform topics';
  return entryOf('I8 stores-name-nobody', says, { checked, violations });
}

function entryOf(invariant: string, says: string, found: Found): InvariantEntry {
  const { checked, violations } = found;
  const ok = checked > 0 && violations.length === 0;
  return { invariant, says, ok, checked, violations: violations.slice(0, SHOWN_MAX) };
}
