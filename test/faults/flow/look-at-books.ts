import { FIREHOSE_TOPICS, RiskSignal, TargetingRecord } from '@hrd-shield/contracts';
import { foldTargetingLog, linesOf } from '../../harness/fold-log.ts';
import { askLedger } from '../ledger/ask-ledger.ts';
import type { Truth } from '../ledger/books.ts';
import type { Places } from '../ledger/read-books.ts';
import type { InvariantEntry } from '../suite.ts';
import type { FlowCrew } from './flow-crew.ts';

const SHOWN_MAX = 10;

/** What the flow left behind, against what was emitted and what the log alone gives. */
export async function lookAtBooks(crew: FlowCrew): Promise<readonly InvariantEntry[]> {
  const { pipeline } = crew;
  const signals = (await pipeline.log('riskSignals')).map(({ event }) =>
    RiskSignal.parse(event?.data),
  );
  const ledger = await askLedger(placesOf(crew), truthOf(crew, signals));
  const raised = new Set(linesOf(signals));
  const given = new Set(linesOf(await foldTargetingLog(pipeline)));
  return [
    await eventsKept(crew),
    entryOf('I3 signals-as-the-log', 'signals are those of the whole log without a crash', {
      checked: given.size,
      violations: [
        ...[...given].filter((line) => !raised.has(line)).map((line) => `lost: ${line}`),
        ...[...raised].filter((line) => !given.has(line)).map((line) => `made up: ${line}`),
      ],
    }),
    namesNobody(crew),
    ...ledger,
  ];
}

/**
 * Asks the ledger whether screening, which is dead at the moment, has committed anything whose
 * output is not there. @throws RangeError with what is missing
 */
export async function lookAtCommits(crew: FlowCrew): Promise<void> {
  const [found] = await askLedger(placesOf(crew), truthOf(crew, []), 'I1');
  if (found?.ok !== true) throw new RangeError(`at the kill: ${found?.violations.join('; ')}`);
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

function truthOf({ load, pipeline }: FlowCrew, signals: readonly RiskSignal[]): Truth {
  const { active, deeds } = pipeline.platform;
  return {
    defenders: load.defenders.map((account) => ({ ref: pipeline.ref(account), account })),
    signals: [...new Map(signals.map(({ id, defender }) => [id, { id, defender }])).values()],
    deeds: deeds(),
    active: [...active()].map(([instance, one]) => ({ instance, ...one })),
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

function namesNobody({ load, pipeline }: FlowCrew): InvariantEntry {
  const output = pipeline.output();
  const violations = load.defenders
    .filter((account) => output.includes(account))
    .map((account) => `a log line names ${pipeline.ref(account)}`);
  return entryOf('I8 logs-name-nobody', 'no log line holds the account of a defender', {
    checked: output.split('\n').length,
    violations,
  });
}

function entryOf(
  invariant: string,
  says: string,
  found: { readonly checked: number; readonly violations: readonly string[] },
): InvariantEntry {
  const { checked, violations } = found;
  const ok = checked > 0 && violations.length === 0;
  return { invariant, says, ok, checked, violations: violations.slice(0, SHOWN_MAX) };
}
