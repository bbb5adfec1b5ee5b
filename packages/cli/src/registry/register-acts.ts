import {
  type ConsentWay,
  DATA_CLASSES,
  type DataClass,
  EVIDENCE_CLASSES,
  type EvidenceClass,
  NOTICE_KINDS,
  type NoticeKind,
  REFUSAL_REASONS,
  type RefusalReason,
} from '@hrd-shield/contracts';
import type { Capacity } from '@hrd-shield/domain/registry';
import type { AskedOf } from '@hrd-shield/registry';
import { type Command, Option } from 'commander';
import type { Shell } from '../shell/shell.ts';
import { checkInOf, hoursOf, REF_ARGUMENT, timeOf } from './inputs.ts';
import { onLife } from './on-life.ts';

/** Acts that need nothing but the reference. */
const PLAIN_ACTS = [
  ['add', 'agree as the second person; consent begins it'],
  ['begin-emergency', 'protect at once: public content and reports, for 72 hours'],
  ['review', 'the periodic review: it goes on'],
  ['pause', 'stop processing until resumed'],
  ['resume', 'go on after a pause'],
  ['withdraw', "take the defender's word: it stops now"],
  ['confirm-withdrawal', 'you spoke with the defender over the safe channel'],
  ['undo-withdrawal', 'within the cooling-off: go on under a new reference'],
  ['resolve-duress', 'you spoke with whoever typed the phrase'],
  ['propose-end', 'the first of two who find that somebody is no defender'],
  ['decide-end', 'the second of two: end it'],
  ['begin-custody', 'an SOS: lock the account, as agreed beforehand'],
] as const;

/** One act with what it takes; options that are mandatory are there when `asked` is called. */
interface Act<Options> {
  readonly kind: AskedOf['kind'];
  readonly about: string;
  readonly options: readonly Option[];
  readonly asked: (options: Options) => AskedOf;
}

const must = (flags: string, about: string, words: readonly string[]): Option =>
  new Option(flags, about).choices([...words]).makeOptionMandatory();
const classes = (): Option => must('--class <classes...>', 'classes of data', DATA_CLASSES);

const VET: Act<{ act: readonly string[]; evidence: EvidenceClass; capacity: Capacity }> = {
  kind: 'vet',
  about: 'find published acts and evidence, as the first person',
  options: [
    new Option(
      '--act <acts...>',
      'published acts, as rules/designation.yaml names them',
    ).makeOptionMandatory(),
    must('--evidence <class>', 'what was seen', EVIDENCE_CLASSES),
    new Option('--capacity <capacity>', 'in which capacity they were proposed')
      .choices(['defender', 'state-body', 'office-holder', 'candidate'])
      .default('defender'),
  ],
  asked: ({ act: acts, capacity, evidence }) => ({ kind: 'vet', acts, capacity, evidence }),
};

const WAYS: readonly ConsentWay[] = ['safe-channel', 'in-person', 'signed-document'];

const CONSENT: Act<{ class: readonly DataClass[]; way: ConsentWay; givenAt?: string }> = {
  kind: 'consent',
  about: 'write down consent that the defender gave',
  options: [
    classes(),
    must('--way <way>', 'how it was given', WAYS),
    new Option('--given-at <time>', 'when it was given, RFC 3339; now when absent'),
  ],
  asked: ({ class: given, givenAt, way }) => ({
    kind: 'consent',
    classes: given,
    way,
    givenAt: timeOf(givenAt, Date.now()),
  }),
};

const NARROW: Act<{ class: readonly DataClass[] }> = {
  kind: 'narrow-consent',
  about: 'less may be seen from now on',
  options: [classes()],
  asked: ({ class: gone }) => ({ kind: 'narrow-consent', classes: gone }),
};

const AGREE_TO_COUNTING: Act<{ way: ConsentWay }> = {
  kind: 'agree-to-counting',
  about: 'write down that what they said of themselves may be counted for parity',
  options: [must('--way <way>', 'how they said it', WAYS)],
  asked: ({ way }) => ({ kind: 'agree-to-counting', way }),
};

const TAKE_BACK_COUNTING: Act<{ forget?: boolean }> = {
  kind: 'take-back-counting',
  about: 'what they said of themselves is counted no more, from the next count on',
  options: [new Option('--forget', 'it is removed as well')],
  asked: ({ forget }) => ({ kind: 'take-back-counting', isForgotten: forget === true }),
};

