import {
  type DefenderRef,
  encodeBinary,
  type MeasureSwitch,
  measureSwitchEvent,
  type Outcome,
  type ProtectionCommand,
  switchKey,
  UNKNOWN_COUNTRY,
} from '@hrd-shield/contracts';
import {
  type BreakerEvent,
  countForBreakers,
  EMPTY_LEDGER,
  type ProtectionPolicy,
} from '@hrd-shield/domain/protection';
import type { OutRecord, RecordSink } from '@hrd-shield/pipeline';

export interface BreakerDeps {
  readonly policy: ProtectionPolicy;
  /** @returns undefined where nobody knows */
  readonly countryOf: (defender: DefenderRef) => string | undefined;
  readonly sink: RecordSink;
  readonly topic: string;
  /** Wall time, epoch ms. */
  readonly now: () => number;
  readonly onTripped: (measure: string) => void;
  readonly onFault: (fault: unknown) => void;
}

/** Counts what is done to others and trips breakers; each process counts its own share. */
export interface MeasureBreakers {
  onCommand(command: ProtectionCommand): void;
  onOutcome(outcome: Outcome): void;
}

const SOURCE = 'hrd-shield/respond';
/** Applications remembered, so that each counts once. */
const MAX_INSTANCES = 10_000;

/**
 * Begins with nothing counted. That a breaker tripped is sent to the log, which every process
 * obeys; a fault there goes to `onFault`.
 */
export function createMeasureBreakers(deps: BreakerDeps): MeasureBreakers {
  let ledger = EMPTY_LEDGER;
  const counted = new Set<string>();

  /** A renewal and a repeated send are no new application. */
  function isFirst(instance: string): boolean {
    if (counted.has(instance)) return false;
    counted.add(instance);
    const oldest = counted.values().next();
    if (counted.size > MAX_INSTANCES && oldest.done === false) counted.delete(oldest.value);
    return true;
  }

  function count(event: BreakerEvent): void {
    const next = countForBreakers(ledger, event, deps.policy);
    ledger = next.ledger;
    for (const { measure, country, reason, until } of next.tripped) {
      deps.onTripped(measure);
      const tripped: MeasureSwitch = {
        measure: measure as MeasureSwitch['measure'],
        state: 'tripped',
        ...(country === undefined ? {} : { country }),
        reason,
        at: event.at,
        until,
      };
      deps.sink.send([switchRecord(tripped, deps.topic)]).catch(deps.onFault);
    }
  }

  return {
    onCommand: ({ act, case: forCase, defender, instance, measure, statement, urgent }) => {
      const isCounted = act === 'apply' && statement?.automated === true && urgent !== true;
      if (!isCounted || !isFirst(instance)) return;
      const country = deps.countryOf(defender) ?? UNKNOWN_COUNTRY;
      count({ kind: 'applied', at: deps.now(), measure, case: forCase, country });
    },
    onOutcome: ({ kind, measure, verdict, case: forCase, automatic }) => {
      const at = deps.now();
      const hasFailed = kind === 'measure.failed' || kind === 'measure.refused';
      if (hasFailed && automatic === true && measure !== undefined) {
        count({ kind: 'failed', at, measure });
      }
      if (kind === 'task.decided' && verdict === 'rejected' && forCase !== undefined) {
        count({ kind: 'rejected', at, case: forCase });
      }
    },
  };
}

function switchRecord(next: MeasureSwitch, topic: string): OutRecord {
  return { topic, ...encodeBinary(measureSwitchEvent(next, SOURCE), switchKey(next)) };
}
