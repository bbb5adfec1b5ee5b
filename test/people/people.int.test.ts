import type {
  AdverseQuestion,
  CaseId,
  DefenderRef,
  HoldRow,
  ProtectionCommand,
  RemedyRow,
  TaskRow,
} from '@hrd-shield/contracts';
import { createFolderKeyStore, dataKeysDir, loadKey } from '@hrd-shield/keys';
import { loadHoldPolicy } from '@hrd-shield/policy';
import type { RunningService } from '@hrd-shield/runtime';
import type { ProtectionClient, TemporalConnection } from '@hrd-shield/temporal';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../packages/cli/src/program.ts';
import {
  aCampaign,
  anActor,
  aProfile,
  aSignal,
} from '../../packages/domain/src/protection/spec/builders.ts';
import { createInstallation, type Installation } from '../harness/installation.ts';
import { protectionAt } from '../harness/protection-at.ts';
import { readLog } from '../harness/read-log.ts';
import { until } from '../harness/until.ts';
import { designate, type HoldStage, stageHold, stageRespond } from '../hold/hold-stage.ts';
import { type Gateway, startGateway } from './gateway.ts';

const ANNA = 'canary-account-people-4711';
const ALICE = 'r_AAAAAAAAAAAAAAAAAAAAAA';
const BASIL = 'r_BBBBBBBBBBBBBBBBBBBBBA';
const NOTE = 'canary words that only a colleague may read';
const SECOND_LOOK_MS = 2_000;

let at: Installation;
let anna: DefenderRef;
let respond: RunningService;
let hold: HoldStage;
let gateway: Gateway;
let connection: TemporalConnection;
let protection: ProtectionClient;

beforeAll(async () => {
  at = await createInstallation('people');
  anna = await designate(at, ANNA);
  const store = createFolderKeyStore({
    dir: dataKeysDir(at.keysDir),
    keyEncryptionKey: await loadKey(at.keysDir, 'kek'),
  });
  await store.create(anna);
  gateway = await startGateway(at.keysDir);
  respond = await stageRespond(at, gateway.notifyFile);
  const rules = loadHoldPolicy();
  const policy = { ...rules, holdMs: { ...rules.holdMs, moderator: SECOND_LOOK_MS } };
  hold = await stageHold(at, { policy });
  await until('the view is loaded', () => hold.service.checks.view?.());
  ({ connection, protection } = await protectionAt(at));
});

afterAll(async () => {
  await hold.stop();
  await respond.stop();
  await connection.stop();
  await gateway.stop();
  at.remove();
});

/** One command line, as a person types it. */
async function cli(words: string, stdin = '') {
  let stdout = '';
  const code = await runCli([...words.split(' '), '--json'], {
    env: at.env,
    stdin: (async function* () {
      yield stdin;
    })(),
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: () => undefined },
  });
  const said = JSON.parse(stdout) as {
    readonly code?: string;
    readonly tasks?: readonly TaskRow[];
    readonly holds?: readonly HoldRow[];
    readonly remedies?: readonly RemedyRow[];
    readonly remedy?: string;
    readonly notes?: readonly string[];
    readonly decisions?: readonly { readonly act: string; readonly note?: string }[];
  };
  return { code, said };
}

const signIn = (responder: string, more = ''): Promise<unknown> =>
  cli(`login --responder ${responder}${more}`);

async function theTask(): Promise<TaskRow> {
  return until('the task is on the board', async () => (await cli('tasks list')).said.tasks?.[0]);
}

const kindsOf = async (): Promise<readonly unknown[]> =>
  (await readLog(at, 'outcomes')).map(({ event }) => event?.data.kind);

const commands = async (): Promise<readonly ProtectionCommand[]> =>
  (await readLog(at, 'protectionCommands')).flatMap(
    ({ event }) => (event?.data as unknown as ProtectionCommand | undefined) ?? [],
  );

