import { AUDIT_HOLDS } from './audit-holds.ts';
import type { Books, Entry } from './books.ts';
import { finding, type Invariant } from './finding.ts';

/** Nothing is done to a defender later than this after a withdrawal or a refusal, ms. */
const STOP_MS = 60_000;
/** Far below the 51,200 events at which the server ends a workflow. */
const HISTORY_MAX = 10_240;

const text = (entry: Entry, field: string): string => String(entry.data[field] ?? '');

/** The first copy of each outcome: the log holds each at least once. */
function distinct(outcomes: readonly Entry[]): readonly Entry[] {
  return [...new Map(outcomes.map((entry) => [text(entry, 'id'), entry])).values()];
}

function ofKind(books: Books, kind: string): readonly Entry[] {
  return distinct(books.outcomes).filter((entry) => text(entry, 'kind') === kind);
}

function withdrawnAt(books: Books): ReadonlyMap<string, number> {
  return new Map(
    books.truth.defenders.flatMap(({ ref, withdrawnAt: at }) =>
      at === undefined ? [] : [[ref, at] as const],
    ),
  );
}

const FIGURED = ['requested', 'applied', 'verified', 'lifted', 'refused'];

/** Cases, tasks and measures by what became of them, each counted once. */
function figuresOf(outcomes: readonly Entry[]): ReadonlyMap<string, number> {
  const found = new Map<string, Set<string>>();
  const note = (name: string, one: string): void => {
    if (one !== '') found.set(name, (found.get(name) ?? new Set()).add(one));
  };
  for (const entry of outcomes) {
    const kind = text(entry, 'kind');
    const became = kind.startsWith('measure.') ? kind.slice('measure.'.length) : '';
    note('cases', text(entry, 'case'));
    if (kind === 'case.closed') note('cases closed', text(entry, 'case'));
    note('tasks', text(entry, 'task'));
    if (FIGURED.includes(became)) {
      note(`measures ${text(entry, 'measure')} ${became}`, text(entry, 'instance'));
    }
  }
  return new Map([...found].map(([name, ones]) => [name, ones.size]));
}

const IN_FORCE = ['requested', 'applied', 'verified'];

function inForce(books: Books): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { defender, measures } of books.cases) {
    for (const { instance, state } of measures) {
      if (IN_FORCE.includes(state)) found.set(instance, defender);
    }
  }
  return found;
}

