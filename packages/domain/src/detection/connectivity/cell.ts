import type { StreamEventData } from '@hrd-shield/contracts';
import type { CellPolicy } from '../detector-policies.ts';

const HOUR_MS = 3_600_000;
const HOURS_PER_DAY = 24;
const HOURS_PER_WEEK = 168;
const WEEK_MS = HOURS_PER_WEEK * HOUR_MS;
/** The first week begins anywhere. */
const WEEKS_MIN = 2;
/** Log scale of expected sessions: 1/4096 in ln(1 + n), up to 8.9 million. */
const SCALE = 4096;
const VERSIONS_MAX = 4;
/** Defenders of a cell that are told apart within an hour. */
const DEFENDERS_MAX = 64;

export type Measured = StreamEventData<'org.hrdshield.connectivity.measured.v1'>;

/** What is usual in one network of one region, and what goes on there. About 0.7 KB. */
export interface Cell {
  /** Expected sessions of a window by hour of the week and of the day; 0 where nothing was seen. */
  readonly week: Uint16Array;
  readonly day: Uint16Array;
  /** Weeks that began since the first count. */
  weeks: number;
  resetShare: number;
  failureShare: number;
  rttMs: number;
  throughputKbps: number;
  readonly versions: Map<string, number>;
  /** End of the newest window, epoch ms. */
  at: number;
  lost: number;
  /** Beginning of the loss, and of the blackout; 0 when there is none. */
  lostSince: number;
  blackSince: number;
  /** Running sum of relative losses: gradual throttling. */
  drift: number;
  lostWindows: number;
  signals: number;
  interference: boolean;
  isClient: boolean;
  /** When the newest word went out, and what it said; 0 before the first. */
  toldAt: number;
  told: string;
  /** Own connections of defenders within the hour that begins at `defendersSince`. */
  defendersSince: number;
  readonly defenders: Set<number>;
  attempts: number;
  failures: number;
}

export function newCell(): Cell {
  return {
    week: new Uint16Array(HOURS_PER_WEEK),
    day: new Uint16Array(HOURS_PER_DAY),
    weeks: 0,
    resetShare: 0,
    failureShare: 0,
    rttMs: 0,
    throughputKbps: 0,
    versions: new Map(),
    at: 0,
    lost: 0,
    lostSince: 0,
    blackSince: 0,
    drift: 0,
    lostWindows: 0,
    signals: 0,
    interference: false,
    isClient: false,
    toldAt: 0,
    told: '',
    defendersSince: 0,
    defenders: new Set(),
    attempts: 0,
    failures: 0,
  };
}

/**
 * Expected sessions of a window that begins at `atMs`; 0 where nothing was learnt. Hours of the week
 * are believed after a whole one: before, they know only the window just gone.
 */
export function expectedSessions(cell: Cell, atMs: number): number {
  const hour = Math.floor(atMs / HOUR_MS);
  const week = cell.weeks < WEEKS_MIN ? 0 : (cell.week[hour % HOURS_PER_WEEK] ?? 0);
  return decode(week > 0 ? week : (cell.day[hour % HOURS_PER_DAY] ?? 0));
}

/** Takes one window: judges it against what is usual, and learns it when nothing is lost. */
export function judgeWindow(cell: Cell, atMs: number, seen: Measured, rules: CellPolicy): void {
  if (cell.at > 0 && Math.floor(atMs / WEEK_MS) > Math.floor(cell.at / WEEK_MS)) cell.weeks += 1;
  const expected = expectedSessions(cell, atMs);
  // A window of the night is too small to alarm, and still no window to learn from when it is cut.
  const isKnown = expected >= rules.expectedWindowMin;
  cell.lost = isKnown ? Math.max(0, 1 - seen.sessions / expected) : 0;
  const slow =
    seen.throughputKbps === undefined || cell.throughputKbps === 0
      ? 0
      : Math.max(0, 1 - seen.throughputKbps / cell.throughputKbps);
  const worst = Math.max(cell.lost, slow);
  const drop = worst - rules.driftSlack;
  // What works as usual again is no drift, however long it lasted.
  if (worst < rules.driftSlack / 2) cell.drift /= 2;
  if (cell.drift < rules.driftSlack) cell.drift = 0;
  if (isKnown) cell.drift = Math.max(0, Math.min(rules.driftAlarm * 2, cell.drift + drop));
  const isDrifting = cell.drift >= rules.driftAlarm;
  const isLost = cell.lost >= rules.lostMin || isDrifting;
  cell.lostSince = isLost ? cell.lostSince || atMs : 0;
  cell.blackSince = cell.lost >= rules.blackoutMin ? cell.blackSince || atMs : 0;
  cell.lostWindows = isLost ? cell.lostWindows + 1 : 0;
  cell.at = atMs + seen.windowMs;
  readSigns(cell, seen, { slow, isDrifting }, rules);
  if (!isLost && cell.drift === 0) learn(cell, atMs, seen, rules);
}

