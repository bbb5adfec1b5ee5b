import {
  buildFacts,
  type Clickhouse,
  clickhouseConfigOf,
  createClickhouse,
  createRowReader,
} from '@hrd-shield/clickhouse';
import { type ActorRef, topicName } from '@hrd-shield/contracts';
import { createClamdScanner, createRefusingScanner, openIntake } from '@hrd-shield/intake';
import { createLogReader, type KafkaSink, kafkaConnection } from '@hrd-shield/kafka';
import {
  createDefenderSealer,
  createFolderKeyStore,
  createPseudonymiser,
  dataKeysDir,
  loadKey,
  newDefenderRef,
} from '@hrd-shield/keys';
import {
  type AuditLog,
  type AuditReader,
  type Clock,
  createActorRights,
  type KeyStore,
} from '@hrd-shield/pipeline';
import {
  loadImprovementPolicy,
  loadIntakePolicy,
  loadProtectionPolicy,
  loadRowAccessPolicy,
  loadSufficientSets,
} from '@hrd-shield/policy';
import {
  type AuditTables,
  type BoardTables,
  createApprovalBoard,
  createBoardPages,
  createExposureBook,
  createIntakeStore,
  createPersonStore,
  createTaskBoard,
  type Database,
  type DeskTables,
  type IntakeTables,
  type SessionStore,
  shiftOf,
} from '@hrd-shield/postgres';
import {
  createRegistryUses,
  createRowUses,
  type Registry,
  type UseDeps,
} from '@hrd-shield/registry';
import type { ServiceContext } from '@hrd-shield/runtime';
import {
  createCustodyClient,
  createProtectionClient,
  createRemedyClient,
  openApprovalDesk,
  openTaskDesk,
  type TemporalConnection,
} from '@hrd-shield/temporal';
import type { FastifyInstance } from 'fastify';
import type { DeskConfig } from './config.ts';
import type { DeskSecrets } from './desk-secrets.ts';
import type { ActorParts } from './handlers/actor-handlers.ts';
import type { DeskParts } from './handlers/desk-parts.ts';
import type { IntakeParts } from './handlers/intake-handlers.ts';
import type { RegistryParts } from './handlers/registry-handlers.ts';
import type { ReviewParts } from './handlers/review-handlers.ts';
import type { RowParts } from './handlers/row-handlers.ts';
import type { KnownTokens } from './known-tokens.ts';
import { outcomeTeller } from './outcome-teller.ts';
import { createCursors } from './server/sign-cursor.ts';
import { type StopDeps, tellWithdrawn } from './stop-by-log.ts';

export type Context = ServiceContext<DeskConfig>;
export type Tables = AuditTables & BoardTables & DeskTables & IntakeTables;

/** What a test may put in the place of the real thing. */
export interface DeskOverrides {
  readonly clock?: Clock;
  readonly audit?: (real: AuditLog & AuditReader) => AuditLog & AuditReader;
  /** Told where the API is served, with the server for requests without a socket. */
  readonly onListening?: (port: number, server: FastifyInstance) => void;
}

/** Task queue of `respond`, whose workers run what is started here. */
const RESPOND = 'shield-respond';
/** Task queue of `designate`. */
const DESIGNATE = 'shield-designate';

/** What the parts of the desk share. */
export interface Wiring {
  readonly context: Context;
  readonly overrides: DeskOverrides;
  readonly publicUrl: URL;
  readonly database: Database<Tables>;
  readonly temporal: TemporalConnection;
  readonly sessions: SessionStore;
  readonly registry: Registry;
  readonly sink: KafkaSink;
  readonly known: KnownTokens;
  /** Absent where the desk was given none. */
  readonly store: Clickhouse | undefined;
  /** Under the account of single rows; absent where the desk was given none. */
  readonly rowStore: Clickhouse | undefined;
}

interface Keys {
  readonly secrets: DeskSecrets;
  readonly keyStore: KeyStore;
}

/** The store of data keys, under the key of the keyring. @throws ShieldError `keys.unavailable` */
export async function openKeys({ keysDir }: DeskConfig): Promise<KeyStore> {
  return createFolderKeyStore({
    dir: dataKeysDir(keysDir),
    keyEncryptionKey: await loadKey(keysDir, 'kek'),
  });
}

/** Wires incident reports. Without a virus scanner attachments are refused, reports are not. */
export function intakeParts(
  { context, database, sink }: Wiring,
  { keyStore, sealer, secrets }: Keys & Pick<DeskParts, 'sealer'>,
): IntakeParts {
  const { clamd, topicPrefix } = context.config;
  const store = createIntakeStore(database.query);
  const [host = '', port = ''] = clamd?.split(':') ?? [];
  return {
    reports: store,
    cases: createTaskBoard(database.query),
    cursors: createCursors(secrets),
    intake: openIntake({
      store,
      keys: keyStore,
      sealer,
      scanner:
        clamd === undefined
          ? createRefusingScanner()
          : createClamdScanner({ host, port: Number(port) }),
      policy: loadIntakePolicy(),
      newKeyRef: newDefenderRef,
      receiptDigest: secrets.receiptDigest,
      tell: outcomeTeller(sink, topicName('outcomes', topicPrefix)),
    }),
  };
}

