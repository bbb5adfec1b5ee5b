import {
  type CampaignId,
  type DefenderProfile,
  type DefenderRef,
  deriveId,
  encodeBinary,
  INTERNAL_TYPES,
  type RiskSignal,
  type SignalId,
  topicName,
} from '@hrd-shield/contracts';
import type { Manners } from '@hrd-shield/emitter';
import { createKafkaSink, type KafkaSink } from '@hrd-shield/kafka';
import { createPlatformBox, loadKey, loadPlatformKey } from '@hrd-shield/keys';
import type { StackAddresses } from '@hrd-shield/local-stack';
import { loadProtectionPolicy } from '@hrd-shield/policy';
import { DesignationEntry, relayDesignations } from '@hrd-shield/registry';
import {
  connectTemporal,
  createProtectionClient,
  type ProtectionClient,
  type TemporalConnection,
} from '@hrd-shield/temporal';
import { consentableMeasures } from '../../packages/cli/src/demo/consentable-measures.ts';
import { designateAll, REVIEWERS, YEAR_MS } from '../../packages/cli/src/demo/designate-city.ts';
import {
  createDemoInstallation,
  type DemoInstallation,
} from '../../packages/cli/src/demo/installation.ts';
import { openStage, type Stage } from '../../packages/cli/src/demo/stage.ts';

/** Everything that `respond` lives between: signals before it, the platform and people after it. */
export interface ResponseStage {
  readonly at: DemoInstallation;
  readonly stage: Stage;
  readonly sink: KafkaSink;
  readonly temporal: TemporalConnection;
  readonly protection: ProtectionClient;
  /** Designates accounts and publishes it. */
  designate(accounts: readonly string[]): Promise<readonly DefenderRef[]>;
  /** Publishes what the registry holds and has not published. */
  publish(): Promise<void>;
  append(signals: readonly RiskSignal[]): Promise<void>;
  /** What `respond` knows of a defender who was designated here. */
  profileOf(defender: DefenderRef): DefenderProfile;
  stop(): Promise<void>;
}

export interface ResponseStageOptions {
  readonly name: string;
  readonly addresses: StackAddresses;
  readonly manners?: Manners;
}

export async function openResponseStage(options: ResponseStageOptions): Promise<ResponseStage> {
  const { addresses, manners, name } = options;
  const at = await createDemoInstallation({ name, addresses, env: process.env });
  const stage = await openStage(at, manners);
  const sink = createKafkaSink({ connection: { ...at.connection, clientId: `${name}-signals` } });
  const temporal = await connectTemporal({
    address: addresses.temporalAddress,
    namespace: 'default',
    payloadKey: await loadKey(at.keysDir, 'payload'),
  });
  const publish = async (): Promise<void> => {
    await relayDesignations({
      store: stage.registry.store,
      sink,
      clock: { now: () => Date.now() },
      topic: topicName('designations', at.topicPrefix),
    });
  };
  const { box } = createPlatformBox(await loadPlatformKey(at.keysDir, 'public'));
  const accountOf = new Map<DefenderRef, string>();
  return {
    profileOf: (defender) => ({
      defender,
      account: box(accountOf.get(defender) ?? ''),
      allowedMeasures: consentableMeasures(),
      language: 'en',
      designationVersion: 1,
    }),
    at,
    stage,
    sink,
    temporal,
    protection: createProtectionClient(temporal, {
      taskQueue: `${at.topicPrefix}shield-respond`,
      policy: loadProtectionPolicy(),
      clockScale: 1,
    }),
    designate: async (accounts) => {
      const byAccount = await designateAll(
        accounts.map((account, index) => ({ place: index + 1, entry: entryOf(account) })),
        stage.registry,
        () => undefined,
      );
      await publish();
      for (const [account, ref] of byAccount) accountOf.set(ref, account);
      return accounts.flatMap((account) => byAccount.get(account) ?? []);
    },
    publish,
    append: (signals) =>
      sink.send(
        signals.map((signal) => signalRecord(signal, topicName('riskSignals', at.topicPrefix))),
      ),
    stop: async () => {
      await temporal.stop();
      await sink.stop();
      await stage.stop();
      at.forgetKeys();
    },
  };
}

function entryOf(account: string): DesignationEntry {
  return DesignationEntry.parse({
    account,
    allowedMeasures: consentableMeasures(),
    dataClasses: ['public-content', 'reports', 'login', 'message-metadata'],
    language: 'en',
    expiresAt: new Date(Date.now() + YEAR_MS).toISOString(),
    reviewers: REVIEWERS,
  });
}

/** A signal as `detect` would raise it; `name` makes signals of one defender differ. */
export function riskSignal(
  defender: DefenderRef,
  changes: Partial<Omit<RiskSignal, 'id'>> & { readonly name: string; readonly about?: string },
): RiskSignal {
  const { name, about = 'campaign', ...rest } = changes;
  const now = Date.now();
  return {
    id: deriveId('s', defender, name) as SignalId,
    revision: 0,
    defender,
    campaign: deriveId('c', defender, about) as CampaignId,
    threat: 'pile-on',
    threats: ['pile-on'],
    tier: 'guard',
    score: 0.9,
    coordination: 0.9,
    inauthentic: false,
    directHarm: false,
    firstEventAt: now - 600_000,
    eventAt: now,
    eventCount: 40,
    actorCount: 25,
    explanation: {
      prior: -7,
      logit: 2,
      reasons: [],
      gates: [],
      benign: [],
      missing: [],
      degraded: false,
    },
    policyHash: 'h',
    ...rest,
  };
}

function signalRecord(signal: RiskSignal, topic: string) {
  const event = {
    specversion: '1.0' as const,
    id: `${signal.id}#${signal.revision}`,
    source: 'hrd-shield/detect',
    type: INTERNAL_TYPES.signal,
    time: new Date(signal.eventAt).toISOString(),
    data: signal,
  };
  return { topic, ...encodeBinary(event, signal.defender) };
}
