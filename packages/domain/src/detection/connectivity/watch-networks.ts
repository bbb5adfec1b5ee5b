import type { TargetingHint } from '@hrd-shield/contracts';
import type { CellPolicy } from '../detector-policies.ts';
import { poissonSurprise } from '../statistics/tails.ts';
import {
  type Cell,
  countDefender,
  expectedSessions,
  judgeWindow,
  type Measured,
  newCell,
  type OwnConnections,
} from './cell.ts';

const HOUR_MS = 3_600_000;
/** One window may be an accident of counting. */
const WINDOWS_MIN = 2;

/** What is known of one network that is cut or slowed, ready to go to the defenders who use it. */
export type OutageWord = NonNullable<TargetingHint['outage']> & {
  readonly country: string;
  readonly at: number;
  readonly startedAt: number;
  /** Defenders whose own connections were counted; absent below the least number to be told. */
  readonly defenders?: number;
};

/**
 * The state of the fold over networks: one cell for each network of a region, the one that was
 * quiet longest leaves. Bound: `cellsMax` cells of about 0.7 KB. No account is in it.
 */
export interface NetworkWatch {
  readonly cells: Map<string, Cell>;
}

export function newNetworkWatch(): NetworkWatch {
  return { cells: new Map() };
}

/** The key of a cell, as the stream is keyed. */
export function cellKey(of: Pick<Measured, 'country' | 'region' | 'networkHash'>): string {
  return `${of.country}/${of.region}/${of.networkHash}`;
}

/**
 * Takes one count of a network, in log order.
 *
 * @param atMs beginning of its window, epoch ms of event time
 * @returns a word when a loss begins, changes, or has gone on for an hour
 * @source detection notes, section 3, D19
 */
export function recordConnectivity(
  watch: NetworkWatch,
  seen: Measured,
  atMs: number,
  rules: CellPolicy,
): OutageWord | undefined {
  const cell = take(watch, cellKey(seen), rules);
  if (atMs < cell.at) return undefined;
  judgeWindow(cell, atMs, seen, rules);
  if (!isCut(cell, rules)) {
    cell.told = '';
    return undefined;
  }
  const word = wordOf(watch, seen, cell, rules);
  const said = `${word.scope}/${word.signals}/${word.interference}/${word.targeted}`;
  if (cell.told === said && cell.at - cell.toldAt < HOUR_MS) return undefined;
  cell.told = said;
  cell.toldAt = cell.at;
  return word;
}

/** Counts how one defender's connections fare. */
export function recordDefenderConnection(
  watch: NetworkWatch,
  cell: string,
  own: OwnConnections,
): void {
  const known = watch.cells.get(cell);
  if (known !== undefined) countDefender(known, own);
}

function take(watch: NetworkWatch, key: string, rules: CellPolicy): Cell {
  const cell = watch.cells.get(key) ?? newCell();
  // A map keeps the order of insertion: the first is the one that was quiet longest.
  watch.cells.delete(key);
  watch.cells.set(key, cell);
  if (watch.cells.size > rules.cellsMax) {
    const [quietest] = watch.cells.keys();
    if (quietest !== undefined) watch.cells.delete(quietest);
  }
  return cell;
}

/** Lost for long enough, or gone; the second window confirms it, when the other cells are in too. */
function isCut(cell: Cell, rules: CellPolicy): boolean {
  if (cell.lostWindows < WINDOWS_MIN) return false;
  // Windows of few sessions are believed once there are enough of them.
  const expected = cell.lostWindows * expectedSessions(cell, cell.at - 1);
  if (expected < rules.expectedMin) return false;
  const isLong = cell.lostSince > 0 && cell.at - cell.lostSince >= rules.lostLongMs;
  const isBlack = cell.blackSince > 0 && cell.at - cell.blackSince >= rules.blackoutMs;
  return isLong || isBlack;
}

function wordOf(watch: NetworkWatch, seen: Measured, cell: Cell, rules: CellPolicy): OutageWord {
  const { country, networkHash, region } = seen;
  const isTold = cell.defenders.size >= rules.defendersMin;
  return {
    country,
    networkHash,
    region,
    at: cell.at,
    startedAt: cell.lostSince,
    lostRatio: Math.min(1, cell.lost),
    signals: cell.signals,
    interference: cell.interference,
    scope: cell.isClient ? 'client' : scopeOf(watch, seen, cell, rules),
    targeted: isTold && isTargeted(cell, seen, rules),
    ...(isTold ? { defenders: cell.defenders.size } : {}),
  };
}

/** How far the loss reaches, by the newest windows of the other cells. */
function scopeOf(
  watch: NetworkWatch,
  seen: Measured,
  cell: Cell,
  rules: CellPolicy,
): 'network' | 'region' | 'everywhere' {
  const others = [...watch.cells].filter(
    ([, other]) => other !== cell && other.at >= cell.at - 2 * seen.windowMs,
  );
  const lost = (among: typeof others) => among.filter(([, o]) => o.lostSince > 0).length;
  if (others.length + 1 < rules.cellsCompareMin) return 'network';
  if (lost(others) >= rules.everywhereShareMin * others.length) return 'everywhere';
  const near = others.filter(([key]) => key.startsWith(`${seen.country}/${seen.region}/`));
  return near.length > 0 && lost(near) === near.length ? 'region' : 'network';
}

/** Whether defenders fail far more often than everybody in the same network. */
function isTargeted(cell: Cell, seen: Measured, rules: CellPolicy): boolean {
  if (cell.attempts === 0) return false;
  const usual = seen.failures / Math.max(1, seen.attempts);
  const own = cell.failures / cell.attempts;
  return (
    own - usual >= rules.targetedDropMin &&
    poissonSurprise(cell.failures, cell.attempts * usual) >= rules.targetedSurpriseMin
  );
}
