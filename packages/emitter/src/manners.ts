import { type CommandAct, decodeRecord, ProtectionAck } from '@hrd-shield/contracts';
import type { OutRecord, RecordSink } from '@hrd-shield/pipeline';
import type { OpenedCommand, PlatformActions } from './platform-actions.ts';

/** How a simulated platform behaves; nothing set is a platform that does what it says. */
export interface Manners {
  /** Wait before each action, ms. */
  readonly slowMs?: number;
  /** Acts that it refuses. */
  readonly refuses?: readonly CommandAct[];
  /** Accounts for which it refuses everything. */
  readonly refusesFor?: (account: string) => boolean;
  /** Acts that it could not carry out, each time. */
  readonly fails?: readonly CommandAct[];
  /** Acts of which it says that they are done, without doing them. */
  readonly lies?: readonly CommandAct[];
  /** Copies of each answer beyond the first. */
  readonly duplicates?: number;
  /** Answers that go together leave in reverse order. */
  readonly reversed?: boolean;
  /** Carries out and never says so. */
  readonly silent?: boolean;
  /** Keeps these answers back until the manners change. */
  readonly keepsBack?: (ack: ProtectionAck) => boolean;
}

/** Answers kept back at once; one more is let go at once. */
const KEPT_MAX = 10_000;

/** Manners that can change while the platform runs. */
export interface ChangingManners {
  current(): Manners;
  /** Takes other manners; answers that these no longer keep back are let go. */
  change(to: Manners): Promise<void>;
  actions(of: PlatformActions): PlatformActions;
  sink(of: RecordSink): RecordSink;
}

export interface MannersDeps {
  readonly wait: (ms: number) => Promise<void>;
}

/** @param first how the platform behaves at the start */
export function createManners(first: Manners, { wait }: MannersDeps): ChangingManners {
  let manners = first;
  let kept: OutRecord[] = [];
  let letGo: (records: readonly OutRecord[]) => Promise<void> = async () => undefined;

  async function meet(
    act: CommandAct,
    account: string,
  ): Promise<'do' | 'pretend' | 'refuse' | 'fail'> {
    const { fails, lies, refuses, refusesFor, slowMs } = manners;
    if (slowMs !== undefined) await wait(slowMs);
    const isRefused = refuses?.includes(act) === true || refusesFor?.(account) === true;
    if (isRefused) return 'refuse';
    if (fails?.includes(act) === true) return 'fail';
    return lies?.includes(act) === true ? 'pretend' : 'do';
  }

  async function behave(
    act: 'apply' | 'lift',
    opened: OpenedCommand,
    really: (opened: OpenedCommand) => ReturnType<PlatformActions['apply']>,
  ): ReturnType<PlatformActions['apply']> {
    switch (await meet(act, opened.account)) {
      case 'refuse':
        return { ok: false, status: 'refused', reason: 'simulated refusal' };
      case 'fail':
        return { ok: false, status: 'failed', reason: 'simulated failure' };
      case 'pretend':
        return { ok: true };
      case 'do':
        return really(opened);
    }
  }

  function keep(records: readonly OutRecord[]): readonly OutRecord[] {
    const { keepsBack } = manners;
    if (keepsBack === undefined) return records;
    return records.filter((record) => {
      const ack = ackIn(record);
      const isKept = ack !== undefined && kept.length < KEPT_MAX && keepsBack(ack);
      if (isKept) kept.push(record);
      return !isKept;
    });
  }

  return {
    current: () => manners,
    change: async (to) => {
      manners = to;
      const before = kept;
      kept = [];
      await letGo(keep(before));
    },
    actions: (of) => ({
      apply: (opened) => behave('apply', opened, of.apply),
      lift: (opened) => behave('lift', opened, of.lift),
      probe: async (opened) => {
        const how = await meet('probe', opened.account);
        return how === 'pretend' ? true : of.probe(opened);
      },
    }),
    sink: (of) => {
      letGo = (records) => (manners.silent === true ? Promise.resolve() : of.send(records));
      return {
        send: (records) => {
          if (manners.silent === true) return Promise.resolve();
          const ready = keep(records).flatMap((record) =>
            Array.from({ length: 1 + (manners.duplicates ?? 0) }, () => record),
          );
          return of.send(manners.reversed === true ? ready.toReversed() : ready);
        },
      };
    },
  };
}

function ackIn({ headers, value }: OutRecord): ProtectionAck | undefined {
  const decoded = decodeRecord({ key: null, value, headers });
  if (!decoded.ok) return undefined;
  const parsed = ProtectionAck.safeParse(decoded.event.data);
  return parsed.success ? parsed.data : undefined;
}