describe('a task, by command line', () => {
  it('is listed, claimed, decided by two, undone and decided again', async () => {
    const signal = aSignal({ inauthentic: true, actors: [anActor('a')] });
    const allowedMeasures = ['limit-replies', 'restrict-campaign-reach'];
    const profile = aProfile({ defender: anna, allowedMeasures });
    await protection.deliverSignals({ signals: [signal], profile });
    await signIn(ALICE);
    const { id } = await theTask();
    const decide = (option: string, verdict = 'confirmed'): string =>
      `tasks decide ${id} --option ${option} --verdict ${verdict} --reason coordinated-attack`;
    expect((await cli(decide('strengthen'))).said.code).toBe('task.not-claimed');
    expect(await cli(`tasks claim ${id}`)).toMatchObject({ code: 0 });
    expect(await cli(`${decide('strengthen')} --note -`, NOTE)).toMatchObject({ code: 0 });
    await cli(`tasks claim ${id}`);
    expect((await cli(decide('strengthen'))).said.code).toBe('task.same-person');
    await cli(`tasks hand-over ${id} --to ${BASIL}`);
    await signIn(BASIL);
    expect(await cli(decide('strengthen'))).toMatchObject({ code: 0 });
    expect(await cli(`tasks undo ${id} --reason measure-does-harm`)).toMatchObject({ code: 0 });
    await cli(`tasks claim ${id}`);
    expect(await cli(`tasks contact ${id} --channel call`)).toMatchObject({ code: 0 });
    expect(await cli(decide('confirm-and-keep'))).toMatchObject({ code: 0 });
    const acts = await until('every act is kept', async () => {
      const { decisions } = (await cli(`tasks show ${id} --notes`)).said;
      return decisions?.length === 6 ? decisions : undefined;
    });
    expect(acts.map(({ act }) => act)).toEqual([
      'approved',
      'handed-over',
      'decided',
      'undone',
      'contacted',
      'decided',
    ]);
    expect(acts[0]?.note).toMatch(/^s1\./);
    expect((await cli(`tasks show ${id} --notes`)).said.notes).toEqual([NOTE]);
    expect(JSON.stringify(await readLog(at, 'outcomes'))).not.toContain('canary');
  });

  it('is refused to an observer, to a typed id and to whoever is not signed in', async () => {
    await signIn(ALICE, ' --role observer');
    const { id } = (await readTasks())[0] ?? { id: 't_AAAAAAAAAAAAAAAAAAAAAA' };
    expect(await cli(`tasks claim ${id}`)).toMatchObject({ code: 3 });
    expect((await cli('tasks claim t_nothing')).said.code).toBe('task.unknown');
  });
});

async function readTasks(): Promise<readonly TaskRow[]> {
  return (await protection.view(anna))?.tasks ?? [];
}

function question(more: Partial<AdverseQuestion> & { readonly actionId: string }): AdverseQuestion {
  return {
    account: ANNA as AdverseQuestion['account'],
    action: 'remove',
    origin: 'government',
    ground: 'unlawful-content',
    ...more,
  };
}

const verdictOf = async (asked: AdverseQuestion): Promise<string> =>
  (await hold.ask(asked)).answer.verdict;

async function theHold(id: string): Promise<HoldRow> {
  return until('the hold is on the board', async () =>
    (await cli('holds list')).said.holds?.find((each) => each.id === id),
  );
}

const allow = 'holds decide';
const because = '--option allow --reason order-binding';