function readSigns(
  cell: Cell,
  seen: Measured,
  found: { readonly slow: number; readonly isDrifting: boolean },
  rules: CellPolicy,
): void {
  const resets = seen.resets === undefined ? 0 : seen.resets / Math.max(1, seen.failures);
  const failures = seen.failures / Math.max(1, seen.attempts);
  const isSlow =
    found.slow >= 1 - rules.throughputMax ||
    (seen.rttMs !== undefined && cell.rttMs > 0 && seen.rttMs >= rules.rttFactorMin * cell.rttMs);
  const isReset = resets >= rules.resetShareMin && resets > cell.resetShare * 2;
  const isFailing = failures >= rules.failureShareMin && failures > cell.failureShare * 2;
  const isSilent = cell.lost >= rules.lostMin;
  cell.signals = [isSilent || found.isDrifting, isReset, isFailing, isSlow].filter(Boolean).length;
  // What a platform cannot measure in one window does not take back what it measured before.
  const isMeasured = seen.resets !== undefined || seen.rttMs !== undefined;
  const isInterference = isReset || isSlow;
  cell.interference =
    cell.lostWindows > 0 && (isInterference || (cell.interference && !isMeasured));
  if (seen.clients !== undefined) cell.isClient = isOneVersion(cell, seen, rules);
}

/** Whether the loss is one version of the app. */
function isOneVersion(cell: Cell, seen: Measured, rules: CellPolicy): boolean {
  let total = 0;
  let largest = 0;
  for (const { version, sessions } of seen.clients ?? []) {
    const share = cell.versions.get(version);
    if (share === undefined) continue;
    const gone = Math.max(0, share * expectedSessions(cell, cell.at - seen.windowMs) - sessions);
    total += gone;
    largest = Math.max(largest, gone);
  }
  return total > 0 && cell.versions.size > 1 && largest >= rules.clientShareMin * total;
}

function learn(cell: Cell, atMs: number, seen: Measured, rules: CellPolicy): void {
  const hour = Math.floor(atMs / HOUR_MS);
  // Windows of one hour are learnt together as one.
  const rate = Math.min(1, seen.windowMs / HOUR_MS) / rules.weeksKept;
  move(cell.week, hour % HOURS_PER_WEEK, seen.sessions, rate);
  move(cell.day, hour % HOURS_PER_DAY, seen.sessions, rate);
  const toward = (usual: number, now: number) => (usual === 0 ? now : usual + (now - usual) * rate);
  cell.failureShare = toward(cell.failureShare, seen.failures / Math.max(1, seen.attempts));
  if (seen.resets !== undefined) {
    const share = seen.resets / Math.max(1, seen.failures);
    // What would be a sign is not learnt while the loss is still too small to see.
    if (cell.resetShare === 0 || share < rules.resetShareMin) {
      cell.resetShare = toward(cell.resetShare, share);
    }
  }
  if (seen.rttMs !== undefined) cell.rttMs = toward(cell.rttMs, seen.rttMs);
  if (seen.throughputKbps !== undefined) {
    cell.throughputKbps = toward(cell.throughputKbps, seen.throughputKbps);
  }
  for (const { version, sessions } of seen.clients ?? []) {
    if (!cell.versions.has(version) && cell.versions.size >= VERSIONS_MAX) continue;
    const share = sessions / Math.max(1, seen.sessions);
    cell.versions.set(version, toward(cell.versions.get(version) ?? 0, share));
  }
}

function move(cells: Uint16Array, slot: number, seen: number, rate: number): void {
  const usual = decode(cells[slot] ?? 0);
  const next = usual === 0 ? seen : usual + (seen - usual) * rate;
  cells[slot] = Math.min(65_535, Math.round(Math.log1p(next) * SCALE));
}

function decode(cell: number): number {
  return Math.expm1(cell / SCALE);
}

/** How the connections of one defender fare. */
export interface OwnConnections {
  /** Keyed hash of the defender, 48 bits. */
  readonly key: number;
  /** Epoch ms. */
  readonly at: number;
  readonly attempts: number;
  readonly failures: number;
}

/** Counts one defender's own connections in the cell; who it was is only told apart for an hour. */
export function countDefender(cell: Cell, own: OwnConnections): void {
  if (own.at - cell.defendersSince >= HOUR_MS) {
    cell.defendersSince = own.at;
    cell.defenders.clear();
    cell.attempts = 0;
    cell.failures = 0;
  }
  if (cell.defenders.size < DEFENDERS_MAX) cell.defenders.add(own.key);
  cell.attempts += own.attempts;
  cell.failures += own.failures;
}
