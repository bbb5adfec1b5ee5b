import {
  type Boxed,
  commandEvent,
  type DefenderRef,
  encodeBinary,
  invariant,
  type ProtectionCommand,
} from '@hrd-shield/contracts';
import type { CustodyCommand } from '@hrd-shield/domain/custody';
import { type RegistryFact, type RegistryLife, registryNotices } from '@hrd-shield/domain/registry';
import type { Notifier, OutRecord, RecordSink } from '@hrd-shield/pipeline';
import { keepClock, type Registry } from '@hrd-shield/registry';
import type { CustodyClient } from '@hrd-shield/temporal';
import type {
  CustodyProtocolActivities,
  HandleIncidentReportActivities,
  ReviewDesignationActivities,
} from '@hrd-shield/workflows';
import { type CheckInDeps, followCheckIns, timesBegun } from './follow-check-ins.ts';

export interface ActivityDeps extends CheckInDeps {
  readonly sink: RecordSink;
  readonly notifier: Notifier;
  readonly custody: Pick<CustodyClient, 'begin' | 'end' | 'view' | 'watch'>;
  /** Counts what became of notices. */
  readonly onDelivery: (state: string) => void;
  /** Name of the topic of commands in this installation. */
  readonly commandsTopic: string;
}

const SOURCE = 'hrd-shield/designate';

/** What the workflows of the registry call. Each is safe to repeat. */
export function createActivities(
  deps: ActivityDeps,
): ReviewDesignationActivities & HandleIncidentReportActivities & CustodyProtocolActivities {
  const { registry } = deps;
  return {
    keepDesignation: async (ref) => {
      const kept = await keepClock(ref, registry);
      if (kept === undefined) return { isOver: true, version: 0, notices: [] };
      const { facts, from } = await registry.lives.untoldFacts(ref);
      // Read after its facts: an end that is marked as told has been heard.
      const life = (await registry.lives.get(ref)) ?? kept.life;
      await followCustody(life, facts, deps);
      const nextAt = earlier(kept.nextAt, await followCheckIns(life, deps));
      return {
        isOver: life.isErased,
        version: from + facts.length,
        notices: facts.flatMap((fact, i) =>
          registryNotices(ref, fact, from + i + 1, registry.policy),
        ),
        ...(nextAt === undefined ? {} : { nextAt }),
      };
    },
    markTold: (ref, version) => registry.lives.markTold(ref, version),
    tellPeople: async (notices) => {
      for (const notice of notices) {
        const { state } = await deps.notifier.send(notice);
        deps.onDelivery(state);
      }
    },
    sendCustodyCommands: async (ref, commands) => {
      const account = await boxedAccount(ref, registry);
      const records = commands.map((command) => custodyRecord(ref, command, account));
      await deps.sink.send(records.map((record) => ({ ...record, topic: deps.commandsTopic })));
    },
    holdRegistry: async (ref, round) => {
      if ((await timesBegun(ref, registry)) > round) return;
      // The protocol was agreed to when check-ins were set up.
      const by = { kind: 'delegate', delegate: 'check-in' } as const;
      await registry.uses.ask(by, ref, { kind: 'begin-custody' });
    },
  };
}

/** The protocol follows the registry's facts, so that whoever asks there needs nothing else. */
async function followCustody(
  { custodySince, ref }: RegistryLife,
  untold: readonly RegistryFact[],
  { custody, custodyRules: rules, registry }: ActivityDeps,
): Promise<void> {
  const isNews = untold.some(({ kind }) => kind === 'custody-began' || kind === 'custody-ended');
  if (!isNews) return;
  // The registry has compared the proof before it wrote the end down.
  if (custodySince === undefined) {
    await custody.end(ref, { isSafetyProved: true });
    return;
  }
  const begun = await timesBegun(ref, registry);
  await custody.begin({ defender: ref, round: begun - 1, rules });
}

function earlier(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}

/** The account as the adapter alone opens it; it exists here for the length of one call. */
async function boxedAccount(ref: DefenderRef, { lives, sealer }: Registry): Promise<Boxed> {
  const { identity } = await lives.parts(ref);
  invariant(identity !== undefined, 'custody keeps a designation from its erasure');
  const { account } = await sealer.openPart(ref, 'identity', identity);
  return sealer.boxAccount(account);
}

function custodyRecord(
  ref: DefenderRef,
  command: CustodyCommand,
  account: Boxed,
): Omit<OutRecord, 'topic'> {
  const data: ProtectionCommand = { ...command, defender: ref, account, urgent: true };
  return encodeBinary(commandEvent(data, { source: SOURCE }), ref);
}