const REFUSE: Act<{ reason: RefusalReason }> = {
  kind: 'refuse',
  about: 'refuse a proposal with its reason',
  options: [must('--reason <reason>', 'why', REFUSAL_REASONS)],
  asked: ({ reason }) => ({ kind: 'refuse', reason }),
};

const DECIDE_APPEAL: Act<{ uphold?: boolean }> = {
  kind: 'decide-appeal',
  about: 'decide about a refusal, if you had no part in it',
  options: [new Option('--uphold', 'the refusal stands; without it the proposal opens anew')],
  asked: ({ uphold }) => ({ kind: 'decide-appeal', isUpheld: uphold === true }),
};

const REVIEW_EMERGENCY: Act<{ end?: boolean }> = {
  kind: 'review-emergency',
  about: 'look at an emergency as another person',
  options: [new Option('--end', 'end it now; without it, it goes on to its end')],
  asked: ({ end }) => ({ kind: 'review-emergency', keep: end !== true }),
};

const SET_HOURS: Act<{
  from?: string;
  to?: string;
  zone?: string;
  urgent?: readonly NoticeKind[];
  anyHour?: boolean;
}> = {
  kind: 'set-contact-hours',
  about: 'when they can be told something without danger; notices wait for it',
  options: [
    new Option('--from <hour>', 'hour of the day from which on, 0 to 23'),
    new Option('--to <hour>', 'hour before which; below --from: the next day'),
    new Option('--zone <zone>', 'their time zone, such as America/Bogota'),
    new Option('--urgent <kinds...>', 'kinds of notices that they want at any hour').choices([
      ...NOTICE_KINDS,
    ]),
    new Option('--any-hour', 'no hours are agreed any more').conflicts(['from', 'to', 'zone']),
  ],
  asked: ({ anyHour, ...hours }) => ({
    kind: 'set-contact-hours',
    agreed: { contactHours: anyHour === true ? null : hoursOf(hours) },
  }),
};

/** Each act on one designation is a command of its own, done as whoever is signed in. */
export function registerActs(registry: Command, shell: Shell): void {
  for (const [kind, about] of PLAIN_ACTS) {
    register(registry, shell, { kind, about, options: [], asked: () => ({ kind }) });
  }
  register(registry, shell, VET);
  register(registry, shell, CONSENT);
  register(registry, shell, NARROW);
  register(registry, shell, AGREE_TO_COUNTING);
  register(registry, shell, TAKE_BACK_COUNTING);
  register(registry, shell, REFUSE);
  register(registry, shell, DECIDE_APPEAL);
  register(registry, shell, REVIEW_EMERGENCY);
  register(registry, shell, SET_HOURS);
  registry
    .command('end-custody')
    .argument('<ref>', REF_ARGUMENT)
    .argument('<file>', 'file with the agreed phrase; - for standard input')
    .description('end the custody protocol by the proof of safety')
    .action(async (given: string, file: string) => {
      const phrase = await shell.read(file);
      await onLife(given, shell, ({ by, uses }, ref) =>
        uses.ask(by, ref, { kind: 'end-custody', phrase }),
      );
    });
  registry
    .command('set-check-in')
    .argument('<ref>', REF_ARGUMENT)
    .argument('<file>', 'file with the agreed phrase; - for standard input')
    .addOption(new Option('--every-hours <hours>', 'a check-in is due this long after the last'))
    .addOption(new Option('--stop', 'check-ins are awaited no more').conflicts('everyHours'))
    .description('how often they check in; a missed one begins custody')
    .action(async (given: string, file: string, options: CheckInOptions) => {
      const checkIn = options.stop === true ? null : checkInOf(options.everyHours);
      const phrase = await shell.read(file);
      await onLife(given, shell, ({ by, uses }, ref) =>
        uses.ask(by, ref, {
          kind: 'set-check-in',
          isAwaited: checkIn !== null,
          agreed: { checkIn },
          phrase,
        }),
      );
    });
}

interface CheckInOptions {
  readonly everyHours?: string;
  readonly stop?: boolean;
}

function register<Options>(registry: Command, shell: Shell, act: Act<Options>): void {
  const command = registry
    .command(act.kind)
    .argument('<ref>', REF_ARGUMENT)
    .description(act.about)
    .action((given: string, options: Options) =>
      onLife(given, shell, ({ by, conflicts, uses }, ref) =>
        uses.ask(by, ref, { ...act.asked(options), conflicts }),
      ),
    );
  for (const option of act.options) command.addOption(option);
}