export const INVARIANTS: readonly Invariant[] = [
  {
    id: 'I1 events-accounted',
    says: 'what screening has committed has landed or is refused (I7)',
    look: ({ screening = [] }) =>
      finding(
        screening.reduce((sum, { seen }) => sum + seen, 0),
        screening.flatMap(({ defender, landed, refused, seen }) =>
          landed + refused < seen
            ? [`${defender}: ${seen} events are committed, ${landed} landed, ${refused} refused`]
            : [],
        ),
      ),
  },
  {
    id: 'I4 signals-once',
    says: 'every signal is in exactly one case',
    look: (books) => {
      const ended = withdrawnAt(books);
      const places = new Map<string, Set<string>>();
      for (const entry of [...ofKind(books, 'case.opened'), ...ofKind(books, 'case.merged')]) {
        const signal = text(entry, 'signal');
        places.set(signal, (places.get(signal) ?? new Set()).add(text(entry, 'case')));
      }
      const appended = books.truth.signals.filter(({ defender }) => !ended.has(defender));
      return finding(
        appended.length,
        appended
          .filter(({ id }) => places.get(id)?.size !== 1)
          .map(({ id }) => `signal ${id} is in ${places.get(id)?.size ?? 0} cases`),
      );
    },
  },
  {
    id: 'I5 measures-kept',
    says: 'no measure is lost: what was asked for was done, refused or given up with a reason',
    look: (books) => {
      const settled = new Set(
        [
          'measure.applied',
          'measure.refused',
          'measure.failed',
          'measure.lifted',
          'measure.expired',
        ]
          .flatMap((kind) => ofKind(books, kind))
          .map((entry) => text(entry, 'instance')),
      );
      const asked = ofKind(books, 'measure.requested').map((entry) => text(entry, 'instance'));
      return finding(
        asked.length,
        asked.filter((one) => !settled.has(one)).map((one) => `nothing became of ${one}`),
      );
    },
  },
  {
    id: 'I5 measures-once',
    says: 'no measure is doubled: each command carried out once, one of a kind on an account, or for each case where it lists accounts',
    look: (books) => {
      const violations: string[] = [];
      const done = new Map<string, number>();
      const on = new Map<string, Map<string, number>>();
      const caseOf = new Map(
        ofKind(books, 'measure.requested').map((one) => [text(one, 'instance'), text(one, 'case')]),
      );
      for (const deed of books.truth.deeds) {
        const { account, act, at, command, expiresAt, instance, measure, onActors } = deed;
        if (act === 'probe') continue;
        done.set(command, (done.get(command) ?? 0) + 1);
        const place = `${account}/${measure}/${onActors ? caseOf.get(instance) : ''}`;
        const living = on.get(place) ?? new Map<string, number>();
        on.set(place, living);
        for (const [other, ends] of living) if (ends <= at) living.delete(other);
        if (act === 'apply') living.set(instance, expiresAt);
        else living.delete(instance);
        if (living.size > 1) violations.push(`${measure} is on twice at once (${instance})`);
      }
      for (const [command, times] of done) {
        if (times > 1) violations.push(`command ${command} was carried out ${times} times`);
      }
      return finding(done.size, violations);
    },
  },
  {
    id: 'I5 measures-owned',
    says: 'no measure is an orphan: what is on is known to a case, and ends',
    look: (books) => {
      const known = inForce(books);
      return finding(
        books.truth.active.length,
        books.truth.active.flatMap(({ expiresAt, instance, measure }) => [
          ...(known.has(instance) ? [] : [`${measure} ${instance} is on and no case knows it`]),
          ...(expiresAt > 0 ? [] : [`${measure} ${instance} has no end`]),
        ]),
      );
    },
  },
  {
    id: 'posture-shared',
    says: 'the posture is right: what cases have in force is on, and nothing else',
    look: (books) => {
      const on = new Set(books.truth.active.map(({ instance }) => instance));
      const known = inForce(books);
      return finding(
        known.size,
        [...known].filter(([one]) => !on.has(one)).map(([one]) => `${one} is thought to be on`),
      );
    },
  },
  {
    id: 'tasks-kept',
    says: 'no task is lost: each is on the board, decided ones as decided',
    look: (books) => {
      const rows = new Map(books.tasks.map((row) => [row.id, row]));
      const opened = ofKind(books, 'task.opened').map((entry) => text(entry, 'task'));
      const decided = ofKind(books, 'task.decided').map((entry) => text(entry, 'task'));
      return finding(opened.length, [
        ...opened.filter((id) => !rows.has(id)).map((id) => `task ${id} is not on the board`),
        ...decided
          .filter((id) => rows.get(id)?.state !== 'decided')
          .map((id) => `task ${id} is decided and the board says ${rows.get(id)?.state}`),
      ]);
    },
  },
  {
    id: 'I6 outcomes-once',
    says: 'each outcome is one row of the record, and says one thing',
    look: ({ outcomes, rows }) => {
      const violations: string[] = [];
      const said = new Map<string, string>();
      for (const entry of outcomes) {
        const id = text(entry, 'id');
        const what = [text(entry, 'kind'), text(entry, 'case'), text(entry, 'instance')].join(' ');
        const before = said.get(id) ?? what;
        said.set(id, before);
        if (before !== what) violations.push(`${id} says '${before}' and '${what}'`);
      }
      for (const id of rows === undefined ? [] : said.keys()) {
        const copies = rows?.get(id) ?? 0;
        if (copies !== 1) violations.push(`${said.get(id)} is in ${copies} rows`);
      }
      return finding(said.size, violations);
    },
  },
  AUDIT_HOLDS,
  {
    id: 'I10 figures-twice',
    says: 'what reports are made of is the same counted on the log and in the column store',
    look: ({ figures, outcomes }) => {
      if (figures === undefined) return finding(0, []);
      const counted = figuresOf(distinct(outcomes));
      const names = [...new Set([...counted.keys(), ...figures.keys()])];
      return finding(
        names.length,
        names
          .filter((name) => (counted.get(name) ?? 0) !== (figures.get(name) ?? 0))
          .map((name) => `${name}: ${counted.get(name) ?? 0}, stored ${figures.get(name) ?? 0}`),
      );
    },
  },
  {
    id: 'withdrawal-stops',
    says: 'a withdrawal stops every measure and all processing within 60 s',
    look: (books) => {
      const ended = withdrawnAt(books);
      const accounts = new Map(books.truth.defenders.map(({ account, ref }) => [account, ref]));
      const violations: string[] = [];
      for (const { account, measure } of books.truth.active) {
        if (ended.has(accounts.get(account) ?? '')) violations.push(`${measure} is still on`);
      }
      for (const { account, act, at } of books.truth.deeds) {
        const since = ended.get(accounts.get(account) ?? '');
        if (since !== undefined && at > since + STOP_MS) {
          violations.push(`the platform was asked to ${act} ${at - since} ms after a withdrawal`);
        }
      }
      for (const { defender, status } of books.workflows) {
        if (ended.has(defender) && status === 'RUNNING') violations.push('a workflow still runs');
      }
      return finding(ended.size, violations);
    },
  },
  {
    id: 'refusal-stops',
    says: 'a measure that the defender refuses is off within 60 s',
    look: ({ truth: { active, deeds, refusals = [] } }) => {
      const violations = refusals.flatMap(({ at, instance }) => {
        const own = deeds.filter((each) => each.instance === instance);
        const isOn = active.some((each) => each.instance === instance);
        const isInTime = own.some((each) => each.act === 'lift' && each.at <= at + STOP_MS);
        const isAgain = own.some((each) => each.act === 'apply' && each.at > at + STOP_MS);
        return [
          ...(isOn ? [`${instance} is still on`] : []),
          ...(isInTime ? [] : [`${instance} was not lifted in time`]),
          ...(isAgain ? [`${instance} was applied again`] : []),
        ];
      });
      return finding(refusals.length, violations);
    },
  },
  {
    id: 'workflows-sound',
    says: 'one workflow for a defender at a time, bounded, and its history agrees with its code',
    look: ({ workflows }) => {
      const living = new Map<string, number>();
      const violations: string[] = [];
      for (const { defender, events, nondeterminism, status } of workflows) {
        if (status === 'RUNNING') living.set(defender, (living.get(defender) ?? 0) + 1);
        if (events > HISTORY_MAX) violations.push(`a history has ${events} events`);
        if (nondeterminism > 0) violations.push(`${nondeterminism} workflow tasks did not agree`);
        if (!['RUNNING', 'COMPLETED', 'CONTINUED_AS_NEW'].includes(status)) {
          violations.push(`a workflow is ${status}`);
        }
      }
      for (const [, count] of living) if (count > 1) violations.push(`${count} live for one`);
      return finding(workflows.length, violations);
    },
  },
  {
    id: 'nothing-refused',
    says: 'no record of the run became a dead letter, but every one that nobody can read did',
    look: ({ deadLetters, signals, truth }) => {
      const { codes, least } = truth.poison ?? { codes: [], least: 0 };
      const wrong = deadLetters.filter(({ code }) => !codes.includes(code));
      const found = deadLetters.length - wrong.length;
      return finding(signals.length + deadLetters.length, [
        ...wrong.map(({ code, id }) => `letter ${id}: ${code}`),
        ...(found >= least ? [] : [`${found} letters for ${least} unreadable records`]),
      ]);
    },
  },
];
