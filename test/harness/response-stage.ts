import {
  type DefenderProfile,
  type DefenderRef,
  encodeBinary,
  type RiskSignal,
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
import { riskSignalEvent } from './risk-signal.ts';

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
        signals.map((signal) => ({
          topic: topicName('riskSignals', at.topicPrefix),
          ...encodeBinary(riskSignalEvent(signal), signal.defender),
        })),
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
