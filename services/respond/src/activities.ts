import {
  type CloudEvent,
  commandEvent,
  encodeBinary,
  type HoldRecord,
  INTERNAL_TYPES,
  type Notice,
  type Outcome,
  type ProtectionCommand,
} from '@hrd-shield/contracts';
import {
  type DefenderSealer,
  type Notifier,
  type OutRecord,
  outcomeRecord,
  type RecordSink,
} from '@hrd-shield/pipeline';
import type { RemedyPolicy } from '@hrd-shield/policy';
import { type ProtectionClient, type RemedyClient, tryAgainAfter } from '@hrd-shield/temporal';
import type {
  HoldAdverseActionActivities,
  ProtectDefenderActivities,
  RemedyHarmActivities,
} from '@hrd-shield/workflows';
import type { BoardWriter } from './open-board.ts';
import { withAccounts } from './steps/account-handle.ts';
import { createCarryOut, type PartActivities } from './steps/carry-out.ts';
import type { AttributesOf } from './steps/generalise-attributes.ts';

export interface ActivityDeps {
  readonly sink: RecordSink;
  readonly sealer: DefenderSealer;
  readonly board: BoardWriter;
  readonly remedies: Pick<RemedyClient, 'open'>;
  readonly remedyPolicy: RemedyPolicy;
  readonly protection: Pick<ProtectionClient, 'endMeasure'>;
  readonly notifier: Notifier;
  /** How long a notice has to wait until its receiver can be told, ms; 0 is now. */
  readonly waitOf: (notice: Notice) => number;
  readonly attributesOf: AttributesOf;
  readonly onCommand: (command: ProtectionCommand) => void;
  readonly onOutcome: (outcome: Outcome) => void;
}

const SOURCE = 'hrd-shield/respond';

/** What workflows call. Each is safe to repeat: records carry their ids, rows their versions. */
export function createActivities(
  deps: ActivityDeps,
  topics: { readonly commands: string; readonly outcomes: string; readonly holds: string },
): ProtectDefenderActivities & HoldAdverseActionActivities & RemedyHarmActivities {
  const parts: PartActivities = {
    sendCommands: async (wanted) => {
      const commands = await withAccounts(deps.sealer, wanted);
      await deps.sink.send(commands.map((command) => commandRecord(command, topics.commands)));
      for (const command of commands) deps.onCommand(command);
    },
    recordOutcomes: async (facts) => {
      const outcomes = facts.map((fact) => ({ ...fact, ...deps.attributesOf(fact.defender) }));
      const written = outcomes.map((one) => outcomeRecord(one, topics.outcomes, SOURCE));
      await deps.sink.send(written);
      for (const outcome of outcomes) deps.onOutcome(outcome);
    },
    updateBoard: (rows) => deps.board.put(rows),
  };
  return {
    ...parts,
    carryOut: createCarryOut(parts),
    notify: async (notices) => {
      // Of one call all go to the same receiver, or all to rungs, which have no hours.
      const waitMs = Math.max(0, ...notices.map(deps.waitOf));
      if (waitMs > 0) throw tryAgainAfter(waitMs);
      return Promise.all(notices.map((notice) => deps.notifier.send(notice)));
    },
    updateHoldBoard: (row) => deps.board.putHold(row),
    updateRemedyBoard: (row) => deps.board.putRemedy(row),
    openRemedies: async (openings) => {
      const { dueMs, hash } = deps.remedyPolicy;
      for (const opening of openings) {
        const dueAt = opening.openedAt + dueMs[opening.cause];
        await deps.remedies.open({ ...opening, dueAt, policyHash: hash });
      }
    },
    endRestriction: async (defender, instance) => {
      // Gone already, or its protection has ended: then there is nothing to give back.
      await deps.protection.endMeasure(defender, { instance, by: 'responder' });
    },
    publishHold: (hold) => deps.sink.send([holdRecord(hold, topics.holds)]),
  };
}

function commandRecord(command: ProtectionCommand, topic: string): OutRecord {
  const event = commandEvent(command, { source: SOURCE });
  return { topic, ...encodeBinary(event, command.defender) };
}

function holdRecord(hold: HoldRecord, topic: string): OutRecord {
  const event: CloudEvent<HoldRecord> = {
    specversion: '1.0',
    id: `${hold.hold}#${hold.state}`,
    source: SOURCE,
    type: INTERNAL_TYPES.hold,
    time: new Date(hold.askedAt).toISOString(),
    data: hold,
  };
  return { topic, ...encodeBinary(event, hold.hold) };
}