/** Wires what handlers of tasks, cases, holds and remedies share. */
export async function deskParts(wiring: Wiring, { keyStore, secrets }: Keys): Promise<DeskParts> {
  const { context, database, overrides, temporal } = wiring;
  const { topicPrefix } = context.config;
  const now = overrides.clock?.now ?? (() => Date.now());
  const board = createTaskBoard(database.query);
  const approvals = createApprovalBoard(database.query);
  const exposure = createExposureBook(database.query);
  const budget = loadProtectionPolicy().rota?.exposurePerShift;
  const taskQueue = `${topicPrefix}${RESPOND}`;
  return {
    board,
    approvals,
    exposure,
    pages: createBoardPages(database.query),
    persons: createPersonStore(database.query),
    cursors: createCursors(secrets),
    desk: openTaskDesk(temporal, {
      findTask: board.task,
      isExposed: async (responder) =>
        budget !== undefined && (await exposure.shown(responder, shiftOf(now()))) >= budget,
    }),
    approvalDesk: openApprovalDesk(temporal, {
      findHold: approvals.hold,
      findRemedy: approvals.remedy,
      taskQueue,
    }),
    remedies: createRemedyClient(temporal, taskQueue),
    protection: createProtectionClient(temporal),
    sealer: createDefenderSealer(keyStore),
  };
}

/** The column store, where the desk was given one. */
export function openStore(url: string | undefined): Clickhouse | undefined {
  return url === undefined ? undefined : createClickhouse(clickhouseConfigOf(url));
}

/** Single rows of the record, accounting in the log of the desk. */
export function rowParts(wiring: Wiring, audit: AuditLog): RowParts {
  const { context, rowStore } = wiring;
  const asked = context.meter.counter(
    'shield_desk_row_requests_total',
    'requests for single rows of the record',
  );
  const reads = context.meter.counter(
    'shield_desk_row_reads_total',
    'requests for single rows that were read',
  );
  const rows = context.meter.counter(
    'shield_desk_rows_read_total',
    'single rows of the record that left',
  );
  const policy = loadRowAccessPolicy();
  return {
    uses: createRowUses(useDeps(wiring, audit), { policy, reader: createRowReader(rowStore) }),
    onAsked: () => asked.add(1),
    onRead: (count) => {
      reads.add(1);
      rows.add(count);
    },
  };
}

/** Blind reviews, over what is recorded. */
export function reviewParts(wiring: Wiring, { cursors, persons }: DeskParts): ReviewParts {
  const { context, overrides, registry, sink, store } = wiring;
  const now = overrides.clock?.now ?? (() => Date.now());
  return {
    store: store && {
      readRows: (sql, params) =>
        store.query({ sql, params, parse: (row) => row as Readonly<Record<string, unknown>> }),
      build: () => buildFacts(store, loadSufficientSets(), now()),
    },
    registry: registry.store,
    persons,
    cursors,
    policy: loadImprovementPolicy(),
    tell: outcomeTeller(sink, topicName('outcomes', context.config.topicPrefix)),
  };
}

/** What stops processing by the log. */
export function stopDeps({ context, registry, sink }: Wiring): StopDeps {
  const topic = topicName('listNotices', context.config.topicPrefix);
  const { clock, policy, sealer } = registry;
  return { clock, sink, topic, sealer, policy };
}

/** Rights of accounts that acted at defenders. */
export async function actorParts(
  { context, registry: { clock }, sink }: Wiring,
  { parts, registry }: { readonly parts: DeskParts; readonly registry: RegistryParts },
): Promise<ActorParts> {
  const { keysDir, topicPrefix } = context.config;
  const connection = kafkaConnection(context.config, 'shield-desk-rights');
  const pseudonyms = createPseudonymiser(await loadKey(keysDir, 'pseudonym'));
  return {
    uses: registry.uses,
    actorOf: (account) => pseudonyms.actor(account) as ActorRef,
    rights: createActorRights({
      readerOf: (id) => createLogReader({ connection, topic: topicName(id, topicPrefix) }),
      sealer: parts.sealer,
      sink,
      clock,
      topic: topicName('actorNotices', topicPrefix),
      source: 'hrd-shield/desk',
    }),
  };
}

/** What acts of people at the desk stand on. */
function useDeps({ registry }: Wiring, audit: AuditLog): UseDeps {
  return { ...registry, audit };
}

/** The registry, accounting in the log of the desk. */
export function registryParts(
  wiring: Wiring,
  { audit, parts }: { readonly audit: AuditLog; readonly parts: DeskParts },
): RegistryParts {
  const { context } = wiring;
  const { cursors, persons, protection } = parts;
  const tell = tellWithdrawn(stopDeps(wiring));
  return {
    // The registry publishes the withdrawal as well: this is the second way, if one of both is away.
    onWithdrawn: (ref) => {
      tell(ref).catch((fault: unknown) =>
        context.logger.warn('the log is not told of a withdrawal', {}, fault),
      );
    },
    uses: createRegistryUses(useDeps(wiring, audit)),
    cursors,
    persons,
    protection,
    custody: createCustodyClient(wiring.temporal, `${context.config.topicPrefix}${DESIGNATE}`),
  };
}
