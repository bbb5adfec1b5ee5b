import { type CaseId, type DefenderRef, ProtectionCommand, topicName } from '@hrd-shield/contracts';
import { createLogReader } from '@hrd-shield/kafka';
import { readData } from '@hrd-shield/pipeline';
import type { DemoInstallation } from '../../../packages/cli/src/demo/installation.ts';

/** When the platform was first asked to apply something, by append time. */
export interface CommandTail {
  /** Epoch ms; undefined while nothing was asked. */
  firstFor(subject: DefenderRef | CaseId): number | undefined;
  stop(): Promise<void>;
}

export async function tailCommands(at: DemoInstallation): Promise<CommandTail> {
  const first = new Map<string, number>();
  const reader = createLogReader({
    connection: { ...at.connection, clientId: `${at.name}-commands` },
    topic: topicName('protectionCommands', at.topicPrefix),
  });
  await reader.start((records) => {
    for (const record of records) {
      const read = readData(record, ProtectionCommand, { step: 'look', what: 'command' });
      if (read.kind !== 'ok' || read.value.act !== 'apply') continue;
      for (const subject of [read.value.defender, read.value.case]) {
        if (!first.has(subject)) first.set(subject, Number(record.timestamp));
      }
    }
  });
  return { firstFor: (subject) => first.get(subject), stop: () => reader.stop() };
}