describe('a hold, by command line', () => {
  it('is allowed by two different approvers, none of them in conflict', async () => {
    const asked = question({ actionId: 'canary-1' });
    const { answer } = await hold.ask(asked);
    await theHold(answer.id);
    await signIn(ALICE, ' --conflict origin:government');
    expect((await cli(`${allow} ${answer.id} ${because}`)).said.code).toBe('hold.conflict');
    await signIn(ALICE);
    expect(await cli(`${allow} ${answer.id} ${because}`)).toMatchObject({ code: 0 });
    expect((await cli(`${allow} ${answer.id} ${because}`)).said.code).toBe('hold.same-approver');
    await signIn(BASIL);
    expect(await cli(`${allow} ${answer.id} ${because}`)).toMatchObject({ code: 0 });
    await until('the platform may go ahead', async () => (await verdictOf(asked)) === 'proceed');
    expect((await cli(`${allow} ${answer.id} ${because}`)).said.code).toMatch(/^(hold|task)\./);
  });

  it('of a state is told to the defender, and where the law bars it that is a fact', async () => {
    await hold.ask(question({ actionId: 'canary-2', noticeBarredUntil: Date.now() + 3_600_000 }));
    await until('both are recorded', async () => {
      const kinds = await kindsOf();
      return kinds.includes('notice.barred') && kinds.includes('notice.delivered');
    });
    expect(gateway.calls.length).toBeGreaterThan(0);
    for (const body of gateway.calls) {
      const { defender, dueAt, id, kind, ...more } = JSON.parse(body) as Record<string, unknown>;
      expect([defender, kind, more]).toEqual([anna, 'state-request', {}]);
      expect([typeof id, typeof dueAt]).toEqual(['string', 'number']);
    }
  });

  it('gives a violating post of a defender no immunity: the delay is the only difference', async () => {
    const asked = question({ actionId: 'canary-3', origin: 'moderator', ground: 'platform-rules' });
    const anyone = { ...asked, account: 'somebody-else' as AdverseQuestion['account'] };
    expect(await verdictOf(anyone)).toBe('proceed');
    expect(await verdictOf(asked)).toBe('hold');
    await until('the same action goes ahead', async () => (await verdictOf(asked)) === 'proceed');
  });
});

describe('a remedy, by command line', () => {
  it('is opened by a release that nobody reviewed', async () => {
    const found = await until('the remedy is on the board', async () =>
      (await cli('remedies list')).said.remedies?.find(
        ({ cause }) => cause === 'released-unreviewed',
      ),
    );
    const decide = `remedies decide ${found.id} --option restored --reason harm-shown`;
    expect(await cli(decide)).toMatchObject({ code: 0 });
    await until('it is recorded', async () => (await kindsOf()).includes('remedy.restored'));
    expect((await cli(decide)).said.code).toMatch(/^remedy\.(already-decided|unknown)$/);
  });

  it('is opened by an appeal and decided by somebody else than who decided first', async () => {
    const id: CaseId | undefined = (await readTasks())[0]?.case;
    const opened = await cli(`remedies appeal --case ${id}`);
    expect(opened.code).toBe(0);
    const remedy = opened.said.remedy ?? '';
    await until(
      'it is on the board',
      async () => (await cli(`remedies show ${remedy}`)).code === 0,
    );
    const decide = `remedies decide ${remedy} --option refused --reason no-harm-shown`;
    await signIn(BASIL);
    expect((await cli(decide)).said.code).toBe('remedy.same-decider');
    await signIn('r_CCCCCCCCCCCCCCCCCCCCCA');
    expect(await cli(decide)).toMatchObject({ code: 0 });
  });

  it('gives back to whoever was restricted wrongly, who needs nothing but the code', async () => {
    const campaign = aCampaign('another');
    const signal = aSignal({ name: 'more', campaign, inauthentic: true, actors: [anActor('b')] });
    const allowedMeasures = ['limit-replies', 'rate-limit-campaign-accounts'];
    const profile = aProfile({ defender: anna, allowedMeasures, designationVersion: 2 });
    await protection.deliverSignals({ signals: [signal], profile });
    const { instance, statement } = await until('the restriction says why', async () =>
      (await commands()).find((each) => each.act === 'apply' && each.statement !== undefined),
    );
    const opened = await cli(`remedies appeal --statement ${statement?.code}`);
    expect(opened.code).toBe(0);
    const remedy = opened.said.remedy ?? '';
    await until(
      'it is on the board',
      async () => (await cli(`remedies show ${remedy}`)).code === 0,
    );
    const decide = `remedies decide ${remedy} --option restored --reason harm-shown`;
    expect(await cli(decide)).toMatchObject({ code: 0 });
    await until('the restriction is lifted', async () =>
      (await commands()).some((each) => each.act === 'lift' && each.instance === instance),
    );
  });

  it('asks what is appealed against, and knows no code that was never given', async () => {
    expect((await cli('remedies appeal')).code).toBe(2);
    const unknown = 'remedies appeal --statement x_AAAAAAAAAAAAAAAAAAAAAA';
    expect((await cli(unknown)).said.code).toBe('statement.unknown');
  });
});
